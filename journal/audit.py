"""The operation log: who did what to whom, written in the transaction of the deed."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from django.conf import settings
from django.db import connection, transaction

from journal.models import Operation

PRUNE = """
DELETE FROM journal_operation WHERE id IN (
  SELECT id FROM (SELECT id, created_at FROM journal_operation ORDER BY id LIMIT %s) AS oldest
  WHERE created_at < statement_timestamp() - make_interval(days => %s))
"""

TargetType = Literal[
    "",
    "ACCOUNT",
    "APP",
    "DEVICE",
    "DOOR",
    "EXPORT",
    "GROUP",
    "KEYWORD",
    "MESSAGE",
    "OPERATOR",
    "PUSH_CREDENTIAL",
    "PUSH_TASK",
    "PUSH_TEMPLATE",
    "WEBHOOK",
    "WEBHOOK_ALERT",
    "WEBHOOK_DELIVERY",
]


class Actor(Protocol):
    """Who did it, as far as the log wants to know; `accounts.callers.Caller` is one."""

    @property
    def operator_id(self) -> str: ...

    @property
    def operator_role(self) -> str: ...

    @property
    def ip(self) -> str: ...

    @property
    def user_agent(self) -> str: ...

    @property
    def comment(self) -> str: ...


def log(
    by: Actor,
    action: str,
    *,
    app_id: int,
    target_type: TargetType = "",
    target_id: str = "",
    detail: dict[str, Any] | None = None,
) -> Operation:
    operation = entry(by, action, app_id=app_id, target_type=target_type, target_id=target_id, detail=detail)
    operation.save(force_insert=True)
    return operation


def entry(
    by: Actor,
    action: str,
    *,
    app_id: int,
    target_type: TargetType = "",
    target_id: str = "",
    detail: dict[str, Any] | None = None,
) -> Operation:
    """An entry not yet written, for those who write many with `log_all`."""
    said = {"comment": by.comment} if by.comment else {}
    return Operation(
        app_id=app_id,
        operator_id=by.operator_id,
        operator_role=by.operator_role,
        action=action,
        target_type=target_type,
        target_id=str(target_id),
        detail={**(detail or {}), **said},
        ip=_storable(by.ip, 64),
        user_agent=_storable(by.user_agent, 256),
    )


def log_all(operations: Sequence[Operation]) -> None:
    """One statement for the entries of a whole batch of deeds."""
    Operation.objects.bulk_create(operations)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What an entry says of a change: from what to what, and nothing of what stayed."""
    return {
        name: {"from": before.get(name), "to": value}
        for name, value in after.items()
        if value != before.get(name)
    }


def _storable(header: str, longest: int) -> str:
    """What a client wrote about itself, in a form that PostgreSQL takes."""
    return header[:longest].replace("\0", "").encode("utf-8", "replace").decode()


def prune(batch: int = 5_000) -> int:
    """Removes what is older than OPERATION_RETENTION_DAYS; 0 keeps everything."""
    if not settings.OPERATION_RETENTION_DAYS:
        return 0
    removed = 0
    while gone := _prune_some(settings.OPERATION_RETENTION_DAYS, batch):
        removed += gone
    return removed


@transaction.atomic
def _prune_some(days: int, batch: int) -> int:
    """Says so to the trigger that guards the log, for this transaction only."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL hongyan.retention = 'on'")
        cursor.execute(PRUNE, [batch, days])
        return int(cursor.rowcount)
