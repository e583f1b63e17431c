"""Lanes: calls side by side, and yet one conversation's messages one after the other."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from threading import Barrier, Lock
from time import sleep

import pytest

from hongyan.lanes import Lanes


@dataclass(frozen=True)
class Item:
    place: str
    number: int


class Sent:
    """Notes what each place was sent, after a while that differs."""

    def __init__(self) -> None:
        self.by_place: dict[str, list[int]] = defaultdict(list)
        self._lock, self._random = Lock(), Random(7)

    def __call__(self, items: Sequence[Item]) -> list[int]:
        sleep(self._random.random() / 100)
        with self._lock:
            for item in items:
                self.by_place[item.place].append(item.number)
        return [item.number for item in items]


def test_each_place_keeps_its_order_and_everything_is_answered() -> None:
    random, sent = Random(3), Sent()
    items = [Item(f"p{random.randint(0, 9)}", number) for number in range(600)]
    answered: list[int] = []
    with Lanes[Item](sent, count=3) as lanes:
        for start in range(0, len(items), 20):
            lanes.put(items[start : start + 20])
            if len(lanes) == 4:
                answered += [_checked(*pair) for pair in lanes.take()]
        while len(lanes):
            answered += [_checked(*pair) for pair in lanes.take()]
    assert sorted(answered) == list(range(600))
    for numbers in sent.by_place.values():
        assert numbers == sorted(numbers)


def _checked(item: Item, answer: int) -> int:
    assert item.number == answer
    return answer


def test_different_places_go_side_by_side() -> None:
    meet = Barrier(3, timeout=10)

    def send(items: Sequence[Item]) -> list[int]:
        meet.wait()
        return [0 for _ in items]

    with Lanes[Item](send, count=3) as lanes:
        lanes.put([Item(name, 0) for name in "abc"])
        assert len(lanes.take()) == 3


def test_what_goes_wrong_in_a_lane_is_raised_where_its_outcome_is_taken() -> None:
    def send(items: Sequence[Item]) -> list[int]:
        if items and items[0].place == "bad":
            raise ValueError("bad")
        return [0 for _ in items]

    with Lanes[Item](send, count=2) as lanes:
        lanes.put([Item("good", 0)])
        lanes.put([Item("bad", 0)])
        assert len(lanes.take()) == 1
        with pytest.raises(ValueError, match="bad"):
            lanes.take()
