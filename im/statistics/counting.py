"""Counts each row of a table once, by its id, whenever its transaction ends and however late it is counted.

Ids are given in order, but transactions end in any. So the highest id that can be seen is a fence, and what
is below it is counted when every transaction that might have taken such an id is at its end: each locks or
writes something before it takes one, so that it was in the snapshot that saw the fence.
"""

from collections.abc import Iterable, Mapping
from time import time
from typing import Final, LiteralString, NamedTuple

from django.db import transaction

from config.sql import document, rows
from im.statistics import statements

HOUR: Final = 3600
COUNTED_BACK: Final = 48  # hours in which who was active is counted; a turn that comes later counts the rest
AT_ONCE: Final = 50_000  # ids
LOCK: Final = 0x68796C6A  # any number that nobody else takes


class Source(NamedTuple):
    name: str
    stand: LiteralString
    statement: LiteralString


def _source(name: str, table: LiteralString, statement: LiteralString) -> Source:
    return Source(name, statements.STAND.replace("TABLE", table), statement)


SOURCES: Final = (
    _source("messages", "im_message", statements.MESSAGES),
    _source("accounts", "accounts_account", statements.ACCOUNTS),
    _source("logins", "accounts_session", statements.LOGINS),
    _source("flagged", "im_flagged", statements.FLAGGED),
)


def hour_now() -> int:
    return int(time()) // HOUR


def step(source: Source, at_once: int = AT_ONCE) -> bool:
    """Counts what can be counted, up to a number. Whether there may be more at once."""
    with transaction.atomic():
        ((alone,),) = rows(statements.ALONE, {"key": LOCK})
        return alone and _step(source, at_once)


def _step(source: Source, at_once: int) -> bool:
    ((counted, fence, xid, oldest, following, latest),) = rows(source.stand, {"source": source.name})
    counted, fence, xid = counted or 0, fence or 0, xid or 0
    # A fence from beyond is of the cluster that this one was restored from: all its transactions have ended.
    passed = oldest >= xid or xid > following
    upto = min(fence, counted + at_once) if passed else counted
    if upto > counted:
        rows(source.statement, {"after": counted, "upto": upto, "since": hour_now() - COUNTED_BACK})
    elif not passed or latest <= fence:
        return False
    if upto == fence and latest > fence:
        fence, xid = latest, following
    rows(statements.MOVE, {"source": source.name, "counted": upto, "fence": fence, "xid": xid})
    return True


def note_online(there: Mapping[int, Iterable[str]]) -> None:
    """Who has a socket now, by app."""
    with transaction.atomic():
        rows(statements.IN_TURN, {"key": LOCK})
        hour = hour_now()
        for app_id, user_ids in there.items():
            named = [{"app_id": app_id, "user_id": user_id} for user_id in user_ids]
            rows(statements.ONLINE, {"there": document(named), "hour": hour, "since": hour - COUNTED_BACK})
            rows(
                statements.MOST_AT_ONCE,
                {"hour": hour, "counts": document([{"app_id": app_id, "count": len(named)}])},
            )
