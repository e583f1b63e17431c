"""What the engine has PostgreSQL do. Each function is run in a thread of its own and waits there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import monotonic, time
from typing import Any
from uuid import uuid4

from django.db import transaction
from orjson import loads

from config.sql import document, rows
from push import lanes
from push.lanes import State
from push.sending import statements
from push.sending.due import Due, Told
from push.sending.preparing import Prepared, prepare
from push.waking import LaneKey

LEASE = 30.0  # seconds for which a claim is ours
PROBE = 10  # deliveries that show whether all is well after a pause


@dataclass(frozen=True, slots=True)
class Look:
    """`room`: how many were asked for. `next`: seconds until the next one is due, where all that is due now
    was found.
    """

    state: State
    room: int = 0
    dues: Sequence[Due] = ()
    prepared: Prepared | None = None
    next: float | None = None


@transaction.atomic
def look(lane: LaneKey, room: int) -> Look:
    """Claims what is due, and prepares it; if that goes wrong nothing is claimed."""
    state = lanes.state(lane)
    if state.is_paused:
        return Look(state)
    room = min(room, PROBE) if state.is_probing else room
    dues = claim(lane, room)
    names = {"app": lane[0], "vendor": lane[1]}
    following = rows(statements.NEXT, names) if len(dues) < room else []
    prepared = prepare(lane, dues, time()) if dues else None
    return Look(state, room, dues, prepared, following[0][0] if following else None)


def claim(lane: LaneKey, room: int) -> list[Due]:
    lease, until = uuid4().hex, monotonic() + LEASE
    values = {"app": lane[0], "vendor": lane[1], "room": room, "lease": lease, "seconds": LEASE}
    return _claimed(rows(statements.CLAIM, values), lease, until)


def claim_of_notice(lane: LaneKey, notice: int, seconds: float) -> list[Due]:
    """All of it that goes this way, before any engine sees it: in the transaction that wrote it."""
    lease, until = uuid4().hex, monotonic() + seconds
    values = {"app": lane[0], "vendor": lane[1], "notice": notice, "lease": lease, "seconds": seconds}
    return _claimed(rows(statements.CLAIM_OF_NOTICE, values), lease, until)


def _claimed(found: Sequence[tuple[Any, ...]], lease: str, until: float) -> list[Due]:
    dues = [Due(*row) for row in found]
    notices = {told.notice: told for told in _notices({due.notice for due in dues})}
    for due in dues:
        due.lease, due.until, due.told = lease, until, notices[due.notice]
    return dues


def _notices(keys: Iterable[int]) -> list[Told]:
    found = rows(statements.NOTICES, {"notices": [*keys]})
    return [
        Told(pk, cancelled, loads(content), loads(options), loads(chat), end)
        for pk, cancelled, content, options, chat, end in found
    ]


def renew(dues: Sequence[Due]) -> set[int]:
    """Those that are still ours."""
    return {row[0] for row in rows(statements.RENEW, {"held": _held(dues), "seconds": LEASE})}


def wanted(dues: Sequence[Due]) -> set[int]:
    """Those that are still to be sent, to whom they are for."""
    return {row[0] for row in rows(statements.WANTED, {"held": _held(dues)})}


def release(dues: Sequence[Due]) -> None:
    """What we shall not send is due for others."""
    if dues:
        rows(statements.RELEASE, {"held": _held(dues)})


def _held(dues: Sequence[Due]) -> str:
    return document([{"delivery": due.delivery, "lease": due.lease} for due in dues])
