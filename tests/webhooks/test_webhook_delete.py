"""Row 81, DELETE /api/im/admin/webhooks/{id}."""

import pytest

from accounts.models import App
from journal.facts import Fact
from journal.models import Operation
from tests.client import Client
from tests.webhooks.deliveries import make_delivery
from tests.webhooks.endpoints import make_endpoint
from webhooks.actions import settling
from webhooks.alerts import open_alert
from webhooks.models import Alert, AlertLevel, AlertType, Delivery, Endpoint
from webhooks.subscribing import listeners
from webhooks.sweeping import settle_some

ROW = "/api/im/admin/webhooks"


@pytest.fixture
def endpoint(acme: App) -> Endpoint:
    return make_endpoint(acme, "https://hooks.example.com/im", "message.sent", name="crm")


def test_a_deleted_webhook_is_gone_for_everybody(as_root: Client, acme: App, endpoint: Endpoint) -> None:
    path = f"{ROW}/{endpoint.pk}"
    assert as_root.delete(path).data == {"id": str(endpoint.pk), "deleted": True}
    assert as_root.get(ROW).items == []
    assert listeners(acme.pk, "message.sent", {}) == []
    assert as_root.delete(path).refused(404, "90404")
    assert as_root.put(path, {"enabled": True}).refused(404, "90404")


def test_its_secrets_go_with_it(as_root: Client, endpoint: Endpoint) -> None:
    assert as_root.put(f"{ROW}/{endpoint.pk}", {"rotateSecret": True}).ok
    assert as_root.delete(f"{ROW}/{endpoint.pk}").ok
    endpoint.refresh_from_db()
    assert (endpoint.secret, endpoint.former_secrets, endpoint.enabled) == ("", [], False)


def test_what_waits_is_cancelled_and_what_is_over_stays(
    as_root: Client, acme: App, endpoint: Endpoint
) -> None:
    statuses = ("PENDING", "RETRYING", "HELD", "SUCCESS", "DEAD")
    made = [make_delivery(endpoint, status).pk for status in statuses]
    elsewhere = make_delivery(make_endpoint(acme))
    assert as_root.delete(f"{ROW}/{endpoint.pk}").ok
    now = dict(Delivery.objects.values_list("pk", "status"))
    assert [now[pk] for pk in made] == ["CANCELLED", "CANCELLED", "CANCELLED", "SUCCESS", "DEAD"]
    assert now[elsewhere.pk] == "PENDING"


def test_its_alerts_are_over(as_root: Client, endpoint: Endpoint, facts: list[Fact]) -> None:
    open_alert(endpoint.pk, AlertType.BACKLOG, AlertLevel.WARNING, "late")
    assert as_root.delete(f"{ROW}/{endpoint.pk}").ok
    alert = Alert.objects.get()
    assert (alert.status, alert.resolved_at is None) == ("RESOLVED", False)
    assert [fact.data["status"] for fact in facts if fact.type == "webhook.alert"] == ["OPEN", "RESOLVED"]


def test_the_log_says_which_it_was(as_root: Client, endpoint: Endpoint) -> None:
    assert as_root.delete(f"{ROW}/{endpoint.pk}").ok
    entry = Operation.objects.get()
    assert (entry.action, entry.target_type, entry.target_id) == (
        "WEBHOOK_DELETE",
        "WEBHOOK",
        str(endpoint.pk),
    )
    assert entry.detail == {"name": "crm", "url": "https://hooks.example.com/im", "events": ["message.sent"]}


def test_what_is_too_much_for_one_call_the_sweep_cancels(
    as_root: Client, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "MOST", 1)
    for _ in range(2):
        make_delivery(endpoint, "HELD")
        make_delivery(endpoint, "PENDING")
    assert as_root.delete(f"{ROW}/{endpoint.pk}").ok
    while settle_some():
        pass
    assert {one.status for one in Delivery.objects.all()} == {"CANCELLED"}
