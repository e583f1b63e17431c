"""POST /api/push/admin/tasks/{taskId}/cancel: what has not gone out yet does not."""

import pytest

from accounts.models import App
from config.clock import now_ms
from journal.models import Operation
from push import expanding
from push.models import Delivery, DeviceLog, Notice, Statistic
from tests.client import Answer, Client
from tests.push.credentials import make_credential
from tests.push.phones import make_devices, make_notice
from tests.push.sends import send


@pytest.fixture(autouse=True)
def _vendor(acme: App) -> None:
    make_credential(acme)


def cancel(client: Client, task: object) -> Answer:
    return client.post(f"/api/push/admin/tasks/{task}/cancel")


def test_what_waits_is_cancelled_and_what_went_out_stays(as_server: Client, acme: App) -> None:
    make_devices(acme, ["bob"] * 3)
    task = send(as_server).data["taskId"]
    gone = Delivery.objects.order_by("pk")[0]
    Delivery.objects.filter(pk=gone.pk).update(status="ACCEPTED")
    answer = cancel(as_server, task)
    assert answer.data["status"] == "CANCELLED"
    assert answer.data["deliveries"]["ACCEPTED"] == 1
    assert answer.data["failures"] == [
        {"vendor": "HUAWEI", "status": "CANCELLED", "reason": "TASK_CANCELLED", "count": 2}
    ]
    told = DeviceLog.objects.filter(event="SKIPPED").values_list("user_id", "detail")
    assert list(told) == [("bob", {"reason": "TASK_CANCELLED"})] * 2
    assert Statistic.objects.get(outcome="cancelled").count == 2
    entry = Operation.objects.get(action="PUSH_TASK_CANCEL")
    assert (entry.target_id, entry.detail) == (task, {"status": "QUEUED", "cancelled": 2})


def test_what_is_scheduled_never_happens(as_server: Client, acme: App) -> None:
    make_devices(acme, ["bob"])
    task = send(as_server, options={"scheduleAt": now_ms() + 60_000}).data["taskId"]
    assert cancel(as_server, task).data["status"] == "CANCELLED"
    Notice.objects.update(send_at="2020-01-01T00:00:00Z")
    assert expanding.expand_some() == 0
    assert not Delivery.objects.exists()


def test_once_more_changes_nothing(as_server: Client, acme: App) -> None:
    make_devices(acme, ["bob"])
    task = send(as_server).data["taskId"]
    first, second = cancel(as_server, task), cancel(as_server, task)
    assert first.raw == second.raw
    assert Operation.objects.filter(action="PUSH_TASK_CANCEL").count() == 2


def test_a_dry_run_stays_one(as_server: Client) -> None:
    task = send(as_server, options={"dryRun": True}).data["taskId"]
    assert cancel(as_server, task).data["status"] == "DRY_RUN"


def test_another_apps_task_is_none(as_server: Client, other: App) -> None:
    theirs = make_notice(other)
    assert cancel(as_server, theirs.pk).refused(404, "90404")
    assert cancel(as_server, theirs.pk).raw == cancel(as_server, 999_999_999).raw
    assert Notice.objects.get().status == "QUEUED"
