"""Finds an app's messages for the console: the latest first by when they were said, from an index always.

What an index does not answer (a type, a status, who said it) is looked for among the next `LOOKED` messages
only; the page then says how far that was, and its link to older ones goes on from there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, LiteralString, NamedTuple

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from config.clock import EPOCH, MICROSECOND
from config.sql import rows
from im.messages.models import Message
from im.messages.text import fold, grams

LOOKED: Final = 20_000
LEAST: Final = 50  # in each conversation, however many there are
PATIENCE: Final = "2s"  # for the index of words: a word that everybody says has hits beyond number
FAR: Final = 2**62

LOOK: Final[LiteralString] = """
SELECT l.id, l.created_at FROM unnest(%(keys)s::bigint[]) k
CROSS JOIN LATERAL (
  SELECT id, created_at FROM im_message WHERE {column} = k {filters}
    AND created_at BETWEEN %(since)s AND %(until)s AND (created_at, id) {beyond} (%(at)s, %(id)s)
  ORDER BY created_at {way}, id {way} LIMIT %(limit)s
) l
ORDER BY l.created_at {way}, l.id {way} LIMIT %(limit)s
"""
# How far a look goes: to where the first of the conversations has had its share.
REACH: Final[LiteralString] = """
SELECT {nearest}(l.at) FROM unnest(%(keys)s::bigint[]) k
CROSS JOIN LATERAL (
  SELECT created_at AS at FROM im_message WHERE {column} = k
    AND created_at BETWEEN %(since)s AND %(until)s AND (created_at, id) {beyond} (%(at)s, %(id)s)
  ORDER BY created_at {way} OFFSET %(share)s LIMIT 1
) l
"""
WORDS: Final[LiteralString] = """
SELECT id, created_at FROM im_message
WHERE grams @> %(grams)s AND search_text LIKE %(like)s AND {column} = ANY(%(keys)s::bigint[]) {filters}
  AND created_at BETWEEN %(since)s AND %(until)s AND (created_at, id) {beyond} (%(at)s, %(id)s)
ORDER BY created_at {way}, id {way} LIMIT %(limit)s
"""
OLDER: Final[Mapping[str, LiteralString]] = {"beyond": "<", "way": "DESC", "nearest": "max"}
NEWER: Final[Mapping[str, LiteralString]] = {"beyond": ">", "way": "ASC", "nearest": "min"}
COLUMNS: Final[Mapping[str, LiteralString]] = {"app": "app_id", "conversation": "conversation_id"}
FILTERS: Final[Mapping[str, LiteralString]] = {
    "from_id": "AND from_id = %(from_id)s",
    "to_id": "AND to_id = %(to_id)s",
    "msg_type": "AND msg_type = %(msg_type)s",
    "chat_type": "AND chat_type = %(chat_type)s",
    "status": "AND status = %(status)s",
}
SAYING: Final[LiteralString] = "AND search_text LIKE %(like)s"


class Position(NamedTuple):
    """A place in the order of messages; as text it stands in a page's links."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // MICROSECOND}-{self.id}"


END: Final = Position(datetime(9999, 1, 1, tzinfo=EPOCH.tzinfo), FAR)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`keys`: of apps, or of conversations if `by` says so. `filters` are those of FILTERS that are set."""

    keys: Sequence[int]
    by: str = "app"
    words: str = ""
    since: datetime = EPOCH
    until: datetime = END.at
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """The keys of a page, the latest first; `older`, `newer`: where the neighbouring pages begin, if any.

    `reached`: what lies beyond has not been looked at yet.
    """

    ids: list[int]
    older: Position | None = None
    newer: Position | None = None
    reached: datetime | None = None


def position(text: str) -> Position | None:
    """Of a link; None where it is none of ours."""
    at, _, key = text[:60].partition("-")
    if not (at.isascii() and at.isdecimal() and len(at) < 18 and key.isascii() and key.isdecimal()):
        return None
    return Position(min(EPOCH + int(at) * MICROSECOND, END.at), min(int(key), FAR))


def find(
    wanted: Wanted, *, size: int, before: Position | None = None, after: Position | None = None
) -> Found:
    """A page of the older side of `before`, or of the newer side of `after`."""
    way, start = (OLDER, before or END) if after is None else (NEWER, after)
    values = {
        "keys": list(wanted.keys),
        "since": wanted.since,
        "until": wanted.until,
        "at": start.at,
        "id": start.id,
        "limit": size + 1,
        **wanted.filters,
    }
    found, reached = _looked(wanted, way, values)
    shown = [Position(at, key) for key, at in found[:size]]
    further = shown[-1] if len(found) > size else _edge(reached, way)
    if after is not None:
        shown.reverse()
    back = None if start is END else (shown[0 if after is None else -1] if shown else start)
    older, newer = (further, back) if after is None else (back, further)
    return Found([one.id for one in shown], older, newer, None if len(found) > size else reached)


def _looked(
    wanted: Wanted, way: Mapping[str, LiteralString], values: dict[str, Any]
) -> tuple[list[Any], datetime | None]:
    column = COLUMNS[wanted.by]
    filters: LiteralString = " ".join(FILTERS[name] for name in FILTERS if name in wanted.filters)
    if wanted.words:
        values["like"], values["grams"] = _like(fold(wanted.words)), grams(fold(wanted.words))
        hits = _by_words(WORDS.format(column=column, filters=filters, **way), values)
        if hits is not None:
            return hits, None
        filters += SAYING
    reached = None
    if filters:
        share = max(LEAST, LOOKED // max(1, len(wanted.keys)))
        reached = rows(REACH.format(column=column, **way), {**values, "share": share})[0][0]
        bound = "since" if way is OLDER else "until"
        values = values if reached is None else {**values, bound: reached}
    return rows(LOOK.format(column=column, filters=filters, **way), values), reached


def _by_words(statement: LiteralString, values: dict[str, Any]) -> list[Any] | None:
    """None where that takes too long."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [PATIENCE])
            found = rows(statement, values)
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
            return found
    except OperationalError as problem:
        if isinstance(problem.__cause__, QueryCanceled):
            return None
        raise


def _edge(reached: datetime | None, way: Mapping[str, LiteralString]) -> Position | None:
    """What is said at that very moment has been looked at."""
    return None if reached is None else Position(reached, 0 if way is OLDER else FAR)


def _like(folded: str) -> str:
    return "%" + folded.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"


def in_order(ids: Sequence[int]) -> list[Message]:
    there = Message.objects.select_related("app").in_bulk(ids)
    return [there[key] for key in ids if key in there]
