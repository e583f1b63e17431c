"""The engine of a process: claims what is due, lane by lane, and hands it to the vendors. All of it is in one
event loop, so nothing here needs a lock; PostgreSQL and Redis are waited for in threads. Each lane has a task
and limits of its own, so that none of them waits for another's vendor.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from math import inf
from time import monotonic

import structlog

from config.threads import Threads
from push.sending import store
from push.sending.lane import Lane
from push.sending.sender import Sender
from push.sending.writing import Writer
from push.vendors.wire import Wire
from push.waking import LaneKey

THREADS = 4  # that wait for PostgreSQL and Redis
AWAY = 1.0  # PostgreSQL is left alone for so long when it does not answer
LATE = 0.02  # after an alarm's time: the database's clock must have come to it
SOON = 60.0  # what is due within so many seconds has an alarm; the sweep finds the others
REST = 1.0  # between two looks whether a pause is over
QUIET = 120.0  # a lane without anything is forgotten after so many seconds

log = structlog.get_logger(__name__)


class Engine:
    def __init__(self, wire: Wire) -> None:
        """To be made in its loop."""
        self.lanes: dict[LaneKey, Lane] = {}
        self._threads = Threads("push", THREADS)
        self._writer = Writer(self._threads, self._alarm)
        self._sender = Sender(wire, self._threads, self._writer, self._wake, self._alarm)
        self._work = [asyncio.create_task(_forever(turn)) for turn in (self._renew, self._writer.write)]

    def wake(self, keys: Iterable[LaneKey]) -> None:
        """Something may be due there. In the loop only."""
        for key in keys:
            self._wake(self.lanes.get(key) or self.lanes.setdefault(key, Lane(key)))

    async def stop(self, patience: float) -> None:
        """Begins nothing more, waits a while for what is under way, and lets go of the rest."""
        self._sender.closing = True
        for lane in self.lanes.values():
            if lane.timer:
                lane.timer.cancel()
            lane.freed.set()
        serving = [lane.task for lane in self.lanes.values() if lane.task]
        if under_way := [*self._sender.tasks, *serving]:
            await asyncio.wait(under_way, timeout=patience)
        await self._writer.finish(patience)
        tasks = [*self._work, *self._sender.tasks, *serving]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        left = [due for lane in self.lanes.values() for due in lane.busy.values() if not due.begun]
        with suppress(Exception):  # then their leases run out
            async with asyncio.timeout(patience):
                await self._threads.run(store.release, left)
        await self._threads.stop(patience)

    def _wake(self, lane: Lane) -> None:
        lane.woken = True
        if lane.task is None and not self._sender.closing:
            lane.task = asyncio.create_task(self._serve(lane))

    def _alarm(self, lane: Lane, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        at = loop.time() + seconds + LATE
        if seconds > SOON or self._sender.closing:
            return
        if lane.timer:
            if loop.time() < lane.timer.when() <= at:
                return
            lane.timer.cancel()
        lane.timer = loop.call_at(at, self._wake, lane)

    async def _serve(self, lane: Lane) -> None:
        """For as long as there is something due."""
        try:
            while lane.woken and not self._sender.closing:
                if lane.is_paused and monotonic() < lane.looked + REST:
                    self._alarm(lane, REST)
                    break
                await self._turn_safely(lane)
        finally:
            lane.task = None

    async def _turn_safely(self, lane: Lane) -> None:
        """Whatever goes wrong, most of all PostgreSQL being away: a moment's rest, and on."""
        try:
            await self._turn(lane)
        except Exception as problem:
            log.warning("push.lane_rests", lane=lane.key, error=repr(problem))
            lane.woken = True
            await asyncio.sleep(AWAY)
            await self._sender.let_go(lane, [due for due in lane.busy.values() if not due.begun])

    async def _turn(self, lane: Lane) -> None:
        lane.freed.clear()
        room = lane.room()
        if not room:
            await lane.freed.wait()
            return
        lane.woken = False
        lane.looked = lane.checked = lane.active = monotonic()
        look = await self._threads.run(store.look, lane.key, room)
        if lane.paused_since > lane.looked:  # meanwhile, by what came of others
            return await self._sender.let_go(lane, look.dues)
        lane.saw(look.state)
        if look.state.is_paused:
            self._alarm(lane, look.state.left or 0.0)
        elif len(look.dues) >= look.room:
            lane.woken = True
        elif look.next is not None:
            self._alarm(lane, look.next)
        if look.prepared:
            ours = lane.take(look.dues)
            self._writer.put(lane, [one for one in look.prepared.results if one.due.delivery in ours])
            await self._sender.send(lane, look.prepared, ours)

    async def _renew(self) -> None:
        """What is no longer ours is not begun any more; and quiet lanes are forgotten."""
        await asyncio.sleep(store.LEASE / 3)
        clock = monotonic()
        old = {
            due.delivery: due
            for lane in self.lanes.values()
            for due in lane.busy.values()
            if due.until < clock + store.LEASE * 2 / 3
        }
        if old:
            ours = await self._threads.run(store.renew, [*old.values()])
            for delivery, due in old.items():
                lost = inf if due.begun else 0.0
                due.until = clock + store.LEASE if delivery in ours else lost
            for lane in self.lanes.values():
                lane.freed.set()
        for key in [key for key, lane in self.lanes.items() if _is_quiet(lane, clock)]:
            del self.lanes[key]


def _is_quiet(lane: Lane, clock: float) -> bool:
    return not (lane.busy or lane.task or lane.is_paused) and lane.active < clock - QUIET


async def _forever(turn: Callable[[], Awaitable[None]]) -> None:
    """Whatever goes wrong, most of all PostgreSQL being away: a moment's rest, and on."""
    while True:
        try:
            await turn()
        except Exception as problem:
            log.warning("push.engine_rests", turn=turn.__qualname__, error=repr(problem))
            await asyncio.sleep(AWAY)
