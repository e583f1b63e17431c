"""A moderator that fails is left alone for a while, so that a dead one costs nothing."""

from collections.abc import Callable

import pytest

from accounts.models import App
from tests.webhooks import moderator as does
from tests.webhooks.moderator import Moderator, ask_it
from webhooks.asking import ALLOWED, Verdict, ask, ask_all, breaker, question
from webhooks.asking.breaker import Breaker, Turn
from webhooks.asking.counting import counting
from webhooks.asking.verdicts import UNAVAILABLE
from webhooks.models import Circuit, Minute

BEFORE = "message.before_send"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(breaker, "monotonic", clock)
    return clock


def failing(one: Breaker, times: int, after: Callable[[], None] = lambda: None) -> None:
    for _ in range(times):
        assert one.take_turn() is Turn.CALL
        one.failed(Turn.CALL)
        after()


def test_five_failures_open_it_for_five_seconds(clock: Clock) -> None:
    one = Breaker()
    failing(one, 5)
    assert one.rests
    assert one.take_turn() is None
    clock.now += 4.9
    assert one.take_turn() is None
    clock.now += 0.2
    assert not one.rests
    assert one.take_turn() is Turn.PROBE


def test_failures_that_are_far_between_do_not(clock: Clock) -> None:
    def later() -> None:
        clock.now += 2.6

    one = Breaker()
    failing(one, 9, later)
    assert one.take_turn() is Turn.CALL


def test_a_success_between_them_begins_anew(clock: Clock) -> None:
    one = Breaker()
    failing(one, 4)
    one.succeeded()
    failing(one, 4)
    assert one.take_turn() is Turn.CALL


def test_while_one_probes_the_others_do_without(clock: Clock) -> None:
    one = Breaker()
    failing(one, 5)
    clock.now += 5
    assert one.take_turn() is Turn.PROBE
    assert one.take_turn() is None
    one.succeeded()
    assert one.take_turn() is Turn.CALL
    failing(one, 4)
    assert one.take_turn() is Turn.CALL


def test_a_probe_that_fails_opens_it_again(clock: Clock) -> None:
    one = Breaker()
    failing(one, 5)
    clock.now += 5
    assert one.take_turn() is Turn.PROBE
    one.failed(Turn.PROBE)
    assert one.take_turn() is None
    clock.now += 5
    assert one.take_turn() is Turn.PROBE


def test_calls_that_were_under_way_keep_it_open_no_longer(clock: Clock) -> None:
    one = Breaker()
    failing(one, 5)
    clock.now += 4
    for _ in range(9):
        one.failed(Turn.CALL)
    clock.now += 1
    assert one.take_turn() is Turn.PROBE


@pytest.mark.parametrize(
    ("fail_open", "policy"), [(True, ALLOWED), (False, UNAVAILABLE)], ids=["open", "closed"]
)
def test_a_black_hole_costs_five_budgets_and_then_nothing(
    acme: App, moderator: Moderator, fail_open: bool, policy: Verdict
) -> None:
    endpoint = ask_it(moderator, acme, BEFORE, fail_open=fail_open, timeout_ms=200)
    moderator.answer = does.hangs
    for _ in range(5):
        assert ask(acme.pk, BEFORE, {}) == policy
    for n in range(50):
        assert ask(acme.pk, BEFORE, {}, key=f"k{n}") == policy
    assert len(moderator.asked) == 5
    counting.flush()
    assert Circuit.objects.get().consecutive_failures == 5
    assert Minute.objects.get(endpoint_id=endpoint.pk).timeouts == 5  # what was not called is no attempt


def test_it_is_probed_by_one_call_and_closed_by_its_answer(
    acme: App, moderator: Moderator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaker, "REST", 0.0)
    ask_it(moderator, acme, BEFORE, fail_open=False, timeout_ms=5_000)
    moderator.answer = does.fails
    for _ in range(5):
        ask(acme.pk, BEFORE, {})
    moderator.answer = {"action": "allow"}
    moderator.open.clear()
    questions = [question(acme.pk, BEFORE, {"n": n}) for n in range(4)]
    opens = does.opened_after(moderator, 6)
    verdicts = ask_all([one for one in questions if one is not None])
    opens.join()
    assert verdicts == [ALLOWED, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE]
    assert ask(acme.pk, BEFORE, {}) == ALLOWED
    assert len(moderator.asked) == 7


def test_each_endpoint_has_its_own(acme: App, other: App, moderator: Moderator) -> None:
    ask_it(moderator, acme, BEFORE, fail_open=False)
    ask_it(moderator, other, BEFORE, fail_open=False)
    moderator.answer = does.fails
    for _ in range(6):
        ask(acme.pk, BEFORE, {})
    assert len(moderator.asked) == 5
    ask(other.pk, BEFORE, {})
    assert len(moderator.asked) == 6
