"""Row 99, DELETE /api/push/unregister."""

import pytest

from accounts.models import App
from journal.models import Operation
from push.models import Device, DeviceLog
from tests.client import Client
from tests.push.devices import make_delivery, make_device

pytestmark = pytest.mark.django_db

ROW = "/api/push/unregister"


def active() -> set[tuple[str, str]]:
    return set(Device.objects.filter(status="ACTIVE").values_list("device_id", "vendor"))


def test_a_phone_goes_with_all_its_vendors_and_what_waits(as_phone: Client, acme: App, other: App) -> None:
    phone = make_device(acme)
    make_device(acme, vendor="FCM")
    make_device(acme, device_id="pad")
    theirs = make_device(other)
    waiting = make_delivery(phone)
    assert as_phone.delete(ROW, {"deviceId": "phone"}).data == {"removed": 2}
    phone.refresh_from_db()
    waiting.refresh_from_db()
    theirs.refresh_from_db()
    assert (phone.status, theirs.status) == ("UNREGISTERED", "ACTIVE")
    assert (waiting.status, waiting.reason) == ("CANCELLED", "UNREGISTERED")
    logged = DeviceLog.objects.filter(event="UNREGISTER")
    assert {(row.user_id, row.device_id, row.vendor) for row in logged} == {
        ("bob", "phone", "HUAWEI"),
        ("bob", "phone", "FCM"),
    }
    assert as_phone.delete(ROW, {"deviceId": "phone"}).data == {"removed": 0}
    assert logged.count() == 2
    assert not Operation.objects.exists()


def test_the_query_does_as_well_as_the_body(as_phone: Client, acme: App) -> None:
    make_device(acme)
    assert as_phone.delete(ROW, deviceId="phone").data == {"removed": 1}
    assert as_phone.delete(ROW, deviceId="nobody's").data == {"removed": 0}


def test_it_can_be_narrowed(as_phone: Client, acme: App) -> None:
    make_device(acme)
    make_device(acme, vendor="FCM")
    assert as_phone.delete(ROW, {"deviceId": "phone", "vendor": "fcm"}).data == {"removed": 1}
    assert active() == {("phone", "HUAWEI")}
    assert as_phone.delete(ROW, {"deviceId": "phone", "userId": "alice"}).data == {"removed": 0}
    assert active() == {("phone", "HUAWEI")}
    assert as_phone.delete(ROW, {"deviceId": "phone", "userId": "bob"}).data == {"removed": 1}


def test_a_token_names_it_too(as_phone: Client, acme: App) -> None:
    make_device(acme, token="HW-1")
    make_device(acme, device_id="iphone", vendor="APNS", token="ab" * 32)
    assert as_phone.delete(ROW, {"token": "HW-1", "deviceId": "pad"}).data == {"removed": 0}
    assert as_phone.delete(ROW, {"token": "HW-1"}).data == {"removed": 1}
    assert as_phone.delete(ROW, {"token": "AB" * 32}).data == {"removed": 1}
    assert active() == set()


def test_what_the_vendor_gave_up_goes_too_and_what_was_replaced_stays_so(as_phone: Client, acme: App) -> None:
    make_device(acme, status="INVALID")
    replaced = make_device(acme, vendor="FCM", status="REPLACED")
    assert as_phone.delete(ROW, deviceId="phone").data == {"removed": 1}
    assert Device.objects.get(pk=replaced.pk).status == "REPLACED"


def test_one_of_the_two_is_needed(as_phone: Client) -> None:
    for body in ({}, {"userId": "bob"}, {"deviceId": ""}, {"deviceId": "x" * 129}):
        assert as_phone.delete(ROW, body).refused(400, "10004", "deviceId"), body
    assert as_phone.delete(ROW, {"deviceId": "phone", "vendor": "NOKIA"}).refused(400, "10004", "vendor")


def test_of_the_apps_server_it_is_logged(as_server: Client, acme: App) -> None:
    make_device(acme)
    assert as_server.delete(ROW, deviceId="phone").data == {"removed": 1}
    entry = Operation.objects.get(action="DEVICE_UNREGISTER")
    assert (entry.target_id, entry.detail) == ("phone", {"removed": 1, "userId": None})
