"""Minute roll-ups: what is added is there, whoever adds it, and latencies find their slot."""

import random

import pytest

from webhooks import minutes
from webhooks.minutes import Tallies, Tally, slot_of
from webhooks.models import BOUNDS, SLOTS, Hour, Minute

pytestmark = pytest.mark.django_db


def test_a_latency_counts_in_the_first_slot_that_holds_it() -> None:
    assert [slot_of(ms) for ms in (0, 1, 2, 3, 4)] == [0, 0, 1, 2, 3]
    for n, bound in enumerate(BOUNDS):
        assert (slot_of(bound), slot_of(bound + 1)) == (n, n + 1)
    assert slot_of(10_000_000) == SLOTS - 1


def test_what_is_added_again_is_added_up() -> None:
    for _ in range(2):
        tallies = Tallies()
        tallies.count(7, 120_000, 4)
        tallies.count(7, 179_999, 31_000, timeout=True)
        tallies.count(7, 180_000, 6_000, failed=True)
        minutes.add(tallies)
    first, second = Minute.objects.order_by("minute")
    assert (first.endpoint_id, first.minute, first.succeeded, first.failed, first.timeouts) == (7, 2, 2, 2, 2)
    assert {n: count for n, count in enumerate(first.slots) if count} == {slot_of(4): 2, SLOTS - 1: 2}
    assert (second.minute, second.succeeded, second.failed, second.timeouts) == (3, 0, 2, 0)


def test_the_tallies_of_many_endpoints_are_written_at_once() -> None:
    chance = random.Random(4)
    tallies = [Tally(endpoint, minute) for endpoint in range(20) for minute in range(3)]
    for _ in range(500):
        chance.choice(tallies).count(chance.randrange(40_000), failed=chance.random() < 0.3)
    chance.shuffle(tallies)
    minutes.add([*tallies, Tally(0, 0)])
    minutes.add([])
    kept = {(row.endpoint_id, row.minute): row for row in Minute.objects.all()}
    assert {key: row.slots for key, row in kept.items()} == {
        (tally.endpoint_id, tally.minute): tally.slots for tally in tallies
    }
    assert sum(row.succeeded + row.failed for row in kept.values()) == 500


def test_hours_count_what_their_minutes_do() -> None:
    tallies = Tallies()
    for minute in (59, 60, 61, 119, 120):
        tallies.count(7, minute * minutes.MINUTE_MS, 10, failed=minute == 61)
    for _ in range(2):
        minutes.add(tallies)
    hours = Hour.objects.order_by("minute").values_list("minute", "succeeded", "failed")
    assert list(hours) == [(0, 2, 0), (60, 4, 2), (120, 2, 0)]
    assert [sum(hour.slots) for hour in Hour.objects.order_by("minute")] == [2, 6, 2]
