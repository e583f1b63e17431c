"""Accounts come and go: imported one by one or by the hundred, deleted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import events
from accounts.actions import profile, rows
from accounts.callers import Caller
from accounts.models import Account, AccountStatus, App, EndReason, Session
from accounts.models.account import PLATFORM_ACCOUNT
from config.api.errors import BadParameter, Forbidden
from config.api.status import ROLE_TOO_LOW
from journal import audit

Imported = tuple[Account | None, bool]  # and whether it is new; None where the id belongs to a group


def import_account(*, app: App, fields: Mapping[str, Any], by: Caller) -> bool:
    """`userId` and what is to be set; who is there already keeps the rest. Says whether it is new."""
    account, created = import_accounts(app=app, entries=[fields], by=by)[fields["userId"]]
    if account is None:
        raise BadParameter("userId", rows.GROUP_HAS_IT)
    return created


@transaction.atomic
def import_accounts(*, app: App, entries: Sequence[Mapping[str, Any]], by: Caller) -> dict[str, Imported]:
    """By userId. Of entries with the same id the last one's fields hold."""
    accounts, new = rows.make(app, [entry["userId"] for entry in entries])
    deleted = {account.user_id for account in accounts.values() if account.status == AccountStatus.DELETED}
    for account in accounts.values():
        if account.user_id in deleted:
            account.empty()
            account.status = AccountStatus.ACTIVE
    for entry in entries:
        if entry["userId"] in accounts:
            profile.apply(accounts[entry["userId"]], entry)
    Account.objects.bulk_update(accounts.values(), [*profile.COLUMNS, "updated_at"])
    created = new | deleted
    _tell(app, accounts, revived=deleted, by=by)
    names = [entry["userId"] for entry in entries]
    return {name: (accounts.get(name), name in created) for name in names}


def _tell(app: App, accounts: Mapping[str, Account], *, revived: set[str], by: Caller) -> None:
    if not accounts:
        return
    target = next(iter(accounts)) if len(accounts) == 1 else ""
    detail = {"userIds": list(accounts)}
    audit.log(by, "ACCOUNT_IMPORT", app_id=app.pk, target_type="ACCOUNT", target_id=target, detail=detail)
    events.accounts_imported(app, list(accounts.values()), revived=sorted(revived), by=by)


@transaction.atomic
def delete(*, app: App, user_id: str, purge_messages: bool, by: Caller) -> None:
    """What describes the person goes. The id stays taken; peers keep their history unless it is purged."""
    if user_id == PLATFORM_ACCOUNT or (by.account is not None and by.account.user_id == user_id):
        raise Forbidden(ROLE_TOO_LOW, "neither oneself nor the system's own account can be deleted")
    account = rows.locked_there(app, user_id)
    account.empty()
    account.status = AccountStatus.DELETED
    account.updated_at = timezone.now()
    account.save()
    Session.objects.filter(account=account).end(EndReason.DELETED)
    detail = {"userId": user_id, "purgeMessages": purge_messages}
    audit.log(by, "ACCOUNT_DELETE", app_id=app.pk, target_type="ACCOUNT", target_id=user_id, detail=detail)
    events.account_deleted(account, purge_messages=purge_messages, by=by)
