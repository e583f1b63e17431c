"""POST /api/im/admin/webhook-deliveries/{id}/redeliver, beside the reference."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import App
from journal.models import Operation
from tests.client import Answer, Client
from tests.webhooks.deliveries import make_delivery
from tests.webhooks.endpoints import make_endpoint
from webhooks.models import Circuit, Delivery, DeliveryStatus, Endpoint


@pytest.fixture
def endpoint(acme: App) -> Endpoint:
    return make_endpoint(acme, "https://hooks.example.com/im")


def again(client: Client, delivery: Delivery, **headers: str) -> Answer:
    path = f"/api/im/admin/webhook-deliveries/{delivery.pk}/redeliver"
    return client.call("POST", path, headers=headers)


@pytest.mark.parametrize("status", DeliveryStatus.values)
def test_whatever_came_of_it_it_is_sent_again_at_once_under_the_same_id(
    status: str, as_root: Client, endpoint: Endpoint
) -> None:
    later = timezone.now() + timedelta(hours=10)
    delivery = make_delivery(
        endpoint, status, tries=7, next_attempt_at=later, http_status=500, error="http_5xx"
    )
    shown = again(as_root, delivery).data
    assert (shown["id"], shown["eventId"]) == (str(delivery.pk), delivery.event_id)
    assert (shown["status"], shown["attempt"], shown["httpStatus"]) == ("PENDING", 7, 500)
    delivery.refresh_from_db()
    assert delivery.again_from == 7
    assert delivery.next_attempt_at <= timezone.now()


def test_the_log_says_what_it_was(as_root: Client, endpoint: Endpoint) -> None:
    delivery = make_delivery(endpoint, "DEAD")
    assert again(as_root, delivery).ok
    entry = Operation.objects.get()
    assert (entry.action, entry.target_type) == ("WEBHOOK_REDELIVER", "WEBHOOK_DELIVERY")
    assert entry.target_id == str(delivery.pk)
    assert entry.detail == {
        "webhookId": str(endpoint.pk),
        "event": "message.sent",
        "eventId": delivery.event_id,
        "status": {"from": "DEAD", "to": "PENDING"},
    }


def test_to_a_disabled_webhook_nothing_is_sent(as_root: Client, acme: App) -> None:
    delivery = make_delivery(make_endpoint(acme, enabled=False), "HELD")
    assert again(as_root, delivery).refused(400, "10004", "id")
    delivery.refresh_from_db()
    assert delivery.status == "HELD"
    assert not Operation.objects.exists()


def test_to_a_deleted_webhook_neither(as_root: Client, endpoint: Endpoint) -> None:
    delivery = make_delivery(endpoint, "DEAD")
    assert as_root.delete(f"/api/im/admin/webhooks/{endpoint.pk}").ok
    assert again(as_root, delivery).refused(404, "90404")


def test_a_repeat_under_its_key_sends_it_once(as_root: Client, endpoint: Endpoint) -> None:
    delivery = make_delivery(endpoint, "DEAD")
    first = again(as_root, delivery, **{"Idempotency-Key": "k"})
    Delivery.objects.update(status="SUCCESS")
    assert again(as_root, delivery, **{"Idempotency-Key": "k"}).data == first.data
    assert Delivery.objects.get().status == "SUCCESS"


def test_an_open_breaker_tries_at_once(as_root: Client, endpoint: Endpoint) -> None:
    Circuit.objects.update(open_until=timezone.now() + timedelta(minutes=5), openings=3)
    assert again(as_root, make_delivery(endpoint, "DEAD")).ok
    assert Circuit.objects.filter(open_until__lte=timezone.now(), openings=3).exists()
