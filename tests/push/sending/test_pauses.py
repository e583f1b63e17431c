"""A vendor that has had enough, or takes us for somebody else, is left alone; what is for it waits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import App
from push import lanes
from push.models import Delivery, Device, DeviceLog, Lane
from push.sending.lane import Lane as InHand
from push.sending.schedule import until_tomorrow
from push.vendors.contract import Kind, Outcome, Scope, Stage, Target
from tests.push.sending.engines import Running
from tests.push.sending.post import DEAD, OK, Post
from tests.push.sending.queued import queued, statuses, wait_for_all, wait_until

WRONG = Outcome(Kind.AUTH, Stage.AUTH, http_status=403, code="InvalidProviderToken", hint="look at the key")
ENOUGH = Outcome(Kind.THROTTLED, http_status=429, scope=Scope.APP, after=120.0)
FOR_TODAY = Outcome(Kind.THROTTLED, code="10070", scope=Scope.DAY)


def left(lane: Lane) -> float:
    assert lane.paused_until
    return (lane.paused_until - timezone.now()).total_seconds()


def paused() -> Lane | None:
    return Lane.objects.filter(paused_until__gt=timezone.now()).first()


def paused_lane() -> Lane:
    wait_until(paused)
    lane = paused()
    assert lane
    return lane


def over() -> None:
    """The pause has come to its end, and what waited is due."""
    past = timezone.now() - timedelta(seconds=1)
    Lane.objects.update(paused_until=past)
    Delivery.objects.filter(status="RETRYING").update(next_attempt_at=past)


def test_no_vendors_wish_is_for_more_than_a_day() -> None:
    ages = replace(ENOUGH, after=1e12)
    assert InHand((1, "HUAWEI"))._pause(ages) == (lanes.THROTTLED, 24 * 3600)


@pytest.mark.parametrize(
    ("outcome", "reason", "shortest", "longest"),
    [
        pytest.param(WRONG, lanes.AUTH, 40, 73, id="auth"),
        pytest.param(ENOUGH, lanes.THROTTLED, 110, 120, id="throttled"),
    ],
)
def test_a_lane_rests_and_a_small_batch_shows_that_all_is_well(
    post: Post,
    engines: Callable[[], Running],
    acme: App,
    outcome: Outcome,
    reason: str,
    shortest: int,
    longest: int,
) -> None:
    post.answers = lambda _: outcome
    queued(acme)
    first = engines()
    first.wake((acme.pk, "HUAWEI"))
    lane = paused_lane()
    assert (lane.reason, lane.vendor, lane.openings) == (reason, "HUAWEI", 1)
    assert shortest < left(lane) <= longest
    wait_until(lambda: statuses() == {"RETRYING": 1})
    queued(acme, 30)
    second = engines()
    second.wake((acme.pk, "HUAWEI"))
    first.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: second.on_loop(lambda: second.engine.lanes[(acme.pk, "HUAWEI")].is_paused))
    assert len(post.sent) == 1
    post.gate.clear()
    post.answers = lambda _: OK
    over()
    second.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: len(post.sent) == 11)
    post.gate.set()
    assert wait_for_all() == {"ACCEPTED": 31}
    wait_until(lambda: Lane.objects.get().paused_until is None)
    assert (Lane.objects.get().reason, Lane.objects.get().openings) == ("", 0)


def test_what_is_about_one_phone_alone_holds_up_no_other(post: Post, engine: Running, acme: App) -> None:
    """A browser's endpoint is its owner's: he may answer whatever he likes, and as often."""
    refused = Outcome(Kind.AUTH, http_status=403, scope=Scope.DEVICE)
    gone = Outcome(Kind.INVALID_TOKEN, http_status=410, scope=Scope.DEVICE)
    post.answers = lambda target: (OK, refused, gone)[target.delivery % 3]
    queued(acme, 60)
    engine.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: statuses() == {"ACCEPTED": 20, "RETRYING": 20, "FAILED": 20})
    assert paused() is None
    assert Device.objects.filter(status="INVALID").count() == 20
    waiting = Delivery.objects.filter(status="RETRYING").values_list("next_attempt_at", flat=True)
    assert all(at and (at - timezone.now()).total_seconds() > 5 for at in waiting)


def test_a_probe_that_fails_makes_the_next_pause_longer(post: Post, engine: Running, acme: App) -> None:
    post.answers = lambda _: WRONG
    queued(acme, 15)
    engine.wake((acme.pk, "HUAWEI"))
    assert paused_lane().openings == 1
    wait_until(lambda: statuses() == {"RETRYING": 15})
    sent = len(post.sent)
    over()
    wait_until(lambda: Lane.objects.get().openings == 2)
    assert 90 < left(Lane.objects.get()) <= 145
    wait_until(lambda: not Delivery.objects.exclude(lease="").exists())
    assert sent < len(post.sent) <= sent + 10


def test_who_mends_a_credential_ends_the_pause(post: Post, engine: Running, acme: App) -> None:
    post.answers = lambda _: WRONG
    queued(acme)
    engine.wake((acme.pk, "HUAWEI"))
    paused_lane()
    wait_until(lambda: statuses() == {"RETRYING": 1})
    post.answers = lambda _: OK
    lanes.resume(acme.pk, "HUAWEI")
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 1}


def test_who_mends_a_credential_has_those_tried_again_that_were_doubted(
    post: Post, engine: Running, acme: App
) -> None:
    post.answers = lambda _: DEAD
    queued(acme, 30)
    engine.wake((acme.pk, "HUAWEI"))
    paused_lane()
    wait_until(lambda: statuses() == {"RETRYING": 30})
    post.answers = lambda target: DEAD if target.delivery == last else OK
    last = Delivery.objects.latest("pk").pk
    lanes.resume(acme.pk, "HUAWEI")
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 29, "FAILED": 1}
    assert Lane.objects.get().paused_until is None


def test_a_vendor_that_has_had_enough_for_today_is_asked_tomorrow(
    post: Post, engine: Running, acme: App
) -> None:
    post.answers = lambda _: FOR_TODAY
    queued(acme)
    engine.wake((acme.pk, "HUAWEI"))
    lane = paused_lane()
    assert lane.reason == lanes.DAY
    assert left(lane) <= until_tomorrow("HUAWEI", datetime.now(UTC)) + 30
    wait_until(lambda: statuses() == {"RETRYING": 1})


@pytest.mark.parametrize(("vendor", "hours"), [("VIVO", 2), ("FCM", 10)])
def test_the_day_is_that_of_the_vendor(vendor: str, hours: int) -> None:
    seconds = until_tomorrow(vendor, datetime(2026, 11, 23, 14, tzinfo=UTC))
    assert 0 < seconds - hours * 3600 <= 30


def test_so_many_dead_at_once_are_not_believed(post: Post, engine: Running, acme: App) -> None:
    post.answers = lambda _: DEAD
    queued(acme, 60)
    engine.wake((acme.pk, "HUAWEI"))
    lane = paused_lane()
    assert (lane.reason, lane.openings) == (lanes.INVALID_TOKENS, 1)
    assert 230 < left(lane) <= 360
    wait_until(lambda: not Delivery.objects.exclude(lease="").exists())
    tried = statuses()["RETRYING"]
    assert 20 <= tried == len(post.sent) < 60
    assert not Device.objects.exclude(status="ACTIVE").exists()
    assert "doubted" in DeviceLog.objects.filter(event="RETRY").earliest("pk").detail["hint"]
    assert Delivery.objects.filter(next_attempt_at__gt=lane.paused_until).count() == tried


def test_when_a_probe_reaches_a_phone_the_dead_are_believed(post: Post, engine: Running, acme: App) -> None:
    def answer(target: Target) -> Outcome:
        return OK if target.delivery in alive else DEAD

    alive: set[int] = set()
    post.answers = answer
    queued(acme, 21)
    engine.wake((acme.pk, "HUAWEI"))
    paused_lane()
    wait_until(lambda: statuses() == {"RETRYING": 21})
    alive |= {one.pk for one in queued(acme, 2, next_attempt_at=timezone.now() - timedelta(minutes=1))}
    over()
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 2, "FAILED": 21}
    assert Device.objects.filter(status="INVALID").count() == 21
    lane = Lane.objects.get()
    assert (lane.paused_until, lane.openings) == (None, 1)


def test_while_no_phone_is_reached_nobody_is_given_up(post: Post, engine: Running, acme: App) -> None:
    post.answers = lambda _: DEAD
    queued(acme, 21)
    engine.wake((acme.pk, "HUAWEI"))
    paused_lane()
    wait_until(lambda: statuses() == {"RETRYING": 21})
    over()
    engine.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: Lane.objects.get().openings == 2)
    wait_until(lambda: not Delivery.objects.exclude(lease="").exists())
    assert not Device.objects.exclude(status="ACTIVE").exists()


def test_a_few_dead_among_many_are_given_up(post: Post, engine: Running, acme: App) -> None:
    deliveries = queued(acme, 200)
    dead = {one.pk for one in deliveries[::20]}
    post.answers = lambda target: DEAD if target.delivery in dead else OK
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 190, "FAILED": 10}
    assert set(Delivery.objects.filter(status="FAILED").values_list("pk", flat=True)) == dead
    assert Device.objects.filter(status="INVALID").count() == 10
    assert not Lane.objects.exists()
