"""POST /api/im/admin/webhooks/{id}/recover, beside the reference."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import App
from config.clock import ms
from journal.models import Operation
from tests.client import Answer, Client
from tests.webhooks.deliveries import fill, make_delivery
from tests.webhooks.endpoints import make_endpoint
from webhooks.models import Delivery, Endpoint


@pytest.fixture
def endpoint(acme: App) -> Endpoint:
    return make_endpoint(acme, "https://hooks.example.com/im")


def recover(client: Client, endpoint: Endpoint, **given: Any) -> Answer:
    return client.post(f"/api/im/admin/webhooks/{endpoint.pk}/recover", {"since": 0, **given})


@pytest.mark.parametrize(
    ("mode", "recovered"),
    [("FAILED", {"DEAD"}), ("MISSED", {"HELD"}), ("ALL", {"DEAD", "HELD"}), (None, {"DEAD", "HELD"})],
)
def test_what_failed_or_was_missed_is_sent_again(
    mode: str | None, recovered: set[str], as_root: Client, endpoint: Endpoint
) -> None:
    before = {
        make_delivery(endpoint, status, tries=3).pk: status
        for status in ("DEAD", "HELD", "SUCCESS", "RETRYING", "CANCELLED")
    }
    given = {} if mode is None else {"mode": mode}
    assert recover(as_root, endpoint, **given).data == {"recovered": len(recovered)}
    for delivery in Delivery.objects.all():
        was = before[delivery.pk]
        assert delivery.status == ("PENDING" if was in recovered else was)
        assert delivery.again_from == (3 if was in recovered else 0)
        assert was not in recovered or delivery.next_attempt_at <= timezone.now()


def test_since_is_the_time_of_the_event(as_root: Client, endpoint: Endpoint) -> None:
    made = [make_delivery(endpoint, "DEAD", age=age) for age in range(4)]
    assert recover(as_root, endpoint, since=ms(made[1].created_at)).data == {"recovered": 2}
    assert recover(as_root, endpoint, since=ms(timezone.now()) + 10_000).data == {"recovered": 0}


def test_another_webhooks_deliveries_are_left_alone(as_root: Client, acme: App, endpoint: Endpoint) -> None:
    make_delivery(make_endpoint(acme), "DEAD")
    assert recover(as_root, endpoint).data == {"recovered": 0}
    assert Delivery.objects.get().status == "DEAD"


def test_all_is_recovered_in_one_call_however_much_it_is(as_root: Client, endpoint: Endpoint) -> None:
    fill(endpoint, "HELD", 12_000)
    assert recover(as_root, endpoint, mode="MISSED").data == {"recovered": 12_000}


def test_the_log_says_how_many(as_root: Client, endpoint: Endpoint) -> None:
    make_delivery(endpoint, "DEAD")
    assert recover(as_root, endpoint, mode="FAILED").ok
    entry = Operation.objects.get()
    assert (entry.action, entry.target_type, entry.target_id) == (
        "WEBHOOK_RECOVER",
        "WEBHOOK",
        str(endpoint.pk),
    )
    assert entry.detail == {"since": 0, "mode": "FAILED", "recovered": 1}


def test_to_a_disabled_webhook_nothing_is_sent(as_root: Client, acme: App) -> None:
    endpoint = make_endpoint(acme, enabled=False)
    make_delivery(endpoint, "HELD")
    assert recover(as_root, endpoint).refused(400, "10004", "id")
    assert Delivery.objects.get().status == "HELD"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"since": None}, "since"),
        ({"since": -1}, "since"),
        ({"since": "1"}, "since"),
        ({"mode": "NONE"}, "mode"),
    ],
    ids=str,
)
def test_what_it_cannot_mean_is_400(
    given: dict[str, Any], field: str, as_root: Client, endpoint: Endpoint
) -> None:
    assert recover(as_root, endpoint, **given).refused(400, "10004", field)


def test_since_is_asked_for(as_root: Client, endpoint: Endpoint) -> None:
    answer = as_root.post(f"/api/im/admin/webhooks/{endpoint.pk}/recover", {})
    assert answer.refused(400, "10004", "since")
