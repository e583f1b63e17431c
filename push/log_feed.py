"""The device log as it is read: newest first, by a few looks into one index whatever is asked for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, LiteralString

from config.api.errors import BadParameter
from config.api.paging import cursor_of, position_in
from config.clock import REST_OF_MILLISECOND, moment
from config.sql import rows
from push.models import DeviceLog, LogEvent, Vendor
from push.shapes.logs import log_shown

DEEPEST: Final = 10_000  # entries that are counted, and that numbered pages reach
LAST: Final = 2**63 - 1  # no id is behind it
NOBODYS: Final = ""  # the vendor of what concerns none

# What the index begins with, by the first of these that is asked for; the rest is looked at in what it finds.
# A look for each event and each vendor stays short where one of them is rare among millions.
LEADS: Final[dict[str, tuple[LiteralString, LiteralString]]] = {
    "tokenHash": ("", "AND token_hash = %(tokenHash)s"),
    "deviceId": ("", "AND device_id = %(deviceId)s"),
    "userId": ("", "AND user_id = %(userId)s"),
    "taskId": ("CROSS JOIN unnest(%(events)s::text[]) e", "AND notice_id = %(taskId)s AND event = e"),
    "event": (
        "CROSS JOIN unnest(%(events)s::text[]) e CROSS JOIN unnest(%(vendors)s::text[]) v",
        "AND event = e AND vendor = v",
    ),
    "": ("", ""),
}
LOOK: LiteralString = """
SELECT l.id, l.at FROM unnest(%(apps)s::bigint[]) a {lead}
CROSS JOIN LATERAL (
  SELECT id, at FROM push_devicelog
  WHERE app_id = a {where}
    AND (%(tokenHash)s::text IS NULL OR token_hash = %(tokenHash)s)
    AND (%(deviceId)s::text IS NULL OR device_id = %(deviceId)s)
    AND (%(userId)s::text IS NULL OR user_id = %(userId)s)
    AND (%(taskId)s::bigint IS NULL OR notice_id = %(taskId)s)
    AND (%(event)s::text IS NULL OR event = %(event)s)
    AND (%(vendor)s::text IS NULL OR vendor = %(vendor)s)
    AND at >= %(since)s AND (at, id) < (%(before)s, %(id)s)
  ORDER BY at DESC, id DESC LIMIT %(enough)s
) l
"""
FIND: Final[dict[str, LiteralString]] = {
    name: LOOK.format(lead=lead, where=where)
    + "ORDER BY l.at DESC, l.id DESC LIMIT %(limit)s OFFSET %(skip)s"
    for name, (lead, where) in LEADS.items()
}
COUNTED: LiteralString = "SELECT count(*) FROM ({look} LIMIT %(enough)s) found"
COUNT: Final[dict[str, LiteralString]] = {
    name: COUNTED.format(look=LOOK.format(lead=lead, where=where)) for name, (lead, where) in LEADS.items()
}
ASKED: Final = ("tokenHash", "deviceId", "userId", "taskId", "event", "vendor")


def feed(apps: Sequence[int], asked: Mapping[str, Any]) -> dict[str, Any]:
    """`asked`: by the API's names, with `from`, `to`, `page` and `size`, or a `cursor`."""
    lead, values, size = _lead(asked), _values(apps, asked), asked["size"]
    skip = 0 if "cursor" in asked else _skipped(asked)
    place = _place(asked["cursor"], values["before"]) if "cursor" in asked else {}
    found = rows(FIND[lead], values | place | {"limit": size + 1, "skip": skip, "enough": skip + size + 1})
    last = found[size - 1] if len(found) > size else None
    return {
        "items": _shown([pk for pk, _ in found[:size]]),
        "total": rows(COUNT[lead], values | {"enough": DEEPEST})[0][0],
        "page": asked["page"],
        "size": size,
        "nextCursor": last and cursor_of(last[1], last[0]),
    }


def _values(apps: Sequence[int], asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: asked.get(name) for name in ASKED} | {
        "apps": [*apps],
        "since": moment(asked["from"]),
        "before": moment(asked["to"]) + REST_OF_MILLISECOND,
        "id": LAST,
        "events": [asked["event"]] if "event" in asked else LogEvent.values,
        "vendors": [asked["vendor"]] if "vendor" in asked else [*Vendor.values, NOBODYS],
    }


def _lead(asked: Mapping[str, Any]) -> str:
    found = next((name for name in ASKED if name in asked), "")
    return "event" if found == "vendor" else found


def _skipped(asked: Mapping[str, Any]) -> int:
    skip: int = (asked["page"] - 1) * asked["size"]
    if skip + asked["size"] > DEEPEST:
        raise BadParameter("page", f"pages reach {DEEPEST} entries: go on by nextCursor")
    return skip


def _place(cursor: str, end: datetime) -> dict[str, Any]:
    at, pk = min((end, LAST), tuple(position_in(cursor, datetime, int)))
    return {"before": at, "id": pk}


def _shown(keys: Sequence[int]) -> list[dict[str, Any]]:
    entries = DeviceLog.objects.in_bulk(keys)
    return [log_shown(entries[pk]) for pk in keys if pk in entries]
