"""An alert opens once, counts, and speaks again only when it becomes worse."""

from typing import Any

import pytest

from accounts.models import App
from journal.facts import Fact
from tests.webhooks.endpoints import make_endpoint
from webhooks.alerts import Finding, open_alert, raise_all
from webhooks.models import Alert, AlertLevel, AlertStatus, AlertType, Endpoint

WARNING, CRITICAL = AlertLevel.WARNING, AlertLevel.CRITICAL


@pytest.fixture
def endpoint(acme: App) -> Endpoint:
    return make_endpoint(acme, name="shop")


def spoken(facts: list[Fact]) -> list[dict[str, Any]]:
    return [fact.data for fact in facts if fact.type == "webhook.alert"]


def test_an_opening_is_told_to_who_watches_over_the_app(endpoint: Endpoint, facts: list[Fact]) -> None:
    open_alert(endpoint.pk, AlertType.BACKLOG, WARNING, "late")
    (alert,) = Alert.objects.all()
    (fact,) = facts
    assert (fact.audience.operators, fact.socket, fact.durable) == (True, True, True)
    assert (fact.app_id, fact.app_key) == (endpoint.app_id, "acme")
    assert fact.data == {
        "id": str(alert.pk),
        "webhookId": str(endpoint.pk),
        "webhookName": "shop",
        "type": "BACKLOG",
        "level": "WARNING",
        "status": "OPEN",
        "count": 1,
        "message": "late",
        "firstAt": fact.data["lastAt"],
        "lastAt": fact.data["lastAt"],
        "operatorId": "server",
    }


def test_the_same_again_counts_and_is_silent(endpoint: Endpoint, facts: list[Fact]) -> None:
    for message in ("late", "later", "latest"):
        open_alert(endpoint.pk, AlertType.BACKLOG, WARNING, message)
    (alert,) = Alert.objects.all()
    assert (alert.count, alert.message, alert.status) == (3, "latest", "OPEN")
    assert alert.last_at > alert.first_at
    assert len(spoken(facts)) == 1


def test_a_worse_severity_speaks_again_though_acknowledged(endpoint: Endpoint, facts: list[Fact]) -> None:
    open_alert(endpoint.pk, AlertType.BACKLOG, WARNING, "late")
    Alert.objects.update(status=AlertStatus.ACKNOWLEDGED, ack_by="root")
    open_alert(endpoint.pk, AlertType.BACKLOG, WARNING, "late")
    assert Alert.objects.get().status == "ACKNOWLEDGED"
    open_alert(endpoint.pk, AlertType.BACKLOG, CRITICAL, "an hour late")
    open_alert(endpoint.pk, AlertType.BACKLOG, CRITICAL, "an hour late")
    alert = Alert.objects.get()
    assert (alert.status, alert.level, alert.count) == ("OPEN", "CRITICAL", 4)
    assert [data["level"] for data in spoken(facts)] == ["WARNING", "CRITICAL"]


def test_an_alert_keeps_its_worst_level(endpoint: Endpoint, facts: list[Fact]) -> None:
    open_alert(endpoint.pk, AlertType.BACKLOG, CRITICAL, "an hour late")
    open_alert(endpoint.pk, AlertType.BACKLOG, WARNING, "late")
    assert Alert.objects.get().level == "CRITICAL"
    assert len(spoken(facts)) == 1


def test_a_resolved_alert_does_not_keep_a_new_one_from_opening(endpoint: Endpoint, facts: list[Fact]) -> None:
    open_alert(endpoint.pk, AlertType.GONE, CRITICAL, "gone")
    Alert.objects.update(status=AlertStatus.RESOLVED)
    open_alert(endpoint.pk, AlertType.GONE, CRITICAL, "gone")
    assert sorted(Alert.objects.values_list("status", "count")) == [("OPEN", 1), ("RESOLVED", 1)]
    assert len(spoken(facts)) == 2


def test_many_are_raised_at_once_and_none_of_a_deleted_endpoint(acme: App, facts: list[Fact]) -> None:
    endpoints = [make_endpoint(acme) for _ in range(3)]
    Endpoint.objects.filter(pk=endpoints[0].pk).update(deleted_at="2026-01-01T00:00:00Z")
    kinds = (AlertType.BACKLOG, AlertType.HIGH_LATENCY)
    raise_all([Finding(one.pk, kind, WARNING, "so") for one in reversed(endpoints) for kind in kinds])
    assert Alert.objects.count() == len(spoken(facts)) == 4
    assert endpoints[0].pk not in Alert.objects.values_list("endpoint_id", flat=True)
