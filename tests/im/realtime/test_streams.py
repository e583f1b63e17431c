"""The order of a conversation's frames, without Redis and sockets: however they come, they leave in order."""

import asyncio
from collections.abc import Callable, Coroutine
from random import Random
from typing import Any

import pytest

from im.realtime import order
from im.realtime.order import Frame, Streams
from tests.im.realtime.phone import PATIENCE

STORED = 400


class Outlet:
    def __init__(self, stored: range = range(0)) -> None:
        self.out: list[int] = []
        self.asked: list[tuple[int, int]] = []
        self._stored = stored
        self.streams = Streams(lambda frame: self.out.append(int(frame.body)), self._repair)

    def arrive(self, seq: int, *, recent: bool = True, conversation: int = 1) -> None:
        self.streams.arrive(conversation, seq, recent, Frame(b"%d" % seq))

    async def _repair(self, conversation: int, after: int, before: int) -> list[tuple[int, bytes]]:
        self.asked.append((after, before))
        await asyncio.sleep(0)
        return [(seq, b"%d" % seq) for seq in self._stored if after < seq < before]

    async def settled(self) -> None:
        """Until nothing is waited for or fetched any more."""
        while any(stream.timer for stream in self.streams._streams.values()):
            await asyncio.sleep(0.005)


def run(work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    asyncio.run(asyncio.wait_for(work(), PATIENCE))


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "HOLD_GAP", 0.01)
    monkeypatch.setattr(order, "HOLD_FIRST", 0.01)


@pytest.mark.parametrize("seed", range(30))
def test_any_shuffle_with_losses_and_repeats_comes_out_in_order_and_whole(seed: int) -> None:
    async def work() -> None:
        random = Random(seed)
        outlet = Outlet(range(1, STORED))
        sent = [seq for seq in range(1, STORED) if random.random() > 0.1 or seq in (1, STORED - 1)]
        shuffled = sorted(sent, key=lambda seq: seq + random.uniform(0, 6))
        for index, seq in enumerate(shuffled):
            outlet.arrive(seq, recent=seq > 1)
            if random.random() < 0.1:
                outlet.arrive(shuffled[random.randint(0, index)])
            if random.random() < 0.02:
                await asyncio.sleep(0.012)
        await outlet.settled()
        assert outlet.out == list(range(outlet.out[0], STORED))
        assert outlet.out[0] <= 7

    run(work)


def test_conversations_do_not_wait_for_each_other() -> None:
    async def work() -> None:
        outlet = Outlet()
        outlet.arrive(1, recent=False)
        outlet.arrive(3)
        outlet.arrive(50, recent=False, conversation=2)
        assert outlet.out == [1, 50]

    run(work)


def test_what_is_in_order_waits_for_nothing() -> None:
    async def work() -> None:
        outlet = Outlet()
        for seq in range(1, 6):
            outlet.arrive(seq)
        assert outlet.out == [1, 2, 3, 4, 5]
        assert outlet.asked == []

    run(work)


def test_a_late_frame_needs_no_fetching() -> None:
    async def work() -> None:
        outlet = Outlet()
        for seq in (1, 3, 2):
            outlet.arrive(seq)
        await outlet.settled()
        assert outlet.out == [1, 2, 3]
        assert outlet.asked == []

    run(work)


def test_two_gaps_are_both_mended() -> None:
    async def work() -> None:
        outlet = Outlet(range(1, 10))
        for seq in (1, 4, 8):
            outlet.arrive(seq)
        await outlet.settled()
        assert outlet.out == [1, 2, 3, 4, 5, 6, 7, 8]

    run(work)


def test_what_comes_during_the_fetch_keeps_its_place() -> None:
    async def work() -> None:
        outlet = Outlet(range(1, 4))
        outlet.arrive(1)
        outlet.arrive(4)
        while not outlet.asked:
            await asyncio.sleep(0.001)
        outlet.arrive(5)
        await outlet.settled()
        assert outlet.out == [1, 2, 3, 4, 5]

    run(work)


def test_too_many_held_frames_wait_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "HOLD_GAP", 60)

    async def work() -> None:
        outlet = Outlet()
        outlet.arrive(1)
        for seq in range(3, 4 + order.HELD_AT_MOST):
            outlet.arrive(seq)
        await outlet.settled()
        assert outlet.out == [1, *range(3, 4 + order.HELD_AT_MOST)]

    run(work)


def test_what_is_remembered_is_bounded() -> None:
    async def work() -> None:
        outlet = Outlet()
        for conversation in range(order.REMEMBERED + 10):
            outlet.arrive(1, conversation=conversation)
        assert len(outlet.out) == order.REMEMBERED + 10
        outlet.arrive(1, conversation=order.REMEMBERED + 9)
        assert len(outlet.out) == order.REMEMBERED + 10

    run(work)
