"""Sends what one process has written and claimed for itself, for whoever waits for what comes of it: a test.

It asks no lane: also one that is paused is tried.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from threading import Thread
from time import monotonic, time
from typing import Final

import structlog
from django.db import connection

from push import calling, lanes
from push.models import DeliveryStatus as Status
from push.sending import due as reasons
from push.sending.asking import ask
from push.sending.completing import complete
from push.sending.due import Batch, Due, Result
from push.sending.judging import DOUBTED, judge
from push.sending.preparing import prepare
from push.vendors.contract import Access, Outcome
from push.vendors.wire import Wire
from push.waking import LaneKey

DOUBTFUL: Final = "DOUBTED"
# Of calling.SECONDS, at which the request itself gives up: what it says then is for the log.
PATIENCE: Final = 0.95

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one delivery; `result` None: it is still under way."""

    lane: LaneKey
    due: Due
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class _Begun:
    lane: LaneKey
    batch: Batch
    doubted: bool
    coming: "Future[list[Outcome]]"

    def came(self, outcomes: Sequence[Outcome]) -> list[Came]:
        pairs = zip(self.batch.dues, outcomes, strict=True)
        return [Came(self.lane, due, _final(due, outcome, doubted=self.doubted)) for due, outcome in pairs]


def send(claimed: Mapping[LaneKey, Sequence[Due]]) -> list[Came]:
    """Waits for it, but not for ever: what comes later is written when it comes."""
    begun: list[_Begun] = []
    came: list[Came] = []
    for lane, dues in claimed.items():
        prepared = prepare(lane, dues, time())
        came += (Came(lane, result.due, result) for result in prepared.results)
        if prepared.access is not None:
            begun += [_begin(lane, prepared.access, batch) for batch in prepared.batches]
    end = monotonic() + calling.SECONDS * PATIENCE
    for one in begun:
        came += _awaited(one, end)
    complete([(one.lane, one.result) for one in came if one.result])
    return came


def _begin(lane: LaneKey, access: Access, batch: Batch) -> _Begun:
    async def work(wire: Wire) -> list[Outcome]:
        return await ask(wire, lane[1], access, batch)

    state = lanes.state(lane)
    doubted = state.is_paused and state.reason == lanes.INVALID_TOKENS
    return _Begun(lane, batch, doubted, calling.begin(lane[1], len(batch.dues), work))


def _awaited(begun: _Begun, end: float) -> list[Came]:
    try:
        return begun.came(begun.coming.result(max(0.0, end - monotonic())))
    except TimeoutError:
        begun.coming.add_done_callback(partial(_land, begun))
        return [Came(begun.lane, due) for due in begun.batch.dues]


def _land(begun: _Begun, coming: "Future[list[Outcome]]") -> None:
    """In the loop's thread, which waits for nobody."""
    Thread(target=_write, args=(begun.came(coming.result()),), name="late", daemon=True).start()


def _write(came: Sequence[Came]) -> None:
    try:
        complete([(one.lane, one.result) for one in came if one.result])
    except Exception as problem:  # then its lease runs out, and it has expired
        log.warning("push.late_result_not_written", error=type(problem).__name__)
    finally:
        connection.close()


def _final(due: Due, outcome: Outcome, *, doubted: bool) -> Result:
    """It is tried once. Where the vendor calls everybody's token invalid, this one is not given up either."""
    result = judge(due, outcome, time())
    if result.invalid and doubted:
        return Result(due, Status.FAILED, DOUBTFUL, outcome=outcome, hint=DOUBTED)
    if result.status != Status.RETRYING:
        return result
    return Result(due, Status.FAILED, outcome.kind or reasons.REFUSED, outcome=outcome)
