"""Who wants to change a group: first those concerned stay who they are, then the group's row is held."""

from collections.abc import Collection, Iterable
from typing import LiteralString

from accounts.callers import Caller
from accounts.models import Account, App
from config.api.errors import Missing
from config.api.status import ACCOUNT_MISSING
from config.sql import rows
from im.groups.models import Group, GroupMember
from im.groups.rules import Standing, standing_in

# A deletion wants the account for itself: it is seen here, or it waits and takes away what was made.
STAY: LiteralString = """
SELECT id FROM accounts_account
WHERE app_id = %(app)s AND (id = ANY(%(keys)s::bigint[]) OR user_id = ANY(%(names)s::text[]))
ORDER BY id FOR KEY SHARE
"""


def stay(app: App, *, user_ids: Collection[str] = (), keys: Collection[int] = ()) -> dict[str, Account]:
    """By userId those of them who are there, and who cannot be deleted before the transaction ends."""
    found = rows(STAY, {"app": app.pk, "keys": list(keys), "names": list(user_ids)})
    there = Account.objects.there().in_bulk([pk for (pk,) in found])
    return {account.user_id: account for account in there.values()}


def stand(
    group_id: str,
    *,
    by: Caller,
    account: Account | None,
    user_ids: Collection[str] = (),
    keys: Collection[int] = (),
) -> tuple[Standing, dict[str, Account]]:
    """How the caller stands in a group whose row is locked, and the accounts that his call names."""
    mine = [] if account is None else [account.pk]
    people = stay(by.tenant, user_ids=user_ids, keys=[*mine, *keys])
    if account is not None and account.user_id not in people:
        raise Missing(ACCOUNT_MISSING, "the account was deleted")
    return standing_in(group_id, by=by, account=account, lock=True), people


def places_of(group: Group, people: Iterable[Account]) -> dict[str, GroupMember]:
    """By userId, of those who are members."""
    keys = {person.pk: person for person in people}
    found = GroupMember.objects.filter(group=group, account__in=keys, active=True)
    places = {}
    for place in found:
        place.account = keys[place.account_id]
        places[place.account.user_id] = place
    return places
