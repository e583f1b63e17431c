"""Alerts tell the truth: each story opens its alert within 30 s, one for its rule, and it resolves itself."""

import random
from typing import Any

import pytest

from accounts.models import App
from journal.facts import Fact
from tests.webhooks.endpoints import make_endpoint
from tests.webhooks.telling import Story
from webhooks.alerts import evaluate
from webhooks.models import Alert, AlertLevel, AlertStatus, AlertType, Circuit, Delivery, DisabledReason

GOOD, BAD = True, False


@pytest.fixture
def story(acme: App) -> Story:
    return Story(make_endpoint(acme))


def said(facts: list[Fact]) -> list[tuple[str, str, str]]:
    told: list[dict[str, Any]] = [fact.data for fact in facts if fact.type == "webhook.alert"]
    return [(data["type"], data["status"], data["level"]) for data in told]


def test_ten_in_a_row(story: Story, facts: list[Fact]) -> None:
    story.tries(*[BAD] * 9)
    story.passes(seconds=30)
    assert story.open == {}
    story.tries(BAD)
    story.passes(seconds=30)
    assert story.open == {"CONSECUTIVE_FAILURES": "WARNING"}
    story.tries(GOOD)
    story.passes(seconds=170)
    assert story.open == {"CONSECUTIVE_FAILURES": "WARNING"}
    story.passes(seconds=30)
    assert story.open == {}
    assert said(facts) == [
        ("CONSECUTIVE_FAILURES", "OPEN", "WARNING"),
        ("CONSECUTIVE_FAILURES", "RESOLVED", "WARNING"),
    ]


def test_fifty_in_a_row_speaks_again_though_somebody_knows(story: Story, facts: list[Fact]) -> None:
    story.tries(*[BAD] * 12)
    story.passes(seconds=10)
    Alert.objects.update(status=AlertStatus.ACKNOWLEDGED)
    story.tries(*[BAD] * 6)  # 18: not yet 20, the rate means nothing
    story.passes(seconds=30)
    assert said(facts) == [("CONSECUTIVE_FAILURES", "OPEN", "WARNING")]
    story.passes(minutes=20)
    story.tries(*[BAD] * 15)
    story.passes(minutes=20)
    story.tries(*[BAD] * 17)
    story.passes(seconds=30)
    assert said(facts)[1:] == [("CONSECUTIVE_FAILURES", "OPEN", "CRITICAL")]
    assert Alert.objects.get().status == AlertStatus.OPEN


def test_half_of_them_fail(story: Story, facts: list[Fact]) -> None:
    story.tries(*[GOOD, BAD] * 9)
    story.passes(seconds=30)
    assert story.open == {}
    story.tries(GOOD, BAD)
    story.passes(seconds=30)
    assert story.open == {"SUCCESS_RATE_LOW": "WARNING"}
    story.passes(minutes=20)
    assert story.open == {}
    assert len(said(facts)) == 2


def test_nine_of_ten_is_not_low(story: Story) -> None:
    story.tries(*([GOOD] * 9 + [BAD]) * 4)
    story.passes(seconds=30)
    assert story.open == {}
    story.tries(BAD)
    story.passes(seconds=30)
    assert story.open == {"SUCCESS_RATE_LOW": "WARNING"}


def test_slow_answers(story: Story, facts: list[Fact]) -> None:
    story.tries(*[GOOD] * 95)
    story.tries(*[GOOD] * 5, ms_each=5_001)
    story.passes(seconds=30)
    assert story.open == {}  # 95 of 100 are not slower than 5 s
    story.tries(*[GOOD] * 60, ms_each=5_000)
    story.tries(*[GOOD] * 4, ms_each=5_001)
    story.passes(seconds=30)
    assert story.open == {"HIGH_LATENCY": "WARNING"}
    story.passes(minutes=20)
    assert story.open == {}
    assert len(said(facts)) == 2


def test_a_backlog_that_becomes_an_hour_old(story: Story, facts: list[Fact]) -> None:
    story.waits(3)
    story.passes(minutes=4.5)
    assert story.open == {}
    story.passes(minutes=1)
    assert story.open == {"BACKLOG": "WARNING"}
    story.passes(minutes=55)
    assert story.open == {"BACKLOG": "CRITICAL"}
    Delivery.objects.update(status="SUCCESS")
    story.passes(minutes=4)
    assert story.open == {}
    levels = [("OPEN", "WARNING"), ("OPEN", "CRITICAL"), ("RESOLVED", "CRITICAL")]
    assert said(facts) == [("BACKLOG", status, level) for status, level in levels]


def test_retries_that_wait_for_their_time_are_no_backlog(story: Story) -> None:
    story.waits(3)
    Delivery.objects.update(status="RETRYING", next_attempt_at="2026-03-02T12:00:00Z")
    story.passes(hours=23)
    assert story.open == {}


def test_the_endpoint_is_gone(story: Story, facts: list[Fact]) -> None:
    story.changes(enabled=False, disabled_reason=DisabledReason.GONE)
    story.happens(AlertType.GONE)
    story.passes(hours=24)
    assert story.open == {"GONE": "CRITICAL"}
    story.changes(enabled=True, disabled_reason="")
    story.passes(minutes=4)
    assert story.open == {}
    assert said(facts) == [("GONE", "OPEN", "CRITICAL"), ("GONE", "RESOLVED", "CRITICAL")]


def test_deliveries_are_given_up(story: Story, facts: list[Fact]) -> None:
    story.tries(*[BAD] * 5)
    story.happens(AlertType.EXHAUSTED)
    story.passes(minutes=30)
    story.happens(AlertType.EXHAUSTED)
    story.passes(hours=2)
    assert story.open == {"EXHAUSTED": "CRITICAL"}
    assert Alert.objects.get().count == 2
    story.tries(GOOD)
    story.passes(minutes=4)
    assert story.open == {}
    assert len(said(facts)) == 2


def test_everything_fails_for_days(story: Story, facts: list[Fact]) -> None:
    for _ in range(5):
        story.tries(*[BAD] * 3)
        story.passes(days=1)
    assert story.open == {"CONSECUTIVE_FAILURES": "WARNING"}
    story.changes(enabled=False, disabled_reason=DisabledReason.FAILING)
    story.happens(AlertType.AUTO_DISABLED)
    story.passes(minutes=4)
    assert story.open == {"AUTO_DISABLED": "CRITICAL"}
    story.passes(days=10)
    Circuit.objects.update(consecutive_failures=0)
    story.changes(enabled=True, disabled_reason="")
    story.passes(minutes=4)
    assert story.open == {}
    assert len(said(facts)) == 4


def test_a_moderator_answers_too_late(acme: App, facts: list[Fact]) -> None:
    story = Story(make_endpoint(acme, "http://127.0.0.1:9/ask", "message.before_send"))
    story.tries(*[GOOD] * 18)
    story.tries(BAD, timeout=True, ms_each=501)
    story.passes(seconds=30)
    assert story.open == {}  # 19 calls say nothing
    story.tries(GOOD)
    story.passes(seconds=30)
    assert story.open == {"BEFORE_EVENT_TIMEOUTS": "WARNING"}
    story.passes(minutes=10)
    assert story.open == {}
    assert len(said(facts)) == 2


def test_one_in_a_hundred_too_late_is_allowed(acme: App) -> None:
    story = Story(make_endpoint(acme, "http://127.0.0.1:9/ask", "message.before_send"))
    story.tries(*[GOOD] * 99)
    story.tries(BAD, timeout=True)
    story.passes(seconds=30)
    assert story.open == {}


def test_a_flapping_endpoint_does_not_flap_its_alert(story: Story, facts: list[Fact]) -> None:
    for _ in range(6):
        story.tries(*[BAD] * 10)
        story.passes(minutes=1)
        story.tries(*[GOOD] * 190)
        story.passes(minutes=2)
    assert said(facts) == [("CONSECUTIVE_FAILURES", "OPEN", "WARNING")]
    story.passes(minutes=2)
    assert story.open == {}


def test_all_at_once_and_everything_recovers(story: Story, facts: list[Fact]) -> None:
    story.waits(2)
    story.tries(*[BAD] * 60, ms_each=10_000, timeout=True)
    story.passes(minutes=6)
    assert story.open == {
        "BACKLOG": "WARNING",
        "CONSECUTIVE_FAILURES": "CRITICAL",
        "HIGH_LATENCY": "WARNING",
        "SUCCESS_RATE_LOW": "WARNING",
    }
    story.tries(GOOD)
    Delivery.objects.update(status="SUCCESS")
    story.passes(minutes=20)
    assert story.open == {}
    assert sorted({status for _, status, _ in said(facts)}) == ["OPEN", "RESOLVED"]
    assert len(said(facts)) == 8


def test_one_failure_in_a_hundred_is_clean_traffic(acme: App, facts: list[Fact]) -> None:
    chance = random.Random(1)
    busy, quiet = Story(make_endpoint(acme)), Story(make_endpoint(acme))
    for minute in range(40):
        busy.tries(*(chance.random() >= 0.01 for _ in range(60)))
        if minute % 6 == 0:
            quiet.tries(chance.random() >= 0.01)
        quiet.now = busy.now
        busy.passes(minutes=1)
    assert said(facts) == []
    assert not Alert.objects.exists()


def test_an_endpoint_that_is_disabled_or_deleted_has_its_alerts_resolved(acme: App) -> None:
    stories = [Story(make_endpoint(acme)) for _ in range(2)]
    for story in stories:
        story.tries(*[BAD] * 10)
    evaluate(stories[0].now)
    assert Alert.objects.filter(level=AlertLevel.WARNING).count() == 2
    stories[0].changes(enabled=False, disabled_reason=DisabledReason.OPERATOR)
    stories[1].changes(deleted_at=stories[1].now)
    stories[0].passes(minutes=4)
    assert not Alert.objects.exclude(status="RESOLVED").exists()
