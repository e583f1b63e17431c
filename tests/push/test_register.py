"""Row 98, POST /api/push/register."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import Account, App
from journal.models import Operation
from push.models import Delivery, Device, DeviceLog
from push.models.device import hash_of
from tests.client import Answer, Client
from tests.conftest import make_client
from tests.push.credentials import make_credential
from tests.push.devices import make_delivery, make_device

pytestmark = pytest.mark.django_db

ROW = "/api/push/register"
PHONE = {"userId": "bob", "deviceId": "phone", "platform": "ANDROID", "vendor": "HUAWEI", "token": "HW-1"}
IPHONE = {**PHONE, "platform": "IOS", "vendor": "APNS", "token": "ab" * 32}
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
KEYS = {"p256dh": P256DH, "auth": "BTBZMqHH6r4Tts7J_aSIgg"}
BROWSER = {
    **PHONE,
    "platform": "WEB",
    "vendor": "WEBPUSH",
    "token": "https://push.example.com/x",
    "keys": KEYS,
}


def register(client: Client, /, **more: Any) -> Answer:
    return client.post(ROW, {**PHONE, **more})


def logged(*events: str) -> list[tuple[str, str, str]]:
    found = DeviceLog.objects.filter(event__in=events).order_by("pk")
    return [(row.event, row.user_id, row.device_id) for row in found]


def test_a_phone_registers(as_phone: Client, acme: App) -> None:
    answer = register(as_phone, tags=["vip", "vip", "beta"], locale="zh-CN", timezone="Asia/Shanghai")
    device = Device.objects.get()
    assert answer.data == {
        "deviceId": "phone",
        "userId": "bob",
        "vendor": "HUAWEI",
        "platform": "ANDROID",
        "status": "ACTIVE",
        "tokenHash": hash_of("HW-1"),
        "created": True,
        "replacedUserId": None,
        "registeredAt": answer.data["registeredAt"],
        "updatedAt": answer.data["registeredAt"],
        "warning": "VENDOR_NOT_CONFIGURED",
    }
    assert (device.app_id, device.token, device.environment) == (acme.pk, "HW-1", "PROD")
    assert device.tagged == [f"{acme.pk}:vip", f"{acme.pk}:beta"]
    assert (device.locale, device.time_zone, device.notification_enabled) == ("zh-CN", "Asia/Shanghai", True)
    assert logged("REGISTER") == [("REGISTER", "bob", "phone")]
    entry = DeviceLog.objects.get()
    assert (entry.token_masked, entry.token_hash) == ("…", device.token_hash)


def test_again_it_is_the_same_device_and_says_all_of_it_anew(as_phone: Client) -> None:
    first = register(as_phone, tags=["vip"], brand="HUAWEI")
    again = register(as_phone, model="Mate 60")
    assert (first.data["created"], again.data["created"]) == (True, False)
    assert again.data["registeredAt"] == first.data["registeredAt"]
    device = Device.objects.get()
    assert (device.tagged, device.brand, device.model) == ([], "", "Mate 60")
    assert len(logged("REGISTER")) == 2


def test_where_the_vendor_is_configured_there_is_no_warning(as_phone: Client, acme: App) -> None:
    make_credential(acme, "APNS")
    for vendor in ("APNS", "APNS_VOIP", "apns_live"):
        assert register(as_phone, **{**IPHONE, "vendor": vendor}).data["warning"] is None
    assert register(as_phone).data["warning"] == "VENDOR_NOT_CONFIGURED"


def test_vendors_are_read_in_any_case_and_an_apns_token_too(as_phone: Client) -> None:
    assert register(as_phone, **{**IPHONE, "vendor": "Apns", "token": "AB" * 32}).data["vendor"] == "APNS"
    assert Device.objects.get().token == "ab" * 32


def test_a_browser_registers_with_its_keys(as_phone: Client) -> None:
    assert register(as_phone, **{**BROWSER, "keys": {**KEYS, "auth": KEYS["auth"] + "=="}}).ok
    assert Device.objects.get().keys == KEYS


def test_another_user_on_the_same_phone_takes_all_of_it_over(as_phone: Client, acme: App) -> None:
    register(as_phone)
    voice = make_device(acme, vendor="FCM")
    phone = Device.objects.get(vendor="HUAWEI")
    waiting = [make_delivery(phone), make_delivery(voice, status="RETRYING")]
    answer = register(as_phone, userId="alice").data
    assert (answer["created"], answer["replacedUserId"], answer["userId"]) == (False, "bob", "alice")
    for device in Device.objects.all():
        assert (device.user_id, device.status) == ("alice", "ACTIVE")
        (was,) = device.history
        assert was["userId"] == "bob"
        assert was["from"] <= was["to"]
    found = Delivery.objects.filter(pk__in=[one.pk for one in waiting])
    assert {(one.status, one.reason) for one in found} == {("CANCELLED", "REBOUND")}
    assert logged("REBIND") == [("REBIND", "alice", "phone")] * 2
    assert register(as_phone).data["replacedUserId"] == "alice"
    assert [was["userId"] for was in Device.objects.get(vendor="HUAWEI").history] == ["alice", "bob"]


def test_a_device_remembers_ten_users(as_phone: Client, settings: Settings) -> None:
    settings.LIMITS_OFF = True
    for number in range(13):
        register(as_phone, userId=f"u{number}")
    assert [was["userId"] for was in Device.objects.get().history] == [f"u{n}" for n in range(11, 1, -1)]


def test_a_token_belongs_to_its_last_registrant(as_phone: Client, acme: App) -> None:
    register(as_phone)
    old = Device.objects.get()
    waiting = make_delivery(old)
    answer = register(as_phone, deviceId="new phone", userId="alice").data
    assert (answer["created"], answer["replacedUserId"]) == (True, "bob")
    old.refresh_from_db()
    waiting.refresh_from_db()
    assert (old.status, old.user_id) == ("REPLACED", "bob")
    assert (waiting.status, waiting.reason) == ("CANCELLED", "REPLACED")
    assert logged("REPLACED") == [("REPLACED", "bob", "phone")]
    assert register(as_phone, token="HW-2").data["status"] == "ACTIVE"


def test_of_another_vendor_or_app_the_same_token_is_another(as_phone: Client, other: App) -> None:
    foreign = make_device(other, token="HW-1")
    register(as_phone)
    assert register(as_phone, deviceId="pad", vendor="HONOR").data["replacedUserId"] is None
    assert not DeviceLog.objects.filter(event="REPLACED").exists()
    foreign.refresh_from_db()
    assert foreign.status == "ACTIVE"


@pytest.mark.parametrize("status", ["INVALID", "UNREGISTERED", "REPLACED", "EVICTED"])
def test_whatever_it_was_it_is_active_again_and_nothing_is_held_against_it(
    as_phone: Client, acme: App, status: str
) -> None:
    more: dict[str, Any] = {
        "fail_streak": 7,
        "invalid_reason": "x",
        "last_error_code": "410",
    }
    make_device(acme, token="HW-1", status=status, **more)
    assert register(as_phone).data["status"] == "ACTIVE"
    device = Device.objects.get()
    assert (device.fail_streak, device.invalid_reason, device.last_error_code) == (0, "", "")


def test_of_more_than_ten_devices_the_oldest_goes(as_phone: Client, acme: App) -> None:
    for number in range(9):
        register(as_phone, deviceId=f"d{number}", token=f"t{number}")
    register(as_phone, deviceId="d0", token="t0")
    register(as_phone, deviceId="d0", token="t0-fcm", vendor="FCM")
    register(as_phone, deviceId="d9", token="t9")
    assert not Device.objects.exclude(status="ACTIVE").exists()
    waiting = make_delivery(Device.objects.get(device_id="d1"))
    register(as_phone, deviceId="d10", token="t10")
    gone = Device.objects.get(status="EVICTED")
    assert gone.device_id == "d1"
    waiting.refresh_from_db()
    assert (waiting.status, waiting.reason) == ("CANCELLED", "EVICTED")
    assert logged("UNREGISTER") == [("UNREGISTER", "bob", "d1")]


def test_each_phone_may_30_times_a_minute(as_phone: Client) -> None:
    assert all(register(as_phone).ok for _ in range(30))
    refused = register(as_phone)
    assert refused.refused(429, "60007")
    assert int(refused.headers["Retry-After"]) <= 2
    assert register(as_phone, deviceId="another", token="HW-2").ok


def test_all_phones_of_an_address_may_so_often_but_the_apps_server_always(
    as_phone: Client, as_server: Client, settings: Settings
) -> None:
    settings.PUSH_REGISTRATIONS_PER_ADDRESS = 2
    answers = [register(as_phone, deviceId=f"d{n}", token=f"t{n}") for n in range(3)]
    assert [answer.code for answer in answers] == [200, 200, 429]
    assert register(as_server, deviceId="d3", token="t3").ok


def test_the_apps_server_registers_for_its_phones_and_it_is_logged(as_server: Client) -> None:
    assert register(as_server).ok
    entry = Operation.objects.get(action="DEVICE_REGISTER")
    assert (entry.target_type, entry.target_id, entry.operator_role) == ("DEVICE", "phone", "S")
    assert entry.detail == {"userId": "bob", "vendor": "HUAWEI", "created": True}


def signed_in(as_phone: Client, account: Account) -> Client:
    return Client({**make_client(account).headers, **as_phone.headers})


def test_whoever_is_signed_in_registers_himself_and_nobody_else(
    as_phone: Client, alice: Account, bob: Account, dave: Account
) -> None:
    assert register(signed_in(as_phone, bob)).ok
    assert register(signed_in(as_phone, alice)).refused(401, "70013")
    assert register(signed_in(as_phone, dave)).refused(401, "70014")
    assert register(Client({**as_phone.headers, "Authorization": "Bearer x"})).refused(401, "70003")


def test_an_app_can_want_phones_to_be_signed_in(
    as_phone: Client, as_server: Client, as_root: Client, alice: Account, bob: Account
) -> None:
    assert as_root.put("/api/im/admin/settings", {"pushRegisterAuth": "ACCOUNT"}).ok
    assert register(as_phone).refused(401, "70003")
    assert register(signed_in(as_phone, alice)).refused(401, "70013")
    assert not Device.objects.exists()
    assert register(signed_in(as_phone, bob)).ok
    assert register(as_server).ok


def test_it_costs_the_same_however_many_devices_there_are(as_phone: Client, acme: App) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert register(as_phone).ok
        return len(queries)

    register(as_phone)
    before = cost()
    for number in range(8):
        make_device(acme, device_id=f"d{number}")
        make_device(acme, user_id=f"u{number}", device_id=f"e{number}")
    assert cost() == before <= 9
