"""Gateway: one process's sockets, channels and threads, and their beginning and end."""

import asyncio
import os
import socket as hosts
from asyncio import Future, Task
from collections.abc import Callable, Coroutine
from contextlib import suppress
from itertools import count
from random import randint
from typing import Any, TypeVar

import structlog
from django.conf import settings

from config.threads import Threads
from im.realtime import channels, codes, metrics
from im.realtime.admission import admit
from im.realtime.attendance import Attendance
from im.realtime.bus import Bus
from im.realtime.extensions import extension
from im.realtime.heartbeat import Heartbeat
from im.realtime.hub import Hubs
from im.realtime.memberships import Memberships
from im.realtime.ops import Ops
from im.realtime.sends import Sends
from im.realtime.sessions import Sessions
from im.realtime.socket import Socket, Stage
from im.realtime.transport import CUT_AFTER
from im.realtime.watch import Watch

log = structlog.get_logger(__name__)

THREADS = 4
PATIENCE = 3.0
BUS_WITHIN = 1.0

Result = TypeVar("Result")


class Gateway:
    """Everything but the threads' work runs on the loop's thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._numbers = count()
        self._tasks: set[Task[Any]] = set()
        self._threads = Threads("ops", THREADS)
        self._bus_there = asyncio.Event()
        self.node_id = f"{hosts.gethostname()}:{os.getpid()}"
        self.sockets: set[Socket] = set()
        self.ending: set[Socket] = set()  # closed, with the client still to say so
        self.hubs = Hubs(self.backlog)
        self.bus = Bus(settings.REDIS_URL, self)
        self.hubs.source = self.bus
        self.attendance = Attendance(self._loop)
        self.sends = Sends(self._loop)
        self.sessions = Sessions(self)
        self.watch = Watch(self)
        self.memberships = Memberships(self)
        self.ops = Ops(self)

    async def start(self) -> None:
        """Waits a moment for Redis, and goes on without it."""
        self.attendance.start()
        self.sends.start()
        self.bus.subscribe(channels.CONTROL.encode())
        self.bus.start()
        self.spawn(self.sessions.run())
        self.spawn(Heartbeat(self).run())
        with suppress(TimeoutError):
            await asyncio.wait_for(self._bus_there.wait(), BUS_WITHIN)

    async def stop(self) -> None:
        """What was asked is done and answered; then everybody is told when to come back, not all at once."""
        await self.sends.answered(PATIENCE)
        self.sends.stop()
        await self._loop.run_in_executor(None, self.sends.join, PATIENCE)
        window = 1_000 + 2 * len(self.sockets)
        for socket in tuple(self.sockets):
            socket.close(codes.RESTART, codes.retry_after(randint(100, window)))
        self.attendance.stop()
        await self._loop.run_in_executor(None, self.attendance.join, PATIENCE)
        await self._all_gone(CUT_AFTER)
        await self.bus.stop()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sessions.stop(PATIENCE)
        await self._threads.stop(PATIENCE)

    async def _all_gone(self, seconds: float) -> None:
        end = self._loop.time() + seconds
        while self.ending and self._loop.time() < end:
            await asyncio.sleep(0.01)

    def spawn(self, work: Coroutine[Any, Any, Result]) -> "Task[Result]":
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def database(self, work: Callable[..., Result], *args: Any) -> "Future[Result]":
        """Runs what waits for PostgreSQL or Redis in a thread."""
        return self._threads.run(work, *args)

    # Sockets

    def next_number(self) -> int:
        return next(self._numbers)

    def resume_hint(self) -> int:
        """Spreads the syncs of those who come together, as after a restart."""
        return randint(0, 100 + len(self.sockets) // 4)

    def join(self, socket: Socket) -> None:
        self.spawn(admit(self, socket))

    def closing(self, socket: Socket, code: int) -> None:
        metrics.CLOSES.labels(str(code)).inc()
        self.ending.add(socket)
        self.leave(socket)

    def leave(self, socket: Socket) -> None:
        self.sockets.discard(socket)
        if socket.stage is Stage.LEFT:
            return
        socket.stage = Stage.LEFT
        self.memberships.forget(socket)
        for hub in (*socket.hubs, *socket.watching.values()):
            self.hubs.release(hub, socket)
        socket.hubs = []
        socket.watching = {}
        change = socket.absent()
        if change:
            self.attendance.gone(change, socket.account_id)

    # The bus

    def published(self, channel: bytes, payload: bytes) -> None:
        if channel == channels.CONTROL.encode():
            self.sessions.look_now()
        elif channels.is_turn(payload):
            self.memberships.heard(channel, payload)
        else:
            self.hubs.published(channel, payload)

    def subscribed(self, channel: bytes) -> None:
        self.hubs.confirmed(channel)

    def bus_lost(self) -> None:
        metrics.BUS_LOST.inc()
        self._bus_there.clear()
        self.hubs.lost()

    def bus_back(self) -> None:
        """Nobody can say what was published meanwhile, so those who were there are told to sync."""
        self._bus_there.set()
        self.spawn(self.memberships.read_again())

    async def backlog(self, conversation: int, after: int, before: int) -> list[tuple[int, bytes]]:
        metrics.REPAIRS.inc()
        try:
            return list(await self.database(extension("REALTIME_BACKLOG"), conversation, after, before))
        except Exception as problem:
            log.warning("frames_not_fetched", conversation=conversation, error=str(problem)[:200])
            return []
