"""When a delivery is tried again."""

from datetime import UTC, datetime

import pytest

from webhooks.sending import schedule
from webhooks.sending.schedule import TRIES, WAITS, wait_after, wish

NOW = datetime(2026, 11, 23, 4, 0, 0, tzinfo=UTC)
HOUR = 3600


def test_eleven_tries_take_about_76_hours():
    assert TRIES == 11
    assert 75 * HOUR < sum(WAITS) < 77 * HOUR
    assert WAITS[:4] == (5, 30, 300, 1800)


@pytest.mark.parametrize("tries", range(1, TRIES))
def test_each_wait_is_its_own_give_or_take_a_fifth(tries: int):
    waits = [wait_after(tries, None, NOW) for _ in range(50)]
    assert all(wait and 0.8 * WAITS[tries - 1] <= wait <= 1.2 * WAITS[tries - 1] for wait in waits)
    assert len(set(waits)) > 1


def test_after_the_last_try_there_is_none():
    assert wait_after(TRIES, None, NOW) is None
    assert wait_after(TRIES, "1", NOW) is None
    assert wait_after(TRIES + 5, None, NOW) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("120", 120),
        (" 120 ", 120),
        ("Mon, 23 Nov 2026 04:10:00 GMT", 600),
        ("Mon, 23 Nov 2026 03:10:00 GMT", 0),
        ("Mon, 23 Nov 2026 04:10:00", 600),
        ("999999", schedule.LONGEST_WISH),
        ("9" * 5000, schedule.LONGEST_WISH),
        ("Sat, 23 Nov 9999 04:10:00 GMT", schedule.LONGEST_WISH),
        ("-5", 0),
        ("soon", 0),
        ("1e5", 0),
        ("１２０", 0),
        ("Mon, 99 Nov 2026 99:99:99 GMT", 0),
    ],
)
def test_an_endpoint_may_wish_for_a_time(header: str | None, seconds: float):
    assert wish(header, NOW) == seconds


def test_the_wish_makes_it_longer_and_never_shorter():
    assert wait_after(1, "100", NOW) == 100
    shortest = wait_after(3, "1", NOW)
    assert shortest
    assert shortest >= 0.8 * WAITS[2]
