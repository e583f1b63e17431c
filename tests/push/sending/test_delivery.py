"""What is due goes out once, and what came of it is written down with its log, its counts and its events."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import App
from journal.facts import Fact
from push.actions import receiving
from push.models import Delivery, Device, DeviceLog, Notice, Preference, Statistic
from push.sending.limits import Limits
from push.vendors.contract import Kind, Outcome, Scope, Stage
from tests.push.phones import make_device, make_notice
from tests.push.sending.engines import Running
from tests.push.sending.post import DEAD, OK, Post
from tests.push.sending.queued import queued, statuses, to, wait_for_all, wait_until


def counted() -> dict[tuple[str, str], int]:
    return {(one.outcome, one.code): one.count for one in Statistic.objects.all()}


def test_what_is_due_is_sent_once_and_written_down(post: Post, engine: Running, acme: App) -> None:
    deliveries = queued(acme, 30)
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 30}
    assert sorted(post.rung) == sorted(one.pk for one in deliveries)
    assert {(one.push_id, one.task_id, one.title) for one in post.messages} == {
        (str(one.pk), str(one.notice_id), "Hi") for one in deliveries
    }
    done = Delivery.objects.earliest("pk")
    assert (done.tries, done.http_status, done.vendor_message_id, done.latency_ms) == (1, 200, "m-1", 3)
    assert done.lease == ""
    assert done.finished_at
    assert counted() == {("accepted", ""): 30}
    entries = DeviceLog.objects.filter(event="ACCEPTED", level="INFO", attempt=1, delivery_id__isnull=False)
    assert entries.count() == DeviceLog.objects.count() == 30
    entry = entries.get(delivery_id=done.pk)
    device = done.device
    assert (entry.user_id, entry.device_id, entry.token_hash) == (
        device.user_id,
        device.device_id,
        device.token_hash,
    )
    assert entry.token_masked == device.token_masked
    assert device.last_success_at
    assert device.fail_streak == 0


def test_a_dead_token_is_given_up_and_told(post: Post, engine: Running, acme: App, facts: list[Fact]) -> None:
    post.answers = lambda _: DEAD
    (delivery,) = queued(acme)
    waiting = to([delivery.device], make_notice(acme), next_attempt_at=timezone.now() + timedelta(hours=1))
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"FAILED": 1, "CANCELLED": 1}
    delivery.refresh_from_db()
    assert (delivery.reason, delivery.vendor_code) == ("INVALID_TOKEN", "Unregistered")
    device = Device.objects.get()
    assert (device.status, device.invalid_reason) == ("INVALID", "Unregistered")
    assert Delivery.objects.get(pk=waiting[0].pk).reason == "INVALID_TOKEN"
    assert counted()[("invalid", "Unregistered")] == 1
    assert {fact.type for fact in facts} == {"push.failed", "push.token_invalid"}


def test_a_device_that_was_registered_after_its_token_died_stays(
    post: Post, engine: Running, acme: App
) -> None:
    since = int((timezone.now() - timedelta(days=1)).timestamp() * 1000)
    post.answers = lambda _: Outcome(Kind.INVALID_TOKEN, code="Unregistered", invalid_since=since)
    queued(acme)
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"FAILED": 1}
    assert Device.objects.get().status == "ACTIVE"


def test_a_push_to_a_token_that_was_changed_meanwhile_goes_to_the_new_one(
    post: Post, engine: Running, acme: App, facts: list[Fact]
) -> None:
    post.answers = lambda target: OK if target.token == "new" else DEAD
    queued(acme)
    post.gate.clear()
    engine.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: len(post.sent) == 1)
    Device.objects.update(token="new", token_hash="new")
    post.gate.set()
    wait_until(lambda: statuses() == {"RETRYING": 1})
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 1}
    assert Device.objects.get().status == "ACTIVE"
    assert facts == []


def test_nobody_is_rung_who_must_not_be(post: Post, engine: Running, acme: App) -> None:
    notice = make_notice(acme)
    rebound, gone, late, called_off = (make_device(acme, name) for name in ("ann", "ben", "cid", "dan"))
    to([rebound], notice, user_id="who-had-it-before")
    Device.objects.filter(pk=gone.pk).update(status="UNREGISTERED")
    to([gone], notice)
    to([late], make_notice(acme, expires_at=timezone.now()))
    to([called_off], make_notice(acme, status="CANCELLED"))
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"CANCELLED": 3, "EXPIRED": 1}
    assert post.sent == []
    found = dict(Delivery.objects.values_list("device__user_id", "reason"))
    assert found == {"ann": "REBOUND", "ben": "UNREGISTERED", "cid": "EXPIRED", "dan": "TASK_CANCELLED"}
    assert DeviceLog.objects.filter(event="SKIPPED", attempt=0).count() == 4


def test_now_or_never_is_tried_now(post: Post, engine: Running, acme: App) -> None:
    queued(acme, notice=make_notice(acme, options={"ttl": 0}, expires_at=timezone.now()))
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 1}
    assert post.messages[0].ttl == 0


def test_without_a_credential_everything_fails_with_a_hint(
    transactional_db: None, engine: Running, acme: App
) -> None:
    queued(acme, 3, "FCM")
    engine.wake((acme.pk, "FCM"))
    assert wait_for_all() == {"FAILED": 3}
    assert set(Delivery.objects.values_list("reason", "tries")) == {("VENDOR_NOT_CONFIGURED", 0)}
    entry = DeviceLog.objects.filter(event="FAILED").first()
    assert entry
    assert "credential" in entry.detail["hint"]


@pytest.mark.parametrize(
    ("outcome", "shortest", "longest"),
    [
        pytest.param(Outcome(Kind.RETRY, code="http_503"), 12, 18, id="broken"),
        pytest.param(Outcome(Kind.THROTTLED, scope=Scope.DEVICE), 4, 6, id="throttled"),
        pytest.param(Outcome(Kind.THROTTLED, scope=Scope.DEVICE, after=90.0), 90, 90, id="as-it-wishes"),
        pytest.param(Outcome(Kind.UNKNOWN), 4, 6, id="unanswered"),
    ],
)
def test_it_is_tried_again(
    post: Post, engine: Running, acme: App, outcome: Outcome, shortest: int, longest: int
) -> None:
    post.answers = lambda _: outcome
    queued(acme)
    engine.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: statuses() == {"RETRYING": 1})
    delivery = Delivery.objects.get()
    assert delivery.tries == 1
    assert delivery.finished_at is None
    wait = (delivery.next_attempt_at - timezone.now()).total_seconds()
    assert shortest - 5 < wait <= longest
    assert DeviceLog.objects.get().event == "RETRY"
    post.answers = lambda _: OK
    Delivery.objects.update(next_attempt_at=timezone.now())
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 1}
    assert Delivery.objects.get().tries == 2
    assert Device.objects.get().fail_streak == 0


def test_what_would_come_too_late_is_not_tried_again(
    post: Post, engine: Running, acme: App, facts: list[Fact]
) -> None:
    post.answers = lambda _: Outcome(Kind.RETRY, Stage.CONNECT, code="connect")
    queued(acme, notice=make_notice(acme, expires_at=timezone.now() + timedelta(seconds=10)))
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"EXPIRED": 1}
    assert Delivery.objects.get().vendor_code == "connect"
    assert [fact.data["reason"] for fact in facts] == ["EXPIRED"]


def test_what_a_vendor_refuses_for_good_has_failed(post: Post, engine: Running, acme: App) -> None:
    token = "t" * 30
    words = f"never {token}\0 of us"
    post.answers = lambda _: Outcome(Kind.PERMANENT, code="Forbidden", message=words, hint="ask them")
    (delivery,) = queued(acme)
    Device.objects.update(token=token)
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"FAILED": 1}
    delivery.refresh_from_db()
    assert (delivery.reason, delivery.vendor_message) == ("REFUSED", "never … of us")
    assert DeviceLog.objects.get().detail == {"reason": "REFUSED", "hint": "ask them", "stage": "SEND"}


def test_many_share_a_request_where_they_are_told_the_same(
    posts: Callable[[str, Post], Post], post: Post, engine: Running, acme: App
) -> None:
    post.MOST = 4
    i18n = {"de": {"title": "Hallo", "body": "du"}}
    text = {"title": "Hi", "body": "there", "i18n": i18n}
    notice = make_notice(acme, content={"notification": text})
    other = make_notice(acme)
    deliveries = queued(acme, 6, notice=notice)
    Device.objects.filter(pk=deliveries[0].device_id).update(locale="de-AT")
    Device.objects.filter(pk=deliveries[1].device_id).update(locale="fr")
    to([deliveries[2].device], other)
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 7}
    shared = sorted((len(targets), message.push_id, message.title) for message, targets in post.sent)
    single = Delivery.objects.get(notice=other).pk
    last = next(
        t[0].delivery for m, t in post.sent if len(t) == 1 and t[0].delivery not in (single, deliveries[0].pk)
    )
    assert shared == sorted(
        [
            (4, f"t{notice.pk}", "Hi"),
            (1, str(last), "Hi"),
            (1, str(deliveries[0].pk), "Hallo"),
            (1, str(single), "Hi"),
        ]
    )


def test_only_the_tokens_that_failed_are_sent_again(post: Post, engine: Running, acme: App) -> None:
    post.MOST = 10
    deliveries = queued(acme, 5)
    failing = deliveries[3].pk
    post.answers = lambda target: Outcome(Kind.RETRY) if target.delivery == failing else OK
    engine.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: statuses() == {"ACCEPTED": 4, "RETRYING": 1})
    post.answers = lambda _: OK
    Delivery.objects.filter(pk=failing).update(next_attempt_at=timezone.now())
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 5}
    assert [len(targets) for _, targets in post.sent] == [5, 1]


def test_previews_are_hidden_from_who_wants_it(post: Post, engine: Running, acme: App) -> None:
    Preference.objects.create(app=acme, user_id="user-0", preview_hidden=True)
    notice = make_notice(
        acme, options={"preview": True}, content={"notification": {"title": "Bob", "body": "secret"}}
    )
    deliveries = queued(acme, 2, notice=notice)
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 2}
    told = {targets[0].delivery: message.body for message, targets in post.sent}
    assert told[deliveries[0].pk] != "secret"
    assert told[deliveries[1].pk] == "secret"


def test_what_breaks_a_vendors_file_is_tried_a_few_times(
    post: Post, engine: Running, acme: App, facts: list[Fact]
) -> None:
    def broken(_: object) -> Outcome:
        raise RuntimeError("with a token in it")

    post.answers = broken
    queued(acme, tries=3)
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"UNKNOWN": 1}
    assert [fact.type for fact in facts] == ["push.failed"]
    assert Notice.objects.count() == 1


def test_what_was_cancelled_while_it_was_under_way_stays_so_unless_it_arrived(
    post: Post, engine: Running, acme: App
) -> None:
    arrived, failed = queued(acme, 2)
    post.gate.clear()
    post.answers = lambda target: OK if target.delivery == arrived.pk else Outcome(Kind.PERMANENT)
    engine.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: len(post.sent) == 2)
    Delivery.objects.update(status="CANCELLED", reason="TASK_CANCELLED")
    post.gate.set()
    wait_until(lambda: statuses() == {"ACCEPTED": 1, "CANCELLED": 1})
    assert Delivery.objects.get(pk=failed.pk).tries == 0


def test_a_phone_that_is_quicker_than_the_vendors_answer_loses_nothing_of_it(
    post: Post, engine: Running, acme: App
) -> None:
    (push,) = queued(acme)
    post.gate.clear()
    engine.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: len(post.sent) == 1)
    said = {"pushId": str(push.pk), "deviceId": push.device.device_id, "event": "CLICKED"}
    assert receiving.receive(app=acme, said=[said])["accepted"] == 1
    post.gate.set()
    wait_until(lambda: Delivery.objects.get().vendor_message_id == "m-1")
    push.refresh_from_db()
    assert (push.status, push.tries, push.http_status, push.lease) == ("CLICKED", 1, 200, "")
    assert sorted(DeviceLog.objects.values_list("event", flat=True)) == ["ACCEPTED", "CLICKED"]
    assert counted() == {("accepted", ""): 1, ("delivered", ""): 1, ("clicked", ""): 1}


def test_what_waits_in_hand_does_not_go_to_who_has_the_phone_by_now(
    post: Post, engine: Running, acme: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("push.sending.lane.limits_of", lambda _: Limits(at_once=1))
    monkeypatch.setattr("push.sending.sender.FRESH", 0.0)
    pushes = queued(acme, 3)
    post.gate.clear()
    engine.wake((acme.pk, "HUAWEI"))
    wait_until(lambda: len(post.sent) == 1)
    assert Delivery.objects.exclude(lease="").count() == 3
    waiting = next(one for one in pushes if one.pk not in post.rung)
    Device.objects.filter(pk=waiting.device_id).update(user_id="another")
    post.gate.set()
    assert wait_for_all() == {"ACCEPTED": 2, "CANCELLED": 1}
    waiting.refresh_from_db()
    assert (waiting.reason, waiting.pk in post.rung) == ("REBOUND", False)
