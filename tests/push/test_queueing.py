from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from accounts.models import App
from push import waking
from push.models import Delivery, DeviceLog, Statistic
from push.planning import Terms, for_users
from push.queueing import queue
from tests.push.credentials import make_credential
from tests.push.phones import make_device, make_devices, make_notice

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _vendor(acme: App) -> None:
    make_credential(acme)


def test_what_was_chosen_is_written_logged_and_counted(acme: App):
    phone, old = make_device(acme, "bob"), make_device(acme, "bob", status="INVALID")
    notice = make_notice(acme)
    queued = queue(notice, for_users(acme.pk, ["bob", "eve"], Terms(at=NOON)))
    assert (queued.deliveries, queued.skipped) == ({"HUAWEI": 1}, {"UNKNOWN_USER": 1})
    delivery = Delivery.objects.get()
    assert (delivery.notice_id, delivery.device_id, delivery.user_id) == (notice.pk, phone.pk, "bob")
    assert (delivery.status, delivery.vendor, delivery.next_attempt_at) == ("PENDING", "HUAWEI", NOON)
    told = DeviceLog.objects.order_by("-event", "user_id").values_list(
        "event", "user_id", "device_id", "delivery_id", "token_masked", "token_hash", "detail"
    )
    assert list(told) == [
        ("SKIPPED", "bob", old.device_id, None, old.token_masked, old.token_hash, {"reason": "ALL_INVALID"}),
        ("SKIPPED", "eve", "", None, "", "", {"reason": "UNKNOWN_USER"}),
        ("QUEUED", "bob", phone.device_id, delivery.pk, phone.token_masked, phone.token_hash, {}),
    ]
    counted = Statistic.objects.values_list("vendor", "outcome", "code", "count")
    assert set(counted) == {
        ("HUAWEI", "queued", "", 1),
        ("HUAWEI", "skipped", "ALL_INVALID", 1),
        ("", "skipped", "UNKNOWN_USER", 1),
    }


def test_a_notice_reaches_a_device_once(acme: App):
    make_device(acme, "bob")
    notice, plan = make_notice(acme), for_users(acme.pk, ["bob"], Terms(at=NOON))
    assert queue(notice, plan).deliveries == {"HUAWEI": 1}
    assert queue(notice, plan).deliveries == {}
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("change", [{"user_id": "eve"}, {"status": "UNREGISTERED"}], ids=["rebound", "gone"])
def test_a_device_that_changed_meanwhile_gets_nothing(acme: App, change: dict[str, str]):
    phone = make_device(acme, "bob")
    plan = for_users(acme.pk, ["bob"], Terms(at=NOON))
    type(phone).objects.filter(pk=phone.pk).update(**change)
    assert queue(make_notice(acme), plan).deliveries == {}


def test_the_engine_hears_of_it_after_the_commit(acme: App, django_capture_on_commit_callbacks):
    heard: list[object] = []
    make_device(acme, "bob")
    waking.answer_here(heard.extend)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            queue(make_notice(acme), for_users(acme.pk, ["bob"], Terms(at=NOON)))
            assert heard == []
    finally:
        waking.answer_here(None)
    assert heard == [(acme.pk, "HUAWEI")]


def test_many_cost_as_many_statements_as_one(acme: App, hot: Callable[[], int]):
    def cost(*user_ids: str) -> int:
        hot()
        queue(notice, for_users(acme.pk, user_ids, Terms(at=NOON)))
        return hot()

    names = [f"u{number}" for number in range(200)]
    make_devices(acme, names)
    notice = make_notice(acme)
    assert cost("u0") == cost(*names[1:], "nobody") == 3
    assert Delivery.objects.count() == 200


def test_nothing_chosen_writes_nothing(acme: App):
    assert queue(make_notice(acme), for_users(acme.pk, [], Terms(at=NOON))).deliveries == {}
    assert not DeviceLog.objects.exists()
