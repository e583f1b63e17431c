"""The operation log as its readers see it: newest first, from an index whatever is asked for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from config.api.paging import cursor_of, fed, position_in
from config.clock import REST_OF_MILLISECOND, moment, ms
from journal.models import Operation

COLUMNS = {
    "operatorId": "operator_id",
    "action": "action",
    "targetType": "target_type",
    "targetId": "target_id",
}


def operation_feed(
    app_id: int, *, asked: Mapping[str, Any], limit: int, cursor: str | None = None
) -> dict[str, Any]:
    """One app's entries. `asked` may have `operatorId action targetType targetId startTime endTime`."""
    found = Operation.objects.filter(
        app_id=app_id, **{column: asked[name] for name, column in COLUMNS.items() if name in asked}
    )
    found = _between(found, asked)
    if cursor is not None:
        found = _after(found, cursor)
    rows = list(found.order_by("-created_at", "-id")[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    following = None if last is None else cursor_of(last.created_at, last.pk)
    return fed([operation_shown(row) for row in rows[:limit]], next_cursor=following)


def _between(found: QuerySet[Operation], asked: Mapping[str, Any]) -> QuerySet[Operation]:
    """Both ends belong to it."""
    if "startTime" in asked:
        found = found.filter(created_at__gte=moment(asked["startTime"]))
    if "endTime" in asked:
        found = found.filter(created_at__lte=moment(asked["endTime"]) + REST_OF_MILLISECOND)
    return found


def _after(found: QuerySet[Operation], cursor: str) -> QuerySet[Operation]:
    at, pk = position_in(cursor, datetime, int)
    return found.filter(created_at__lte=at).exclude(created_at=at, id__gte=pk)


def operation_shown(row: Operation) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "operatorId": row.operator_id,
        "operatorRole": row.operator_role,
        "action": row.action,
        "targetType": row.target_type,
        "targetId": row.target_id,
        "detail": row.detail,
        "ip": row.ip,
        "userAgent": row.user_agent,
        "createdAt": ms(row.created_at),
    }
