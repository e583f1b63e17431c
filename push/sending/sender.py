"""Sends what a lane has claimed, within its limits, and closes a lane whose vendor asks for it."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from time import monotonic
from typing import Any

import structlog

from config.buckets import Bucket, buckets
from config.threads import Threads
from push import lanes, metrics
from push.sending import store
from push.sending.asking import ask
from push.sending.due import Batch, Due
from push.sending.lane import Lane
from push.sending.preparing import Prepared
from push.sending.writing import Writer
from push.vendors.contract import Access, Outcome
from push.vendors.wire import Wire

MARGIN = 2.0  # seconds: what our claim covers for no longer is not begun
FRESH = 1.0  # for so long what is in hand is taken for what is still to be sent
PIECE = 32  # requests that are begun before other lanes have their turn
PAUSE = 1.0  # the longest between two looks into a bucket

log = structlog.get_logger(__name__)


class Sender:
    """`wake`: there may be more to claim. `alarm`: there will be in so many seconds."""

    def __init__(
        self,
        wire: Wire,
        threads: Threads,
        writer: Writer,
        wake: Callable[[Lane], None],
        alarm: Callable[[Lane, float], None],
    ) -> None:
        self.closing = False
        self.tasks: set[asyncio.Task[None]] = set()
        self._wire, self._threads, self._writer = wire, threads, writer
        self._wake, self._alarm = wake, alarm

    async def send(self, lane: Lane, prepared: Prepared, ours: set[int]) -> None:
        """Returns when all is begun, or let go of again."""
        requests = [one for batch in prepared.batches if (one := batch.of(ours))]
        step = int(max(1.0, min(PIECE, lane.limits.burst)))
        for at in range(0, len(requests), step):
            piece = requests[at : at + step]
            if prepared.access is None or not await self._may_go(lane, len(piece)):
                return await self.let_go(lane, [due for one in requests[at:] for due in one.dues])
            for request in piece:
                await self._begin(lane, prepared.access, request)
            await asyncio.sleep(0)

    async def let_go(self, lane: Lane, dues: Sequence[Due]) -> None:
        """They keep their place, and burn no try."""
        await self._note(lane, store.release, dues)
        lane.forget(dues)
        if not lane.is_paused:
            self._wake(lane)

    async def _may_go(self, lane: Lane, number: int) -> bool:
        """Waits for the lane's rate, which all processes keep together."""
        limits = lane.limits
        bucket = Bucket(f"push:{lane.key[0]}:{lane.key[1]}", limits.rate, limits.burst, number)
        while not (self.closing or lane.is_paused):
            (wait,) = await self._threads.run(buckets.take, [[bucket]])
            if not wait:
                return not lane.is_paused
            await asyncio.sleep(min(wait, PAUSE))
        return False

    async def _begin(self, lane: Lane, access: Access, request: Batch) -> None:
        await lane.slots.acquire()
        if not await self._is_still_due(lane, request) or self.closing or lane.is_paused:
            lane.slots.release()
            return await self.let_go(lane, request.dues)
        for due in request.dues:
            due.begun = True
        lane.sending += len(request.dues)
        self._start(self._ask(lane, access, request))

    async def _is_still_due(self, lane: Lane, request: Batch) -> bool:
        """Where it had to wait in hand, its phone may be another's by now, or the task cancelled."""
        if monotonic() > lane.checked + FRESH:
            waiting = [due for due in lane.busy.values() if not due.begun]
            try:
                wanted = await self._threads.run(store.wanted, waiting)
            except Exception as problem:
                log.warning("push.lane_not_read", lane=lane.key, error=repr(problem))
                return False
            lane.checked = monotonic()
            for due in waiting:
                due.until = due.until if due.delivery in wanted else 0.0
        return monotonic() <= min(due.until for due in request.dues) - MARGIN

    async def _ask(self, lane: Lane, access: Access, request: Batch) -> None:
        try:
            outcomes = await ask(self._wire, lane.key[1], access, request)
        finally:
            lane.slots.release()
            lane.sending -= len(request.dues)
        for due, outcome in zip(request.dues, outcomes, strict=True):
            result, pause = lane.judge(due, outcome)
            if pause:
                self._rest(lane, *pause, outcome)
            if result:
                self._writer.put(lane, [result])
        self._conclude(lane)

    def _conclude(self, lane: Lane) -> None:
        if lane.probe and not lane.sending:
            verdict = lane.probed()
            if isinstance(verdict, tuple):
                self._rest(lane, *verdict, None)
            elif verdict:
                lane.reopening = True
                self._start(self._reopen(lane))
        self._writer.put(lane, lane.believed())

    async def _reopen(self, lane: Lane) -> None:
        """Who looked before it is written would take it for one more probe."""
        await self._note(lane, lanes.reopen, lane.key)
        lane.reopening = False
        lane.freed.set()
        self._wake(lane)

    def _rest(self, lane: Lane, reason: str, seconds: float, outcome: Outcome | None) -> None:
        if not lane.rest(reason, seconds):
            return
        app_id, vendor = lane.key
        code, hint = (outcome.code, outcome.hint) if outcome else ("", "")
        metrics.PAUSES.labels(vendor, reason).inc()
        log.warning(
            "push.lane_paused", app_id=app_id, vendor=vendor, reason=reason, seconds=round(seconds),
            code=code, hint=hint,
        )  # fmt: skip
        self._alarm(lane, seconds)
        self._start(self._note(lane, lanes.pause, lane.key, reason, seconds))

    async def _note(self, lane: Lane, work: Callable[..., None], *args: Any) -> None:
        try:
            await self._threads.run(work, *args)
        except Exception as problem:  # leases run out, and others find out themselves about a pause
            log.warning("push.lane_not_written", lane=lane.key, error=repr(problem))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
