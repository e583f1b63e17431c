"""POST /api/im/admin/webhooks/{id}/test, beside the reference."""

from typing import Any

import orjson
import pytest

from accounts.models import App
from config.clock import ms
from journal.models import Event, Operation
from tests.client import Client
from tests.webhooks.endpoints import make_endpoint
from webhooks.models import Delivery, Payload


@pytest.mark.parametrize("events", [["user.login"], ["message.before_send"], ["*"]], ids=str)
@pytest.mark.parametrize("filters", [{}, {"groupIds": ["club"]}], ids=str)
def test_it_gets_a_test_whatever_it_listens_to_and_nobody_else_does(
    events: list[str], filters: dict[str, Any], as_root: Client, acme: App
) -> None:
    endpoint = make_endpoint(acme, "https://hooks.example.com/im", *events, name="crm", filters=filters)
    make_endpoint(acme)
    made = as_root.post(f"/api/im/admin/webhooks/{endpoint.pk}/test").data
    delivery, payload = Delivery.objects.get(), Payload.objects.get()
    assert made == {"eventId": payload.pk, "deliveryId": str(delivery.pk)}
    assert (delivery.endpoint_id, delivery.type, delivery.status) == (endpoint.pk, "webhook.test", "PENDING")
    assert delivery.event_id == payload.event_id
    assert orjson.loads(payload.body) == {
        "type": "webhook.test",
        "timestamp": ms(payload.created_at),
        "appKey": "acme",
        "data": {"webhookId": str(endpoint.pk), "webhookName": "crm", "operatorId": "root"},
    }
    assert not Event.objects.exists()


def test_the_log_names_the_test(as_root: Client, acme: App) -> None:
    endpoint = make_endpoint(acme)
    made = as_root.post(f"/api/im/admin/webhooks/{endpoint.pk}/test").data
    entry = Operation.objects.get()
    assert (entry.action, entry.target_type, entry.target_id) == ("WEBHOOK_TEST", "WEBHOOK", str(endpoint.pk))
    assert entry.detail == made


def test_a_disabled_webhook_is_not_tested(as_root: Client, acme: App) -> None:
    endpoint = make_endpoint(acme, enabled=False)
    assert as_root.post(f"/api/im/admin/webhooks/{endpoint.pk}/test").refused(400, "10004", "id")
    assert not Delivery.objects.exists()
    assert not Operation.objects.exists()


def test_a_repeat_under_its_key_is_the_same_test(as_root: Client, acme: App) -> None:
    path = f"/api/im/admin/webhooks/{make_endpoint(acme).pk}/test"
    answers = [as_root.call("POST", path, headers={"Idempotency-Key": "k"}).data for _ in range(2)]
    assert answers[0] == answers[1]
    assert Delivery.objects.count() == 1
