"""POST /api/im/admin/webhook-alerts/{id}/acknowledge"""

import pytest

from accounts.models import App
from journal.facts import Fact
from journal.models import Operation
from tests.client import Answer, Client
from tests.webhooks.endpoints import make_endpoint
from webhooks.alerts import open_alert
from webhooks.models import Alert, AlertLevel, AlertType, Endpoint


@pytest.fixture
def endpoint(acme: App) -> Endpoint:
    return make_endpoint(acme)


@pytest.fixture
def alert(endpoint: Endpoint) -> Alert:
    open_alert(endpoint.pk, AlertType.BACKLOG, AlertLevel.WARNING, "late")
    return Alert.objects.get()


def acknowledge(client: Client, alert_id: object, **body: object) -> Answer:
    return client.post(f"/api/im/admin/webhook-alerts/{alert_id}/acknowledge", body)


def test_it_says_who_knows_and_what_he_noted(as_operator: Client, alert: Alert) -> None:
    shown = acknowledge(as_operator, alert.pk, note="their certificate has run out").data
    assert (shown["status"], shown["ackBy"]) == ("ACKNOWLEDGED", "operator:olga")
    assert shown["note"] == "their certificate has run out"
    assert shown["ackAt"] >= shown["lastAt"]
    (entry,) = Operation.objects.filter(action="WEBHOOK_ALERT_ACK")
    assert (entry.operator_id, entry.target_type, entry.target_id) == ("olga", "WEBHOOK_ALERT", str(alert.pk))
    assert entry.detail == {"webhookId": shown["webhookId"], "type": "BACKLOG", "note": shown["note"]}


def test_a_note_is_not_needed(as_server: Client, alert: Alert) -> None:
    shown = acknowledge(as_server, alert.pk).data
    assert (shown["status"], shown["ackBy"], shown["note"]) == ("ACKNOWLEDGED", "server", "")


def test_the_same_again_changes_nothing(as_server: Client, as_root: Client, alert: Alert) -> None:
    first = acknowledge(as_server, alert.pk, note="mine").data
    assert acknowledge(as_root, alert.pk, note="no, mine").data == first
    assert Operation.objects.filter(action="WEBHOOK_ALERT_ACK").count() == 1


def test_what_is_resolved_stays_so(as_server: Client, alert: Alert) -> None:
    Alert.objects.update(status="RESOLVED")
    assert acknowledge(as_server, alert.pk).data["status"] == "RESOLVED"
    assert not Operation.objects.filter(action="WEBHOOK_ALERT_ACK").exists()


def test_the_same_severity_is_silent_afterwards(as_server: Client, alert: Alert, facts: list[Fact]) -> None:
    acknowledge(as_server, alert.pk)
    facts.clear()
    open_alert(alert.endpoint_id, AlertType.BACKLOG, AlertLevel.WARNING, "late")
    assert facts == []
    open_alert(alert.endpoint_id, AlertType.BACKLOG, AlertLevel.CRITICAL, "later")
    assert [fact.data["status"] for fact in facts] == ["OPEN"]


def test_an_unknown_and_a_foreign_alert_are_the_same(as_root: Client, other: App, alert: Alert) -> None:
    foreign = make_endpoint(other)
    open_alert(foreign.pk, AlertType.GONE, AlertLevel.CRITICAL, "gone")
    theirs = acknowledge(as_root, Alert.objects.get(endpoint=foreign).pk)
    assert theirs.refused(404, "90404")
    assert acknowledge(as_root, 9_000_000_000_000_000_000).raw == theirs.raw
    assert acknowledge(as_root, "x").refused(400, "10004")


def test_a_long_note_is_refused(as_root: Client, alert: Alert) -> None:
    assert acknowledge(as_root, alert.pk, note="x" * 201).refused(400, "10004")
    assert acknowledge(as_root, alert.pk, note="x" * 200).ok
