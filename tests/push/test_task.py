"""GET /api/push/admin/tasks/{taskId}: what became of a push."""

import pytest

from accounts.models import App
from push import progress
from push.models import Delivery
from tests.client import Client
from tests.push.credentials import make_credential
from tests.push.phones import make_devices, make_notice
from tests.push.sends import send


@pytest.fixture(autouse=True)
def _vendors(acme: App) -> None:
    make_credential(acme)
    make_credential(acme, "XIAOMI")


def test_it_counts_what_the_deliveries_came_to(as_server: Client, acme: App) -> None:
    make_devices(acme, ["bob"] * 4)
    make_devices(acme, ["eve"] * 2, "XIAOMI")
    sent = send(as_server, audience={"userIds": ["bob", "eve", "nobody"]}, requestId="r-1").data
    _come_to(["DELIVERED", "ACCEPTED"])
    _come_to(["FAILED", "FAILED"], vendor_code="80300007")
    _come_to(["CANCELLED"], reason="REBOUND")
    task = as_server.get(f"/api/push/admin/tasks/{sent['taskId']}").data
    assert (task["status"], task["requestId"], task["source"]) == ("QUEUED", "r-1", "API")
    assert (task["targetUsers"], task["targetDevices"], task["skippedCount"]) == (2, 6, 1)
    assert {status: n for status, n in task["deliveries"].items() if n} == {
        "PENDING": 1,
        "DELIVERED": 1,
        "ACCEPTED": 1,
        "FAILED": 2,
        "CANCELLED": 1,
    }
    assert task["vendors"] == [
        {"vendor": "HUAWEI", "deliveries": {"ACCEPTED": 1, "DELIVERED": 1, "FAILED": 2}},
        {"vendor": "XIAOMI", "deliveries": {"CANCELLED": 1, "PENDING": 1}},
    ]
    assert task["failures"] == [
        {"vendor": "HUAWEI", "status": "FAILED", "reason": "80300007", "count": 2},
        {"vendor": "XIAOMI", "status": "CANCELLED", "reason": "REBOUND", "count": 1},
    ]


def _come_to(statuses: list[str], **fields: str) -> None:
    waiting = Delivery.objects.filter(status="PENDING").order_by("pk")
    for delivery, status in zip(waiting, statuses, strict=False):
        Delivery.objects.filter(pk=delivery.pk).update(status=status, **fields)


def test_of_a_large_one_so_many_are_counted(
    as_server: Client, acme: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_devices(acme, ["bob"] * 4)
    sent = send(as_server, audience={"userIds": ["bob"]}).data
    path = f"/api/push/admin/tasks/{sent['taskId']}"
    assert not as_server.get(path).data["partial"]
    monkeypatch.setattr(progress, "MOST", 3)
    task = as_server.get(path).data
    assert (task["deliveries"]["PENDING"], task["partial"]) == (3, True)


def test_its_text_is_not_shown(as_server: Client, acme: App) -> None:
    notice = make_notice(acme, content={"notification": {"title": "canary"}, "data": {"a": "canary"}})
    answer = as_server.get(f"/api/push/admin/tasks/{notice.pk}")
    assert answer.ok
    assert b"canary" not in answer.raw


def test_another_apps_task_is_none(as_server: Client, other: App) -> None:
    there = make_notice(other)
    answers = [as_server.get(f"/api/push/admin/tasks/{task}") for task in (there.pk, 999_999_999)]
    assert answers[0].refused(404, "90404")
    assert answers[0].raw == answers[1].raw
    assert as_server.get("/api/push/admin/tasks/abc").refused(400, "10004", "taskId")
