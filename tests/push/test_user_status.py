"""Row 99, GET /api/push/admin/user-status."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Account, App
from config.clock import ms
from push.models import Credential, Delivery, Device, Lane, Preference
from push.models.device import hash_of
from push.statuses import SHOWN
from tests.client import Client
from tests.push.credentials import make_credential
from tests.push.phones import make_device, make_devices, make_notice

ROW = "/api/push/admin/user-status"


def status(client: Client, user_id: str = "bob") -> dict[str, Any]:
    answer = client.get(ROW, userId=user_id)
    assert answer.ok, answer
    item: dict[str, Any] = answer.items[0]
    assert {**item, "items": [item]} == answer.data, "one alone is flattened"
    return item


@pytest.fixture
def phone(acme: App, bob: Account) -> Device:
    make_credential(acme, "HUAWEI")
    return make_device(acme, "bob", token="a-token-that-is-long-enough", model="Mate", locale="zh-CN")


def test_the_app_key_alone_is_not_enough(as_phone: Client, anonymous: Client) -> None:
    assert as_phone.get(ROW, userId="bob").refused(401, "70009")
    assert anonymous.get(ROW, userId="bob", appKey="acme").refused(401, "70003")


@pytest.mark.parametrize("caller", ["as_root", "as_server", "as_operator"])
def test_a_user_with_a_phone_can_be_rung(caller: str, request: pytest.FixtureRequest, phone: Device) -> None:
    assert status(request.getfixturevalue(caller)) == {
        "userId": "bob",
        "exists": True,
        "online": False,
        "onlinePlatforms": [],
        "unread": 0,
        "dnd": {"enabled": False, "from": "22:00", "to": "08:00", "timezone": "UTC"},
        "devices": [
            {
                "deviceId": phone.device_id,
                "platform": "ANDROID",
                "vendor": "HUAWEI",
                "environment": "PROD",
                "status": "ACTIVE",
                "invalidReason": None,
                "tokenMasked": "a-toke…ough",
                "tokenHash": hash_of("a-token-that-is-long-enough"),
                "notificationEnabled": True,
                "appVersion": "",
                "model": "Mate",
                "locale": "zh-CN",
                "registeredAt": ms(phone.registered_at),
                "lastSuccessAt": None,
                "lastFailureAt": None,
                "lastErrorCode": None,
                "failStreak": 0,
            }
        ],
        "last24h": {"queued": 0, "accepted": 0, "delivered": 0, "clicked": 0, "failed": 0},
        "offlinePushable": True,
        "reasons": [],
    }


def test_the_token_itself_is_not_shown(as_root: Client, phone: Device) -> None:
    assert phone.token.encode() not in as_root.get(ROW, userId="bob").raw


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "INVALID", "invalid_reason": "80300007"}, "ALL_INVALID"),
        ({"status": "UNREGISTERED"}, "NO_DEVICE"),
        ({"status": "EVICTED"}, "NO_DEVICE"),
        ({"notification_enabled": False}, "NOTIFICATION_DISABLED"),
        ({"vendor": "XIAOMI"}, "VENDOR_NOT_CONFIGURED:XIAOMI"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_keeps_a_phone_from_ringing_is_told(
    fields: dict[str, Any], reason: str, as_root: Client, phone: Device
) -> None:
    Device.objects.update(**fields)
    shown = status(as_root)
    assert (shown["offlinePushable"], shown["reasons"]) == (False, [reason])
    assert shown["devices"][0]["status"] == fields.get("status", "ACTIVE")


def test_a_second_phone_rings_and_the_first_ones_trouble_is_told_all_the_same(
    as_root: Client, phone: Device, acme: App
) -> None:
    make_device(acme, "bob", "XIAOMI")
    make_device(acme, "bob", status="INVALID")
    shown = status(as_root)
    assert (shown["offlinePushable"], shown["reasons"]) == (True, ["VENDOR_NOT_CONFIGURED:XIAOMI"])
    assert [device["status"] for device in shown["devices"]] == ["ACTIVE", "ACTIVE", "INVALID"]


def test_a_user_without_devices_and_a_user_of_nowhere_are_no_error(
    as_root: Client, carol: Account, dave: Account, other: App
) -> None:
    make_device(other, "dave")
    for user_id, exists in (("carol", True), ("nobody", False), ("dave", False)):
        shown = status(as_root, user_id)
        assert (shown["exists"], shown["devices"], shown["reasons"]) == (exists, [], ["NO_DEVICE"])


def test_without_im_who_has_a_phone_exists(as_root: Client, acme: App) -> None:
    make_device(acme, "guest")
    assert status(as_root, "guest")["exists"] is True


def test_quiet_hours_are_a_reason(as_root: Client, phone: Device, acme: App) -> None:
    Preference.objects.create(
        app=acme, user_id="bob", dnd_enabled=True, dnd_from=60, dnd_to=60, time_zone="Asia/Shanghai"
    )
    shown = status(as_root)
    assert shown["dnd"] == {"enabled": True, "from": "01:00", "to": "01:00", "timezone": "Asia/Shanghai"}
    assert (shown["offlinePushable"], shown["reasons"]) == (False, ["DND"])


def test_a_credential_that_cannot_be_used_is_a_reason(as_root: Client, phone: Device, acme: App) -> None:
    Lane.objects.create(
        app=acme, vendor="HUAWEI", paused_until=timezone.now() + timedelta(hours=1), reason="AUTH"
    )
    assert status(as_root)["reasons"] == ["VENDOR_PAUSED:HUAWEI"]
    Credential.objects.update(secret="gone:c2VjcmV0")
    shown = status(as_root)
    assert (shown["offlinePushable"], shown["reasons"]) == (False, ["CREDENTIAL_UNREADABLE:HUAWEI"])


def test_the_last_day_is_counted_by_how_far_each_came(as_root: Client, phone: Device, acme: App) -> None:
    to = {"app": acme, "device": phone, "user_id": "bob", "vendor": "HUAWEI"}
    for state in ["PENDING", "ACCEPTED", "DELIVERED", "CLICKED", "FAILED", "UNKNOWN", "EXPIRED", "CANCELLED"]:
        Delivery.objects.create(notice=make_notice(acme), status=state, **to)
    old = timezone.now() - timedelta(hours=25)
    Delivery.objects.create(notice=make_notice(acme), status="CLICKED", created_at=old, **to)
    assert status(as_root)["last24h"] == {
        "queued": 8,
        "accepted": 3,
        "delivered": 2,
        "clicked": 1,
        "failed": 3,
    }


def test_many_are_asked_by_repeating_or_by_commas(as_root: Client, phone: Device) -> None:
    for words in ("userId=bob&userId=carol", "userId=bob,carol", "userId=carol&userId=bob,bob"):
        answer = as_root.call("GET", ROW, query=words)
        assert {item["userId"] for item in answer.items} == {"bob", "carol"}
        assert answer.data.keys() == {"items"}


def test_fifty_cost_as_much_as_one(
    as_root: Client, acme: App, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    names = [f"user-{number}" for number in range(50)]
    make_devices(acme, names)
    with django_assert_num_queries(8):
        as_root.get(ROW, userId=names[0])
    with django_assert_num_queries(8):
        assert len(as_root.get(ROW, userId=names).items) == 50


def test_of_very_many_devices_those_in_use_are_shown_first(as_root: Client, acme: App) -> None:
    make_devices(acme, ["bob"] * (SHOWN + 5), status="UNREGISTERED")
    make_device(acme, "bob", updated_at=timezone.now() - timedelta(days=9))
    devices = status(as_root)["devices"]
    assert len(devices) == SHOWN
    assert devices[0]["status"] == "ACTIVE"


@pytest.mark.parametrize("words", ["", "userId=", "userId=,", "userId=a%20b", "userId=" + "a" * 65])
def test_a_bad_user_id_is_400(words: str, as_root: Client) -> None:
    assert as_root.call("GET", ROW, query=words).code == 400


def test_more_than_fifty_are_400(as_root: Client) -> None:
    names = [f"u{number}" for number in range(51)]
    assert as_root.get(ROW, userId=names).refused(400, "10004", "userId")
