"""One story with everything in it: a server fails, its owner is told, it recovers, he is told."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import App
from journal.facts import Fact
from tests.client import Client
from tests.webhooks.deliveries import make_deliveries
from tests.webhooks.endpoints import make_endpoint
from tests.webhooks.engines import Running
from tests.webhooks.receiver import Answer, Receiver, wait_until
from webhooks.alerts import evaluate
from webhooks.models import Attempt, Circuit, Delivery, Endpoint


def tried(number: int) -> None:
    wait_until(lambda: Attempt.objects.count() >= number, lambda: f"{Attempt.objects.count()} tries")


def check_counts(client: Client, endpoint: Endpoint) -> str:
    """Health counts what the attempts say; answers the status."""
    shown = client.get(f"/api/im/admin/webhooks/{endpoint.pk}/health").data
    attempts = Attempt.objects.all()
    assert (shown["total"], shown["failed"]) == (attempts.count(), attempts.exclude(error_class="").count())
    assert shown["backlog"] == Delivery.objects.filter(status__in=["PENDING", "RETRYING"]).count()
    assert shown["consecutiveFailures"] == Circuit.objects.get().consecutive_failures
    return f"{shown['status']} {shown['breaker']}"


def test_a_server_fails_and_recovers(
    engine: Running,
    receiver: Receiver,
    acme: App,
    as_server: Client,
    facts: list[Fact],
) -> None:
    endpoint = make_endpoint(acme, receiver.url())
    make_deliveries(endpoint, 10)
    receiver.answers = lambda _: Answer(500)
    engine.wake(endpoint.pk)
    tried(10)
    evaluate()
    assert check_counts(as_server, endpoint) == "DOWN OPEN"

    receiver.answers = lambda _: Answer()
    wait_until(lambda: not engine.holds())
    Circuit.objects.update(open_until=timezone.now())
    Delivery.objects.update(next_attempt_at=timezone.now())
    assert check_counts(as_server, endpoint) == "DOWN HALF_OPEN"
    engine.wake(endpoint.pk)
    tried(20)
    assert check_counts(as_server, endpoint) == "DEGRADED CLOSED"
    now = timezone.now()
    for minutes in (0, 20, 24):  # the rate of the last 15 minutes is low until then
        evaluate(now + timedelta(minutes=minutes))
    told = [(fact.data["type"], fact.data["status"]) for fact in facts if fact.type == "webhook.alert"]
    assert sorted(told) == [
        ("CONSECUTIVE_FAILURES", "OPEN"),
        ("CONSECUTIVE_FAILURES", "RESOLVED"),
        ("SUCCESS_RATE_LOW", "OPEN"),
        ("SUCCESS_RATE_LOW", "RESOLVED"),
    ]
