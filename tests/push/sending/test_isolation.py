"""A vendor that hangs, breaks or is bounded does not move what goes to another."""

from collections.abc import Callable

import pytest

from accounts.models import App
from push.models import Delivery
from push.sending.limits import Limits
from push.vendors.contract import Kind, Outcome
from tests.push.credentials import make_credential
from tests.push.phones import make_notice
from tests.push.sending.engines import Running
from tests.push.sending.post import Post
from tests.push.sending.queued import queued, statuses, wait_until

BOUNDS = {"FCM": Limits(at_once=20, in_hand=60), "XIAOMI": Limits(rate=0.01, in_hand=60)}


def test_slow_broken_and_bounded_vendors_keep_their_trouble_to_themselves(
    post: Post,
    posts: Callable[[str, Post], Post],
    engine: Running,
    acme: App,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("push.sending.lane.limits_of", lambda vendor: BOUNDS.get(vendor, Limits()))
    slow, broken, bounded = (posts(name, Post()) for name in ("FCM", "APNS", "XIAOMI"))
    slow.gate.clear()
    broken.answers = lambda _: Outcome(Kind.RETRY, code="http_500")
    for vendor in ("FCM", "APNS", "XIAOMI"):
        make_credential(acme, vendor)
        queued(acme, 200, vendor, notice=make_notice(acme))
        engine.wake((acme.pk, vendor))
    wait_until(lambda: len(slow.sent) == 20)
    wait_until(lambda: statuses(vendor="APNS") == {"RETRYING": 200})
    queued(acme, 100)
    engine.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: statuses(vendor="HUAWEI") == {"ACCEPTED": 100})
    assert len(slow.sent) == slow.at_once == 20
    assert Delivery.objects.filter(vendor="FCM").exclude(lease="").count() <= 60
    assert statuses(vendor="FCM") == {"PENDING": 200}
    assert len(bounded.sent) == 1
    slow.gate.set()
    wait_until(lambda: statuses(vendor="FCM") == {"ACCEPTED": 200})
    engine.stop(0.1)


def test_one_app_does_not_use_up_the_rate_of_another(
    post: Post, engine: Running, acme: App, other: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("push.sending.lane.limits_of", lambda _: Limits(rate=10.0))
    make_credential(other, "HUAWEI")
    queued(acme, 40)
    mine = queued(other, 3)
    engine.wake((acme.pk, "HUAWEI"), (other.pk, "HUAWEI"))
    wait_until(lambda: statuses(app=other) == {"ACCEPTED": 3})
    assert statuses(app=acme)["PENDING"] > 20
    assert {one.pk for one in mine} <= set(post.rung)
    engine.stop(0.1)
