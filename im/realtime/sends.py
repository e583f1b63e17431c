"""Sends from all sockets, written together: what arrives while a transaction is under way is the next.

Some have to wait for a moderator's answer first. What the same socket sends after them waits behind them, in
its order; nobody else does.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol, cast

from accounts import rates
from accounts.authentication import caller_of_token
from accounts.callers import Caller
from config.api.errors import Refusal
from config.api.handler import refusal_for
from im.realtime import extensions, frames, metrics
from im.realtime.batches import Batches
from im.realtime.socket import Socket

AT_MOST: Final = 256
LOOK: Final = 0.01


class Draft(Protocol):
    """What a send asks for, as the slices have it."""

    @property
    def waits(self) -> bool: ...

    def when_answered(self, call: Callable[[], object]) -> None: ...


@dataclass(slots=True)
class Send:
    """`draft`: set once it was read, and it was not refused."""

    socket: Socket
    ref: frames.Ref
    body: dict[str, Any]
    answer: bytes = b""
    draft: Draft | None = None


class Sends:
    """One thread writes, so what one socket sends stays in its order. `_lines`: of sockets that wait."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._draft = extensions.extension("REALTIME_DRAFT")
        self._write = extensions.extension("REALTIME_SEND")
        self._lines: dict[Socket, deque[Send]] = {}
        self._batches: Batches[Send] = Batches("sends", self._work, at_most=AT_MOST)
        self.start, self.stop, self.put = self._batches.start, self._batches.stop, self._batches.put
        self.join = self._batches.join

    async def answered(self, seconds: float) -> None:
        """Until nobody waits for a moderator any more."""
        end = self._loop.time() + seconds
        while self._lines and self._loop.time() < end:
            await asyncio.sleep(LOOK)

    def _work(self, batch: list[Send]) -> None:
        """Those that have a draft are back because a moderator answered."""
        new = [send for send in batch if send.draft is None]
        answered = dict.fromkeys(send.socket for send in batch if send.draft is not None)
        done: list[Send] = []
        try:
            self._read(new)
            done += [send for send in new if send.draft is None]
            ready = self._ready([send for send in new if send.draft is not None])
            for socket in answered:
                ready += self._next_of(socket)
            done += ready
            self._outcomes(ready)
        finally:
            self._loop.call_soon_threadsafe(_hand_back, done)

    def _read(self, batch: Sequence[Send]) -> None:
        """Gives each its draft, or a refusal for an answer."""
        calls: list[tuple[Caller, dict[str, Any]]] = []
        let_in: list[Send] = []
        for send in batch:
            socket = send.socket
            try:
                caller = caller_of_token(socket.token, ip=socket.ip, user_agent=socket.user_agent)
            except Exception as problem:
                _answer(send, refusal_for(problem))
                continue
            calls.append((caller, send.body))
            let_in.append(send)
        for send, draft in zip(let_in, self._drafts(calls), strict=True):
            if isinstance(draft, Refusal):
                _answer(send, draft)
            else:
                send.draft = draft

    def _drafts(self, calls: list[tuple[Caller, dict[str, Any]]]) -> list[Any]:
        try:
            drafts: list[Any] = list(rates.judge([(caller, True) for caller, _ in calls]))
            due = [index for index, refusal in enumerate(drafts) if refusal is None]
            read = self._draft([calls[index] for index in due]) if due else []
            for index, draft in zip(due, read, strict=True):
                drafts[index] = draft
        except Exception as problem:
            return [refusal_for(problem)] * len(calls)
        return drafts

    def _ready(self, sends: Sequence[Send]) -> list[Send]:
        """Those that neither wait nor stand behind one that does."""
        ready = []
        for send in sends:
            draft = cast(Draft, send.draft)
            waits = draft.waits
            if not waits and send.socket not in self._lines:
                ready.append(send)
                continue
            self._lines.setdefault(send.socket, deque()).append(send)
            if waits:
                draft.when_answered(partial(self.put, send))
        return ready

    def _next_of(self, socket: Socket) -> list[Send]:
        """From the head of its line, those that wait no longer."""
        line = self._lines.get(socket, deque())
        ready = []
        while line and not cast(Draft, line[0].draft).waits:
            ready.append(line.popleft())
        if not line:
            self._lines.pop(socket, None)
        return ready

    def _outcomes(self, batch: Sequence[Send]) -> None:
        if not batch:
            return
        metrics.SEND_BATCH.observe(len(batch))
        try:
            outcomes = self._write([send.draft for send in batch])
        except Exception as problem:
            outcomes = [refusal_for(problem)] * len(batch)
        for send, outcome in zip(batch, outcomes, strict=True):
            _answer(send, outcome)


def _answer(send: Send, outcome: dict[str, Any] | Refusal) -> None:
    if send.ref is not None:
        send.answer = (
            frames.error(send.ref, outcome) if isinstance(outcome, Refusal) else frames.ack(send.ref, outcome)
        )


def _hand_back(batch: Sequence[Send]) -> None:
    for send in batch:
        send.socket.finished()
        if send.answer:
            send.socket.write(send.answer)
