"""Changes what is known of an account, field by field."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import events
from accounts.actions import rows
from accounts.callers import Caller
from accounts.models import Account, AccountStatus, App, EndReason, Session
from accounts.models.account import EMPTY
from accounts.screening import screened
from config.api.errors import Forbidden
from config.api.status import ROLE_TOO_LOW
from journal import audit

# The wire's names and the model's, where one may set them.
FIELDS = {
    "nickname": "nickname",
    "avatar": "avatar",
    "gender": "gender",
    "birthday": "birthday",
    "location": "location",
    "signature": "signature",
    "language": "language",
    "allowType": "allow_type",
    "custom": "custom",
    "admin": "admin",
    "status": "status",
    "level": "level",
    "role": "role",
}
ADMIN_FIELDS = frozenset({"admin", "status", "level", "role"})
COLUMNS = [*EMPTY, "status"]


@transaction.atomic
def update(*, app: App, user_id: str, fields: Mapping[str, Any], by: Caller) -> Account:
    """Sets the fields given; null resets one. Disabling ends all of the account's sessions."""
    _require_may(by, user_id, fields)
    account = rows.locked_there(app, user_id)
    before = _standing(account)
    changed = apply(account, screened(account, fields, operator_id=by.actor_id))
    if changed:
        account.save(update_fields=[*COLUMNS, "updated_at"])
    disabled = account.status == AccountStatus.DISABLED and "status" in changed
    if disabled:
        Session.objects.filter(account=account).end(EndReason.DISABLED)
    if by.trusted:
        detail = {"userId": user_id, "changed": audit.changes(before, _standing(account))}
        audit.log(
            by, "ACCOUNT_UPDATE", app_id=app.pk, target_type="ACCOUNT", target_id=user_id, detail=detail
        )
    if changed:
        events.account_updated(account, disabled=disabled, by=by)
    return account


def _standing(account: Account) -> dict[str, Any]:
    return {name: getattr(account, column) for name, column in FIELDS.items()}


def _require_may(by: Caller, user_id: str, fields: Mapping[str, Any]) -> None:
    """What strangers' ids lead to is not looked up: whether they exist changes no answer."""
    if by.trusted:
        return
    if by.account is None or by.account.user_id != user_id:
        raise Forbidden(ROLE_TOO_LOW, "only administrators may change another account")
    beyond = sorted(ADMIN_FIELDS & fields.keys())
    if beyond:
        raise Forbidden(ROLE_TOO_LOW, f"only administrators may set {', '.join(beyond)}")


def apply(account: Account, fields: Mapping[str, Any]) -> list[str]:
    """Sets without saving; the names, as the wire has them, of what is different now."""
    changed = [
        name for name, column in FIELDS.items() if name in fields and _set(account, column, fields[name])
    ]
    if changed:
        account.updated_at = timezone.now()
    return changed


def _set(account: Account, column: str, value: Any) -> bool:
    if value is None:
        blank = AccountStatus.ACTIVE if column == "status" else EMPTY[column]
        value = blank() if callable(blank) else blank
    if getattr(account, column) == value:
        return False
    if column == "nickname":
        account.call(value)
    else:
        setattr(account, column, value)
    return True
