"""Calls side by side that keep each conversation's order: all that it has under way is in one lane."""

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar


class Item(Protocol):
    @property
    def place(self) -> Hashable: ...


Kind = TypeVar("Kind", bound=Item)
Send = Callable[[Sequence[Any]], list[Any]]


@dataclass(frozen=True, slots=True)
class _UnderWay(Generic[Kind]):
    """What was put at once, where each place's share of it went, and what is to come of it."""

    lanes: dict[Hashable, int]
    shares: list[list[Kind]]
    outcomes: list[Future[list[Any]]]


class Lanes(Generic[Kind]):
    """`send` is called for each lane's share, one share of a lane after the other."""

    def __init__(self, send: Send, *, count: int) -> None:
        self._send = send
        self._threads = [ThreadPoolExecutor(1, "hongyan lane") for _ in range(count)]
        self._under_way: deque[_UnderWay[Kind]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Waits for the calls that are under way; what has not begun is left."""
        for thread in self._threads:
            thread.shutdown(wait=False, cancel_futures=True)
        for thread in self._threads:
            thread.shutdown()

    def __len__(self) -> int:
        return len(self._under_way)

    def put(self, items: Sequence[Kind]) -> None:
        shares: list[list[Kind]] = [[] for _ in self._threads]
        loads = [sum(len(one.shares[lane]) for one in self._under_way) for lane in range(len(shares))]
        lanes: dict[Hashable, int] = {}
        for item in items:
            lane = lanes.get(item.place)
            if lane is None:
                lane = lanes[item.place] = self._lane_of(item.place, loads)
            shares[lane].append(item)
            loads[lane] += 1
        outcomes = [
            thread.submit(self._send, share) for thread, share in zip(self._threads, shares, strict=True)
        ]
        self._under_way.append(_UnderWay(lanes, shares, outcomes))

    def take(self) -> list[tuple[Kind, Any]]:
        """Waits for what was put first: its items, and what came of each."""
        first = self._under_way[0]
        done = [outcome.result() for outcome in first.outcomes]
        self._under_way.popleft()
        pairs = zip(first.shares, done, strict=True)
        return [pair for share, answers in pairs for pair in zip(share, answers, strict=True)]

    def _lane_of(self, place: Hashable, loads: Sequence[int]) -> int:
        """Where it has something under way, else where there is least to do."""
        for one in reversed(self._under_way):
            if place in one.lanes:
                return one.lanes[place]
        return min(range(len(loads)), key=loads.__getitem__)
