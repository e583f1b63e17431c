"""Locks everybody concerned in the order of ids: first that they stay who they are, then their relations."""

from collections.abc import Collection, Iterable
from typing import LiteralString

from accounts.models import Account, App
from config.sql import rows
from im.relations.rules import require_there

# A deletion wants the account for itself: it is seen here, or it waits and takes away what was made.
STAY: LiteralString = """
SELECT id FROM accounts_account WHERE app_id = %(app)s AND (id = %(me)s OR user_id = ANY(%(names)s::text[]))
ORDER BY id FOR KEY SHARE
"""
MAKE: LiteralString = """
INSERT INTO im_relationstate (account_id, sequence)
SELECT k, 0 FROM unnest(%(keys)s::bigint[]) AS k ORDER BY k ON CONFLICT DO NOTHING
"""
LOCK: LiteralString = """
SELECT account_id FROM im_relationstate WHERE account_id = ANY(%(keys)s::bigint[])
ORDER BY account_id FOR NO KEY UPDATE
"""
RAISE: LiteralString = """
UPDATE im_relationstate s SET sequence = s.sequence + k.by
FROM unnest(%(keys)s::bigint[], %(by)s::bigint[]) AS k(account, by) WHERE s.account_id = k.account
"""


def lock(me: Account, app: App, user_ids: Collection[str]) -> tuple[Account, dict[str, Account]]:
    """`me` and the accounts there are of these ids, as they are now, with their relations locked."""
    found = rows(STAY, {"app": app.pk, "me": me.pk, "names": list(user_ids)})
    people = Account.objects.there().in_bulk([pk for (pk,) in found])
    myself = require_there(people.get(me.pk))
    keys = sorted({me.pk, *people})
    rows(MAKE, {"keys": keys})
    lock_made(keys)
    for person in people.values():
        person.app = app
    wanted = set(user_ids)
    return myself, {person.user_id: person for person in people.values() if person.user_id in wanted}


def lock_made(keys: Iterable[int]) -> None:
    rows(LOCK, {"keys": sorted(keys)})


def raise_sequences(changes: dict[int, int]) -> None:
    """By how many changes, for each account; they are locked."""
    if changes:
        rows(RAISE, {"keys": list(changes), "by": list(changes.values())})
