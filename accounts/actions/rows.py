"""Finds accounts under their row locks, and makes those that are missing."""

from collections.abc import Collection

from accounts.models import Account, AccountStatus, App, Identifier
from accounts.models.account import PLATFORM_ACCOUNT
from config.api.errors import BadParameter, Missing
from config.api.status import ACCOUNT_MISSING

GROUP_HAS_IT = "is the id of a group"


def locked(app: App, user_ids: Collection[str]) -> dict[str, Account]:
    """The accounts there are, whatever their state; locked in one order, so that nobody deadlocks."""
    rows = Account.objects.of_app(app).select_for_update(of=("self",)).select_related("app")
    return {row.user_id: row for row in rows.filter(user_id__in=user_ids).order_by("pk")}


def locked_one(app: App, user_id: str) -> Account | None:
    return locked(app, [user_id]).get(user_id)


def locked_there(app: App, user_id: str) -> Account:
    """Neither deleted nor the platform's own, or 404 `70107`."""
    account = None if user_id == PLATFORM_ACCOUNT else locked_one(app, user_id)
    if account is None or account.status == AccountStatus.DELETED:
        raise Missing(ACCOUNT_MISSING, "no such account")
    return account


def make(app: App, user_ids: Collection[str]) -> tuple[dict[str, Account], set[str]]:
    """The accounts of these ids under lock, but for ids that groups have, and which of them are new.

    Of two that make the same account at once one waits at the identifier until the other has committed.
    """
    names = sorted(set(user_ids))
    Identifier.objects.bulk_create(
        [Identifier(app=app, name=name, kind="ACCOUNT") for name in names], ignore_conflicts=True
    )
    ours = Identifier.objects.filter(app=app, name__in=names, kind="ACCOUNT").values_list("name", flat=True)
    mine = set(ours)
    known = set(Account.objects.of_app(app).filter(user_id__in=mine).values_list("user_id", flat=True))
    new = mine - known
    Account.objects.bulk_create(
        [Account(app=app, user_id=name) for name in sorted(new)], ignore_conflicts=True
    )
    return locked(app, mine), new


def make_one(app: App, user_id: str) -> Account:
    account = make(app, [user_id])[0].get(user_id)
    if account is None:
        raise BadParameter("userId", GROUP_HAS_IT)
    return account
