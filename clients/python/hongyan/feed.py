"""What waits to be read: live events, and before them whatever was missed, brought page by page."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias

from hongyan import models
from hongyan.errors import BadRequest, HongyanError
from hongyan.inbox import ORDERED, Event, Inbox
from hongyan.retrying import Retry

PAGE = {"limitPerConversation": 100, "totalLimit": 500}
ACKS = 1000  # in one call
END = Event("", {})
MOST_CURSORS = 200

Sync: TypeAlias = Callable[[dict[str, Any]], Awaitable[models.Sync]]


class Feed:
    """While it catches up, live messages are held back: they come after what was missed before them."""

    def __init__(
        self,
        sync: Sync,
        *,
        cursors: Sequence[models.SyncCursorRequest],
        latest: bool,
        keep: int,
        retry: Retry,
    ) -> None:
        if len(cursors) > MOST_CURSORS:
            raise ValueError(f"at most {MOST_CURSORS} cursors; the server keeps those of the device")
        self.inbox = Inbox(cursors)
        self._sync, self._given, self._latest, self._keep, self._retry = (
            sync,
            list(cursors),
            latest,
            keep,
            retry,
        )
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._reading: Event | None = None
        self._read_all = asyncio.Event()
        self._held: list[Mapping[str, Any]] = []
        self._catching_up: asyncio.Task[None] | None = None
        self._problem: HongyanError | None = None
        self._dropped = False

    async def next(self) -> Event:
        """Having asked for the next one is having taken the last one."""
        self._took()
        event = await self._events.get()
        if event is END:
            self._events.put_nowait(END)
            raise self._problem or StopAsyncIteration
        self._reading = event
        return event

    def greeted(self, hello: dict[str, Any]) -> None:
        self.inbox.me = hello["userId"]
        self._put(Event("hello", hello))
        self._catch_up(hello.get("resumeHintMs", 0) / 1000)

    def heard(self, frame: Mapping[str, Any]) -> None:
        full = self._events.qsize() >= self._keep
        if frame.get("type") not in ORDERED:
            if not full:
                self._put(self.inbox.live(frame))
            return
        if self._catching_up is None and not full:
            self._put(self.inbox.live(frame))
        elif len(self._held) < self._keep:
            self._held.append(frame)
        else:
            self._dropped = True
        if (self.inbox.gap or full) and self._catching_up is None:
            self._catch_up(0)

    def lost(self) -> None:
        if self._catching_up is not None:
            self._catching_up.cancel()
            self._catching_up = None
        self._held.clear()

    def end(self, problem: HongyanError | None) -> None:
        self._problem = problem
        self._events.put_nowait(END)

    async def acknowledge(self) -> None:
        """Tells the server how far it was read; what it answers is of no interest."""
        if self._catching_up is None and (acks := self.inbox.cursors()[:ACKS]):
            await self._sync({"ack": acks, "limitPerConversation": 1, "totalLimit": 1})
            self.inbox.acked(acks)

    # Catching up

    def _catch_up(self, delay: float) -> None:
        if self._catching_up is not None:
            self._catching_up.cancel()
        self._catching_up = asyncio.create_task(self._bring(delay))

    async def _bring(self, delay: float) -> None:
        await asyncio.sleep(delay)
        stuck: list[Mapping[str, Any]] = []
        while True:
            self._dropped = False
            try:
                await self._pages()
            except BadRequest as problem:
                self.end(problem)
                return
            for frame in stuck:  # a sync was made since they came: what they miss will never come
                self._put(self.inbox.live(frame, tolerant=True))
            held, self._held = self._held, []
            stuck = [frame for frame in held if self._is_stuck(frame)]
            if not stuck and not self._dropped:
                break
        self._latest, self._given = False, []
        self._catching_up = None
        self._put(Event("synced", {}))

    def _is_stuck(self, frame: Mapping[str, Any]) -> bool:
        """Hands it on, unless something before it is missing."""
        self.inbox.gap = False
        self._put(self.inbox.live(frame))
        gap, self.inbox.gap = self.inbox.gap, False
        return gap

    async def _pages(self) -> None:
        """Each page is read before the next is asked for, which acknowledges it."""
        more = True
        while more:
            await self._until_read()
            acks = self.inbox.cursors()[:ACKS]
            answer = await self._page({"ack": acks, **PAGE})
            self.inbox.acked(acks)
            events = self.inbox.synced(answer["conversations"])
            for event in events:
                self._put(event)
            more = answer["more"] and bool(events or self.inbox.cursors())

    async def _page(self, body: dict[str, Any]) -> models.Sync:
        """What keeps it away is waited out: without it nothing else may be handed on."""
        if self._latest:
            body["latest"] = True
        if self._given:
            body["cursors"] = self.inbox.now(self._given)
        attempt = 0
        while True:
            try:
                return await self._sync(body)
            except BadRequest:
                raise
            except HongyanError:
                attempt += 1
            await asyncio.sleep(self._retry.pause(attempt))

    async def _until_read(self) -> None:
        while self.inbox.outstanding:
            self._read_all.clear()
            await self._read_all.wait()

    def _took(self) -> None:
        if self._reading is not None:
            self.inbox.took(self._reading)
            self._reading = None
        if not self.inbox.outstanding:
            self._read_all.set()

    def _put(self, event: Event | None) -> None:
        if event is not None:
            self._events.put_nowait(event)
