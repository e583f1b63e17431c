"""The breaker, and what else is known of how an endpoint stands."""

from datetime import UTC, datetime, timedelta

import pytest

from webhooks.circuits import IN_A_ROW, SEEN, State, failed, is_too_much, succeeded

START = datetime(2026, 11, 23, 4, 0, 0, tzinfo=UTC)
UNKNOWN = State()


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def played(story: str, state: State = UNKNOWN, *, apart: float = 0.1, start: float = 0) -> State:
    """`story`: + for what arrived, - for what did not, one every `apart` seconds."""
    for n, one in enumerate(story):
        now = after(start + n * apart)
        state = succeeded(state, now) if one == "+" else failed(state, now, "http_5xx")
    return state


def test_a_failure_is_remembered_and_a_success_forgets_it():
    state = played("---")
    assert (state.consecutive_failures, state.failing_since, state.last_error) == (3, START, "http_5xx")
    assert state.last_failure_at == after(0.2)
    state = played("+", state, start=1)
    assert (state.consecutive_failures, state.failing_since, state.last_success_at) == (0, None, after(1))
    assert state.last_failure_at == after(0.2)


def test_it_opens_at_ten_in_a_row():
    assert played("-" * (IN_A_ROW - 1)).open_until is None
    state = played("-" * IN_A_ROW)
    assert state.open_until == after(0.9 + 30)
    assert state.is_open(after(30))
    assert not state.is_open(after(31))
    assert state.is_probing(after(31))


@pytest.mark.parametrize(
    ("story", "opens"),
    [
        ("-+" * (SEEN // 2), False),  # the last one arrived: what opens it is a failure
        ("+-" * (SEEN // 2), True),
        ("+-" * (SEEN // 2 - 1), False),
        ("++-" * 40, False),
        ("+" * 100 + "-" * 9, False),
    ],
    ids=["a success", "half of twenty", "half of eighteen", "a third", "nine in a row"],
)
def test_it_opens_when_half_of_at_least_twenty_fail(story: str, opens: bool):
    assert (played(story, apart=0.5).open_until is not None) is opens


def test_only_the_last_minute_counts():
    assert played("+-" * (SEEN // 2), apart=10).open_until is None
    assert len(played("+" * 5000, apart=0.3).recent) <= 13


@pytest.mark.parametrize(
    ("openings", "seconds"), [(1, 60), (2, 120), (3, 240), (4, 480), (5, 600), (6, 600), (4000, 600)]
)
def test_each_probe_that_fails_doubles_the_time_up_to_ten_minutes(openings: int, seconds: int):
    state = failed(State(open_until=START, openings=openings), after(1), "timeout")
    assert state.open_until == after(1 + seconds)
    assert state.openings == openings + 1


def test_a_probe_that_arrives_closes_it_with_a_clean_sheet():
    state = played("-" * 30)
    state = succeeded(state, after(40))
    assert (state.open_until, state.openings, state.consecutive_failures) == (None, 0, 0)
    assert not is_too_much(state)
    assert failed(state, after(41), "reset").open_until is None


def test_what_was_under_way_when_it_opened_changes_nothing():
    opened = played("-" * IN_A_ROW)
    late = failed(succeeded(opened, after(2)), after(3), "timeout")
    assert (late.open_until, late.openings) == (opened.open_until, 1)
    assert (late.consecutive_failures, late.failing_since) == (1, after(3))


def test_five_days_of_nothing_but_failures_are_too_many():
    state = failed(State(), START, "dns")
    assert not state.is_given_up(after(5 * 86400 - 1))
    assert state.is_given_up(after(5 * 86400))
    assert not succeeded(state, after(5 * 86400)).is_given_up(after(6 * 86400))
