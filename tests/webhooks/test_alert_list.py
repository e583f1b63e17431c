"""GET /api/im/admin/webhook-alerts"""

import pytest

from accounts.models import App
from tests.client import Client
from tests.webhooks.endpoints import make_endpoint
from webhooks.alerts import open_alert
from webhooks.models import Alert, AlertLevel, AlertType, Endpoint

PATH = "/api/im/admin/webhook-alerts"


@pytest.fixture
def endpoint(acme: App) -> Endpoint:
    return make_endpoint(acme, name="shop")


def opened(endpoint: Endpoint, kind: AlertType = AlertType.BACKLOG, **fields: object) -> str:
    open_alert(endpoint.pk, kind, AlertLevel.WARNING, "so it is")
    alert = Alert.objects.get(endpoint=endpoint, type=kind)
    Alert.objects.filter(pk=alert.pk).update(**fields)
    return str(alert.pk)


def test_an_alert_says_what_is_wrong_since_when_and_who_knows(as_server: Client, endpoint: Endpoint) -> None:
    alert_id = opened(endpoint)
    (item,) = as_server.get(PATH).data["items"]
    assert item == {
        "id": alert_id,
        "webhookId": str(endpoint.pk),
        "webhookName": "shop",
        "type": "BACKLOG",
        "level": "WARNING",
        "status": "OPEN",
        "count": 1,
        "message": "so it is",
        "firstAt": item["lastAt"],
        "lastAt": item["lastAt"],
        "ackBy": None,
        "ackAt": None,
        "note": "",
        "resolvedAt": None,
    }


def test_the_newest_come_first_page_by_page(as_root: Client, endpoint: Endpoint) -> None:
    ids = [opened(endpoint, kind) for kind in AlertType]
    first = as_root.get(PATH, size=5).data
    second = as_root.get(PATH, size=5, page=2).data
    assert [item["id"] for item in first["items"] + second["items"]] == ids[::-1]
    assert (first["total"], first["hasMore"], second["hasMore"]) == (8, True, False)


def test_they_are_narrowed_by_status_and_webhook(as_operator: Client, acme: App, endpoint: Endpoint) -> None:
    second = make_endpoint(acme)
    a, b = opened(endpoint), opened(endpoint, AlertType.GONE, status="RESOLVED")
    c = opened(second, status="ACKNOWLEDGED")

    def ids(**query: str) -> list[str]:
        return [item["id"] for item in as_operator.get(PATH, **query).data["items"]]

    assert ids() == [c, b, a]
    assert ids(status="OPEN") == [a]
    assert ids(status="RESOLVED") == [b]
    assert ids(webhookId=str(endpoint.pk)) == [b, a]
    assert ids(webhookId=str(second.pk), status="ACKNOWLEDGED") == [c]


def test_nothing_of_another_app_is_shown(as_root: Client, other: App) -> None:
    foreign = make_endpoint(other)
    opened(foreign)
    assert as_root.get(PATH).data["items"] == []
    assert as_root.get(PATH, webhookId=str(foreign.pk)).data["items"] == []


@pytest.mark.parametrize(
    "query", [{"status": "open"}, {"webhookId": "x"}, {"size": "101"}], ids=["status", "webhook", "size"]
)
def test_a_bad_query_is_refused(as_root: Client, query: dict[str, str]) -> None:
    assert as_root.get(PATH, **query).refused(400, "10004")
