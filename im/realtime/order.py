"""Puts the frames of a conversation into `seq` order: they come from several processes, as they may."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Final

HOLD_GAP: Final = 0.150
HOLD_FIRST: Final = 0.100
HELD_AT_MOST: Final = 256
REMEMBERED: Final = 512
REPAIR_AT_MOST: Final = 200
_UNKNOWN: Final = -1


@dataclass(slots=True)
class Frame:
    """What a channel carries: the bytes for the sockets, and the session and users who are left out.

    `seq` is 0 where the frame has no place in an order.
    """

    body: bytes
    skip_session: str = ""
    skip_users: Collection[str] = ()
    seq: int = 0


Emit = Callable[[Frame], None]
Repair = Callable[[int, int, int], Awaitable[list[tuple[int, bytes]]]]


class _Stream:
    __slots__ = ("held", "last", "timer")

    def __init__(self) -> None:
        self.last = _UNKNOWN
        self.held: dict[int, tuple[Frame, bool]] = {}
        self.timer: asyncio.TimerHandle | asyncio.Task[None] | None = None


class Streams:
    """The conversations of a channel. What is late is waited for, then fetched; what is twice is dropped."""

    __slots__ = ("_emit", "_repair", "_streams")

    def __init__(self, emit: Emit, repair: Repair) -> None:
        self._emit = emit
        self._repair = repair
        self._streams: dict[int, _Stream] = {}

    def arrive(self, conversation: int, seq: int, recent: bool, frame: Frame) -> None:
        """`recent`: the message before it is so young that its frame may still be under way."""
        stream = self._streams.get(conversation) or self._begin(conversation)
        if seq <= stream.last:
            return
        if seq == stream.last + 1 and not stream.held:
            stream.last = seq
            self._emit(frame)
            return
        stream.held.setdefault(seq, (frame, recent))
        self._settle(stream)
        if stream.held and (stream.timer is None or len(stream.held) > HELD_AT_MOST):
            self._wait(conversation, stream)

    def begin(self, conversation: int, seq: int) -> None:
        """Nobody here has heard anything of it so far: the first to be heard is the one after `seq`."""
        stream = self._streams.get(conversation) or self._begin(conversation)
        if stream.last == _UNKNOWN and not stream.held:
            stream.last = seq

    def last(self, conversation: int) -> int:
        stream = self._streams.get(conversation)
        return stream.last if stream is not None else _UNKNOWN

    def stop(self) -> None:
        for stream in self._streams.values():
            if stream.timer is not None:
                stream.timer.cancel()
        self._streams.clear()

    def _begin(self, conversation: int) -> _Stream:
        if len(self._streams) >= REMEMBERED:
            self._forget_one()
        stream = self._streams[conversation] = _Stream()
        return stream

    def _forget_one(self) -> None:
        oldest = next((name for name, stream in self._streams.items() if not stream.held), None)
        if oldest is not None:
            del self._streams[oldest]

    def _settle(self, stream: _Stream) -> None:
        """Sends what is in order now. With nothing known, a frame that waits for no other is the start."""
        if stream.last == _UNKNOWN:
            first = min(stream.held)
            if stream.held[first][1] and first > 1:
                return
            stream.last = first - 1
        while (after := stream.held.pop(stream.last + 1, None)) is not None:
            stream.last += 1
            self._emit(after[0])
        if not stream.held and stream.timer is not None:
            stream.timer.cancel()
            stream.timer = None

    def _wait(self, conversation: int, stream: _Stream) -> None:
        if isinstance(stream.timer, asyncio.Task):
            return
        loop = asyncio.get_running_loop()
        if stream.timer is not None:
            stream.timer.cancel()
        hold = HOLD_FIRST if stream.last == _UNKNOWN else HOLD_GAP
        hold = 0.0 if len(stream.held) > HELD_AT_MOST else hold
        stream.timer = loop.call_later(hold, self._waited, conversation, stream)

    def _waited(self, conversation: int, stream: _Stream) -> None:
        stream.timer = None
        if stream.last == _UNKNOWN:
            stream.last = min(stream.held) - 1
            self._settle(stream)
            if stream.held:
                self._wait(conversation, stream)
        else:
            stream.timer = asyncio.get_running_loop().create_task(self._mend(conversation, stream))

    async def _mend(self, conversation: int, stream: _Stream) -> None:
        """Fetches all that is missing; what cannot be had is left out, and the client sees the gap."""
        after = max(stream.last, min(stream.held) - 1 - REPAIR_AT_MOST)
        before = max(seq for seq in stream.held if seq - after - 1 <= REPAIR_AT_MOST)
        found = await self._repair(conversation, after, before)
        stream.timer = None
        for seq, body in sorted(found):
            if stream.last < seq < before:
                stream.held.setdefault(seq, (Frame(body, seq=seq), False))
        if stream.held:
            self._release(stream, before)
        if stream.held:
            self._wait(conversation, stream)

    def _release(self, stream: _Stream, up_to: int) -> None:
        for seq in sorted(seq for seq in stream.held if seq <= up_to):
            frame, _ = stream.held.pop(seq)
            stream.last = seq
            self._emit(frame)
        if stream.held:
            self._settle(stream)
