"""What is due is sent, signed, and written down with what came of it."""

from datetime import timedelta
from time import sleep

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import App
from accounts.secrets import seal
from config.clock import now_ms
from journal.facts import Fact
from journal.outbox import record
from tests.journal.facts import dispatch_all
from tests.webhooks.deliveries import make_deliveries
from tests.webhooks.endpoints import make_endpoint
from tests.webhooks.engines import Running
from tests.webhooks.receiver import Answer, Receiver, wait_until
from webhooks import circuits
from webhooks.models import (
    Alert,
    AlertType,
    Attempt,
    Circuit,
    Delivery,
    DeliveryStatus,
    DisabledReason,
    Endpoint,
    Minute,
)
from webhooks.sending import schedule
from webhooks.sending.schedule import TRIES
from webhooks.signing import new_secret

S = DeliveryStatus


def written(status: DeliveryStatus, number: int = 1) -> None:
    wait_until(
        lambda: Delivery.objects.filter(status=status).count() >= number,
        lambda: str(list(Delivery.objects.values_list("status", "error", "tries"))),
    )


def test_an_event_arrives_signed_and_is_written_down(engine: Running, receiver: Receiver, acme: App) -> None:
    secret = new_secret()
    endpoint = make_endpoint(acme, receiver.url(), secret=secret)
    said = {"userId": "雁 🙂", "operatorId": "雁 🙂"}
    with transaction.atomic():
        record(Fact("user.online", app_id=acme.pk, app_key="acme", data=said))
    dispatch_all()
    engine.wake(endpoint.pk)
    receiver.wait_for(1)
    [arrival] = receiver.arrivals
    arrival.verify(secret)
    written(S.SUCCESS)
    delivery = Delivery.objects.get()
    assert arrival.id == delivery.event_id
    assert arrival.headers["content-type"] == "application/json"
    assert arrival.said["type"] == "user.online"
    assert arrival.said["appKey"] == "acme"
    assert arrival.said["data"] == said
    assert (delivery.tries, delivery.http_status, delivery.error) == (1, 200, "")
    assert (delivery.url, delivery.response_body) == (receiver.url(), "ok")
    attempt = Attempt.objects.get(delivery=delivery)
    assert (attempt.number, attempt.http_status, attempt.error_class) == (1, 200, "")
    assert Minute.objects.get(endpoint_id=endpoint.pk).succeeded == 1
    assert Circuit.objects.get(pk=endpoint.pk).last_success_at


def test_rings_while_an_endpoint_is_taken_send_nothing_twice(
    engine: Running, receiver: Receiver, acme: App
) -> None:
    receiver.answers = lambda _: Answer(after=0.3)
    endpoint = make_endpoint(acme, receiver.url())
    make_deliveries(endpoint, 3)
    for _ in range(50):
        engine.wake(endpoint.pk)
        sleep(0.002)
    written(S.SUCCESS, 3)
    assert len(receiver.arrivals) == Attempt.objects.count() == 3


def test_many_arrive_once_each_never_more_than_eight_at_a_time(
    engine: Running, receiver: Receiver, acme: App
) -> None:
    endpoint = make_endpoint(acme, receiver.url())
    events = make_deliveries(endpoint, 300)
    receiver.answers = lambda _: Answer(after=0.002)
    engine.wake(endpoint.pk)
    written(S.SUCCESS, 300)
    assert sorted(receiver.ids()) == sorted(events)
    assert receiver.at_once["/hook"] == 8
    assert Attempt.objects.count() == 300
    wait_until(lambda: not engine.holds())
    assert Circuit.objects.get(pk=endpoint.pk).holder == ""


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(500, b"oh\0 no"), "http_5xx"),
        (Answer(404), "http_4xx"),
        (Answer(302, headers={"location": "http://127.0.0.1:1/"}), "http_3xx"),
    ],
    ids=["500", "404", "redirect"],
)
def test_whatever_is_no_success_is_tried_again(
    answer: Answer, error: str, engine: Running, receiver: Receiver, acme: App
) -> None:
    endpoint = make_endpoint(acme, receiver.url())
    make_deliveries(endpoint)
    receiver.answers = lambda _: answer
    engine.wake(endpoint.pk)
    written(S.RETRYING)
    delivery = Delivery.objects.get()
    assert (delivery.tries, delivery.http_status, delivery.error) == (1, answer.status, error)
    assert "\0" not in delivery.response_body
    assert timedelta(seconds=3) < delivery.next_attempt_at - timezone.now() < timedelta(seconds=6.1)
    circuit = Circuit.objects.get(pk=endpoint.pk)
    assert (circuit.consecutive_failures, circuit.last_error) == (1, error)
    assert circuit.failing_since


def test_an_endpoint_can_ask_for_more_time(engine: Running, receiver: Receiver, acme: App) -> None:
    endpoint = make_endpoint(acme, receiver.url())
    make_deliveries(endpoint)
    receiver.answers = lambda _: Answer(429, headers={"retry-after": "1000"})
    engine.wake(endpoint.pk)
    written(S.RETRYING)
    assert Delivery.objects.get().next_attempt_at - timezone.now() > timedelta(seconds=900)


def test_a_retry_comes_by_itself_under_the_same_id(
    engine: Running, receiver: Receiver, acme: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "WAITS", (0.1,) * len(schedule.WAITS))
    endpoint = make_endpoint(acme, receiver.url())
    [event] = make_deliveries(endpoint)
    receiver.answers = lambda _: Answer(500 if len(receiver.arrivals) < 3 else 200)
    engine.wake(endpoint.pk)
    written(S.SUCCESS)
    assert receiver.ids() == [event] * 3
    numbers = Attempt.objects.order_by("pk").values_list("number", "http_status")
    assert list(numbers) == [(1, 500), (2, 500), (3, 200)]


def test_after_the_last_try_it_is_dead_and_somebody_is_told(
    engine: Running, receiver: Receiver, acme: App
) -> None:
    endpoint = make_endpoint(acme, receiver.url())
    make_deliveries(endpoint, tries=TRIES - 1, status=S.RETRYING)
    make_deliveries(endpoint, tries=TRIES + 4, again_from=TRIES, status=S.RETRYING)
    receiver.answers = lambda _: Answer(503)
    engine.wake(endpoint.pk)
    written(S.DEAD)
    written(S.RETRYING)
    assert Alert.objects.get().type == AlertType.EXHAUSTED


def test_a_410_disables_the_endpoint_and_holds_back_the_rest(
    engine: Running, receiver: Receiver, acme: App
) -> None:
    endpoint = make_endpoint(acme, receiver.url())
    make_deliveries(endpoint, 40)
    receiver.answers = lambda _: Answer(410)
    engine.wake(endpoint.pk)
    written(S.HELD, 40)
    endpoint.refresh_from_db()
    assert (endpoint.enabled, endpoint.disabled_reason) == (False, DisabledReason.GONE)
    assert Alert.objects.get().type == AlertType.GONE
    wait_until(lambda: not engine.holds())
    assert 1 <= len(receiver.arrivals) <= 8


def test_an_endpoint_that_only_fails_is_given_up_after_five_days(
    engine: Running, receiver: Receiver, acme: App
) -> None:
    endpoint = make_endpoint(acme, receiver.url())
    Circuit.objects.update(failing_since=timezone.now() - timedelta(days=5), consecutive_failures=3)
    make_deliveries(endpoint, 3)
    receiver.answers = lambda _: Answer(500)
    engine.wake(endpoint.pk)
    wait_until(lambda: Alert.objects.exists())
    endpoint.refresh_from_db()
    assert (endpoint.enabled, endpoint.disabled_reason) == (False, DisabledReason.FAILING)
    assert Alert.objects.get().type == AlertType.AUTO_DISABLED
    wait_until(lambda: not Delivery.objects.filter(status=S.PENDING).exists())


def test_a_moderator_that_fails_at_tests_is_not_disabled(
    engine: Running, receiver: Receiver, acme: App
) -> None:
    endpoint = make_endpoint(acme, receiver.url(), "message.before_send")
    Circuit.objects.update(failing_since=timezone.now() - timedelta(days=5))
    make_deliveries(endpoint)
    receiver.answers = lambda _: Answer(500)
    engine.wake(endpoint.pk)
    written(S.RETRYING)
    endpoint.refresh_from_db()
    assert endpoint.enabled
    assert not Alert.objects.exists()


def test_a_new_url_and_secret_hold_for_what_is_sent_from_then_on(
    engine: Running, receiver: Receiver, acme: App
) -> None:
    old, new = new_secret(), new_secret()
    endpoint = make_endpoint(acme, receiver.url("/old"), secret=old)
    make_deliveries(endpoint)
    engine.wake(endpoint.pk)
    receiver.wait_for(1, "/old")
    former = [{"secret": endpoint.secret, "until": now_ms() + 60_000}, {"secret": "k:gone", "until": 1}]
    Endpoint.objects.filter(pk=endpoint.pk).update(
        url=receiver.url("/new"), secret=seal(new), former_secrets=former
    )
    make_deliveries(endpoint)
    engine.wake(endpoint.pk)
    receiver.wait_for(1, "/new")
    first, second = receiver.arrivals
    first.verify(old)
    for secret in (old, new):
        second.verify(secret)


@pytest.mark.parametrize(
    "change", [{"enabled": False}, {"deleted_at": timezone.now()}], ids=["disabled", "deleted"]
)
def test_nothing_is_sent_to_an_endpoint_that_is_off(
    change: dict[str, object], engine: Running, receiver: Receiver, acme: App
) -> None:
    off, on = make_endpoint(acme, receiver.url("/off")), make_endpoint(acme, receiver.url("/on"))
    Endpoint.objects.filter(pk=off.pk).update(**change)
    make_deliveries(off)
    make_deliveries(on)
    engine.wake(off.pk, on.pk)
    receiver.wait_for(1, "/on")
    written(S.SUCCESS)
    assert receiver.ids("/off") == []


def test_an_open_breaker_burns_no_tries_and_a_probe_closes_it(
    engine: Running, receiver: Receiver, acme: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(circuits, "FIRST_OPENING", 0.3)
    endpoint = make_endpoint(acme, receiver.url())
    make_deliveries(endpoint, 60)
    receiver.answers = lambda _: Answer(500)
    engine.wake(endpoint.pk)
    wait_until(lambda: Circuit.objects.get(pk=endpoint.pk).open_until)
    assert 10 <= len(receiver.arrivals) <= 18
    receiver.answers = lambda _: Answer(after=0.05)
    receiver.at_once.clear()
    untried = Delivery.objects.filter(tries=0).count()
    assert untried >= 42
    wait_until(lambda: not Delivery.objects.filter(tries=0).exists())
    circuit = Circuit.objects.get(pk=endpoint.pk)
    assert (circuit.open_until, circuit.openings, circuit.consecutive_failures) == (None, 0, 0)


def test_a_half_open_breaker_lets_one_through(engine: Running, receiver: Receiver, acme: App) -> None:
    endpoint = make_endpoint(acme, receiver.url())
    Circuit.objects.update(open_until=timezone.now() - timedelta(seconds=1), openings=3)
    make_deliveries(endpoint, 20)
    receiver.answers = lambda _: Answer(500)
    engine.wake(endpoint.pk)
    written(S.RETRYING)
    wait_until(lambda: not engine.holds())
    assert len(receiver.arrivals) == 1
    circuit = Circuit.objects.get(pk=endpoint.pk)
    assert circuit.openings == 4
    assert circuit.open_until
    assert circuit.open_until - timezone.now() > timedelta(seconds=200)


def test_a_secret_that_cannot_be_opened_is_a_failed_try(
    engine: Running, receiver: Receiver, acme: App
) -> None:
    endpoint = make_endpoint(acme, receiver.url())
    Endpoint.objects.update(secret="nokey:AAAA")
    make_deliveries(endpoint)
    engine.wake(endpoint.pk)
    written(S.RETRYING)
    assert Delivery.objects.get().error == "unsigned"
    assert receiver.arrivals == []
