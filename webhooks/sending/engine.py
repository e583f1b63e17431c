"""The engine of a process: holds endpoints, and sends to each what is due, at most so many at once. All of it
is in one event loop, so nothing here needs a lock; PostgreSQL is waited for in threads.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from time import monotonic
from uuid import uuid4

import structlog
from django.conf import settings

from config.egress.client import Client
from config.threads import Threads
from webhooks.circuits import State
from webhooks.sending import store
from webhooks.sending.held import Held
from webhooks.sending.resting import Resting
from webhooks.sending.store import Due, Look
from webhooks.sending.trying import attempt
from webhooks.sending.writing import Writer

THREADS = 3  # that wait for PostgreSQL: one looks, one writes, one renews
GAP = 0.006  # seconds between two looks: what comes close together is one statement
RENEW = 1.5
AWAY = 1.0  # PostgreSQL is left alone for so long when it does not answer

log = structlog.get_logger(__name__)


class Engine:
    def __init__(self, client: Client) -> None:
        """To be made in its loop."""
        self.holder = uuid4().hex
        self.held: dict[int, Held] = {}
        self._client = client
        self._threads = Threads("webhooks", THREADS)
        self._writer = Writer(self.holder, self.held, self._threads, self.wake)
        self._wanted: set[int] = set()
        self._resting = Resting(self.wake)
        self._news = asyncio.Event()
        self._looked = 0.0
        self._closing = False
        self._tries: set[asyncio.Task[None]] = set()
        turns = (self._look, self._renew, self._writer.write)
        self._work = [asyncio.create_task(_forever(turn)) for turn in turns]

    def wake(self, endpoints: Iterable[int]) -> None:
        """Something may be due there. Without any: something may have changed. In the loop only."""
        for endpoint in endpoints:
            if held := self.held.get(endpoint):
                held.woken = True
            elif not self._resting.takes(endpoint):
                self._wanted.add(endpoint)
        self._news.set()

    async def stop(self, patience: float) -> None:
        """Begins nothing more, waits a while for what is under way, and lets go of everything."""
        self._closing = True
        for held in self.held.values():
            held.drop()
        if self._tries:
            await asyncio.wait(self._tries, timeout=patience)
        await self._writer.finish(patience)
        for task in (*self._work, *self._tries):
            task.cancel()
        await asyncio.gather(*self._work, *self._tries, return_exceptions=True)
        with suppress(Exception):  # then its holds run out
            async with asyncio.timeout(patience):
                await self._threads.run(store.let_go, self.holder, [*self.held])
        await self._threads.stop(patience)

    async def _look(self) -> None:
        """One turn: lets go of what is quiet, takes hold of what is wanted, fetches what is due, begins."""
        await self._until_something()
        clock = monotonic()
        wanted, self._wanted = self._wanted, set()
        look = self._plan(wanted, clock)
        if self._closing:
            return
        if wanted or look.idle or look.asks:
            try:
                released, taken, due = await self._threads.run(store.look, self.holder, look)
            except Exception:
                self.wake([*wanted, *look.idle, *(ask.endpoint for ask in look.asks)])
                raise
            self._let_go(look.idle, released)
            self._take(wanted, taken, clock)
            self._queue(due, look)
        for held in self.held.values():
            if held.queue:
                self._begin(held)

    async def _until_something(self) -> None:
        """A ring, the end of a try, or our own time to look."""
        now, clock = datetime.now(UTC), monotonic()
        pauses = [pause for held in self.held.values() if (pause := held.pause(now, clock)) is not None]
        timer = asyncio.get_running_loop().call_later(min(pauses), self._news.set) if pauses else None
        await self._news.wait()
        if timer:
            timer.cancel()
        await asyncio.sleep(max(0.0, self._looked + GAP - monotonic()))
        self._news.clear()
        self._looked = monotonic()

    def _plan(self, wanted: set[int], clock: float) -> Look:
        now = datetime.now(UTC)
        look = Look([], [*wanted], settings.WEBHOOK_CONCURRENCY, [])
        for held in self.held.values():
            if held.is_idle(now, clock):
                look.idle.append(held.endpoint)
            elif ask := held.ask(now, clock):
                look.asks.append(ask)
            else:
                continue
            held.woken = False
        return look

    def _let_go(self, idle: list[int], released: set[int]) -> None:
        """Something came for it meanwhile: either PostgreSQL knew, or we have heard since."""
        for endpoint in idle:
            held = self.held.get(endpoint)
            if held is None:
                continue
            if endpoint in released:
                del self.held[endpoint]
                if held.woken:
                    self._wanted.add(endpoint)
            else:
                held.woken, held.over = True, False
                held.quiet_since = monotonic()

    def _take(self, wanted: set[int], taken: dict[int, State], clock: float) -> None:
        slots = settings.WEBHOOK_CONCURRENCY
        for endpoint, state in taken.items():
            held = self.held[endpoint] = Held(endpoint, state, slots, clock + store.HOLD, clock)
            held.woken = endpoint in self._wanted  # rung for again meanwhile: not to be taken once more,
            self._wanted.discard(endpoint)  # for what is under way would be sent a second time
        if refused := wanted - taken.keys():
            self._resting.put(refused)

    def _queue(self, due: list[Due], look: Look) -> None:
        """Not where the breaker has opened while we looked."""
        found: dict[int, int] = {}
        now = datetime.now(UTC)
        for one in due:
            held = self.held.get(one.endpoint)
            if held and held.limit(now):
                held.put(one)
                found[one.endpoint] = found.get(one.endpoint, 0) + 1
        clock = monotonic()
        rooms = {endpoint: look.slots for endpoint in look.wanted} | {a.endpoint: a.room for a in look.asks}
        for endpoint, room in rooms.items():
            if held := self.held.get(endpoint):
                held.looked(room, found.get(endpoint, 0), clock)

    def _begin(self, held: Held) -> None:
        now, clock = datetime.now(UTC), monotonic()
        while not self._closing and (due := held.next(now, clock)):
            task = asyncio.create_task(self._try(held, due))
            self._tries.add(task)
            task.add_done_callback(self._tries.discard)

    async def _try(self, held: Held, due: Due) -> None:
        outcome = await attempt(self._client, due)
        held.ended(outcome, datetime.now(UTC), monotonic())
        self._writer.put(outcome)
        self._begin(held)
        if held.woken:
            self._news.set()

    async def _renew(self) -> None:
        """What is no longer ours is forgotten: what is under way there ends, and counts for nothing."""
        await asyncio.sleep(RENEW)
        held, clock = dict(self.held), monotonic()
        if not held:
            return
        ours = await self._threads.run(store.renew, self.holder, [*held])
        for endpoint, one in held.items():
            if endpoint in ours:
                one.until = clock + store.HOLD
            elif self.held.get(endpoint) is one:
                one.drop()
                del self.held[endpoint]
                self._wanted.add(endpoint)  # it may have been taken from us to be looked at anew
        self._news.set()


async def _forever(turn: Callable[[], Awaitable[None]]) -> None:
    """Whatever goes wrong, most of all PostgreSQL being away: a moment's rest, and on."""
    while True:
        try:
            await turn()
        except Exception as problem:
            log.warning("webhooks.engine_rests", turn=turn.__qualname__, error=repr(problem))
            await asyncio.sleep(AWAY)
