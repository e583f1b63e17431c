"""A claim is a lease: two engines share the work, a dead one's is done by others, nothing is done twice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import App
from push import sweeping, tasks, waking
from push.models import Delivery, Lane
from push.sending import store
from push.sending.limits import Limits
from tests.push.sending.engines import Running
from tests.push.sending.post import Post
from tests.push.sending.queued import queued, statuses, wait_for_all, wait_until


def leased() -> bool:
    return Delivery.objects.exclude(lease="").exists()


def test_two_engines_send_everything_once(
    post: Post, engines: Callable[[], Running], acme: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("push.sending.lane.CLAIM", 20)
    deliveries = queued(acme, 300)
    for engine in (engines(), engines()):
        engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 300}
    assert sorted(post.rung) == [one.pk for one in deliveries]


def test_what_is_due_in_a_moment_goes_out_then(post: Post, engine: Running, acme: App) -> None:
    soon = timezone.now() + timedelta(seconds=0.5)
    queued(acme, next_attempt_at=soon)
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 1}
    assert timezone.now() >= soon


def test_what_a_dead_engine_held_is_due_again_by_itself(
    post: Post, engines: Callable[[], Running], acme: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LEASE", 3.0)
    post.gate.clear()
    queued(acme, 5)
    dead = engines()
    dead.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: len(post.sent) == 5)
    dead.freeze()
    post.gate.set()
    assert sweeping.forgotten() == []
    engines().wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 5}
    assert len(post.sent) == 10


def test_a_slow_answer_keeps_its_claim(
    post: Post, engines: Callable[[], Running], acme: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LEASE", 2.5)
    post.latency = 3.0
    queued(acme, 3)
    first, second = engines(), engines()
    first.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: len(post.sent) == 3)
    second.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 3}
    assert len(post.sent) == 3


def test_what_is_still_under_way_here_is_not_begun_again(post: Post, engine: Running, acme: App) -> None:
    """Its lease had run out, while PostgreSQL was away perhaps."""
    post.gate.clear()
    queued(acme, 3)
    engine.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: len(post.sent) == 3)
    lease = Delivery.objects.earliest("pk").lease
    Delivery.objects.update(next_attempt_at=timezone.now())
    engine.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: not Delivery.objects.filter(lease=lease).exists())
    post.gate.set()
    assert wait_for_all() == {"ACCEPTED": 3}
    assert len(post.sent) == 3


def test_an_outcome_that_came_too_late_counts_for_nothing(post: Post, engine: Running, acme: App) -> None:
    post.gate.clear()
    queued(acme)
    engine.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: len(post.sent) == 1)
    later = timezone.now() + timedelta(hours=1)
    Delivery.objects.update(lease="another's", next_attempt_at=later)
    post.gate.set()
    wait_until(lambda: not engine.on_loop(lambda: engine.engine.lanes[(acme.pk, "HUAWEI")].busy))
    assert Delivery.objects.get().lease == "another's"
    assert statuses() == {"PENDING": 1}


def test_who_leaves_lets_go_of_what_was_not_begun(
    post: Post, engine: Running, acme: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("push.sending.lane.limits_of", lambda _: Limits(at_once=2))
    post.gate.clear()
    queued(acme, 10)
    engine.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: len(post.sent) == 2)
    assert Delivery.objects.exclude(lease="").count() == 10
    post.gate.set()
    post.latency = 0.05
    engine.stop()
    assert not leased()
    assert len(post.sent) < 10
    assert set(sweeping.forgotten()) == {(acme.pk, "HUAWEI")}


def test_the_sweep_finds_lanes_with_something_due(transactional_db: None, acme: App, other: App) -> None:
    queued(acme, 3, "FCM")
    queued(acme, 1, "APNS", next_attempt_at=timezone.now() + timedelta(minutes=1))
    queued(acme, 1, "OPPO", status="ACCEPTED")
    queued(acme, 1, "VIVO")
    queued(other, 2, "HUAWEI", status="RETRYING")
    Lane.objects.create(app=acme, vendor="VIVO", paused_until=timezone.now() + timedelta(minutes=1))
    Lane.objects.create(app=acme, vendor="FCM", paused_until=timezone.now())
    assert set(sweeping.forgotten()) == {(acme.pk, "FCM"), (other.pk, "HUAWEI")}
    assert sweeping.waiting() == 7


def test_the_sweep_does_not_look_at_all_that_is_due(db: None, acme: App) -> None:
    """From lane to lane by the index, whatever waits in them."""
    queued(acme, 200, "FCM")
    queued(acme, 200, "OPPO")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE push_delivery")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sweeping.FORGOTTEN}")
        (plan,) = cursor.fetchone()[0]
    assert _read(plan["Plan"]) < 20


def _read(node: dict[str, Any]) -> int:
    """Rows that scans of the deliveries gave."""
    here = node["Actual Rows"] * node["Actual Loops"] if node.get("Relation Name") == "push_delivery" else 0
    return int(here) + sum(map(_read, node.get("Plans", [])))


def test_the_first_ring_starts_the_engine_of_a_worker(
    post: Post, acme: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[object] = []
    monkeypatch.setattr("journal.doorbell.ring_for", lambda task, keys: rung.append(keys))
    try:
        queued(acme)
        tasks.deliver([f"{acme.pk}:HUAWEI"])
        wait_for_all()
        queued(acme)
        waking.wake([(acme.pk, "HUAWEI")])
        wait_for_all()
        queued(acme)
        tasks.sweep()
        assert wait_for_all() == {"ACCEPTED": 3}
    finally:
        tasks.leave()
    assert rung == []
    waking.wake([(acme.pk, "HUAWEI")])
    assert len(rung) == 1
