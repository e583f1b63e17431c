"""Devices that go: what is invalid, and what waited for it."""

import pytest

from accounts.models import Account, App
from config.clock import ms
from journal.facts import Fact
from push import devices
from push.devices import Dead
from push.models import Delivery, Device, DeviceLog, Statistic
from tests.client import Client
from tests.push.devices import make_delivery, make_device

pytestmark = pytest.mark.django_db


def dead(device: Device, **more: object) -> Dead:
    return Dead(device.pk, device.token_hash, "Unregistered", **more)  # type: ignore[arg-type]


def invalid(*found: Dead) -> list[str]:
    return [device.device_id for device in devices.invalidate(found)]


def test_a_dead_token_is_invalid_logged_and_told_once(acme: App, facts: list[Fact]) -> None:
    phone, other = make_device(acme), make_device(acme, device_id="pad")
    push = make_delivery(phone)
    assert invalid(dead(phone, delivery_id=push.pk, notice_id=push.notice_id)) == ["phone"]
    assert invalid(dead(phone)) == []
    phone.refresh_from_db()
    assert (phone.status, phone.invalid_reason, phone.last_error_code) == ("INVALID", *["Unregistered"] * 2)
    assert Device.objects.get(pk=other.pk).status == "ACTIVE"
    entry = DeviceLog.objects.get(event="INVALIDATED")
    assert (entry.delivery_id, entry.notice_id, entry.vendor_code) == (
        push.pk,
        push.notice_id,
        "Unregistered",
    )
    assert (entry.token_masked, entry.token_hash) == ("HUAWEI…hone", phone.token_hash)
    (told,) = facts
    assert (told.type, told.app_key, told.data["deviceId"]) == ("push.token_invalid", "acme", "phone")


def test_a_token_that_has_been_replaced_is_not_meant(acme: App) -> None:
    phone = make_device(acme)
    assert invalid(Dead(phone.pk, "of another token", "Unregistered")) == []


def test_a_registration_after_the_death_is_not_meant(acme: App) -> None:
    phone = make_device(acme)
    assert invalid(dead(phone, since=ms(phone.updated_at) - 1)) == []
    assert invalid(dead(phone, since=ms(phone.updated_at) + 1)) == ["phone"]


def test_what_waits_for_a_device_that_goes_is_cancelled(acme: App) -> None:
    phone, pad = make_device(acme), make_device(acme, device_id="pad")
    waiting = [make_delivery(phone), make_delivery(phone, status="RETRYING", lease="worker")]
    others = [make_delivery(phone, status="ACCEPTED"), make_delivery(pad)]
    assert invalid(dead(phone)) == ["phone"]
    cancelled = Delivery.objects.filter(status="CANCELLED", reason="INVALID_TOKEN").order_by("pk")
    assert list(cancelled) == waiting
    assert [Delivery.objects.get(pk=one.pk).status for one in others] == ["ACCEPTED", "PENDING"]
    skipped = DeviceLog.objects.filter(event="SKIPPED", device_id="phone").order_by("delivery_id")
    assert [(row.delivery_id, row.detail) for row in skipped] == [
        (one.pk, {"reason": "INVALID_TOKEN"}) for one in waiting
    ]
    assert Statistic.objects.get(outcome="cancelled").count == 2


def test_what_is_for_another_user_can_be_spared(acme: App) -> None:
    phone = make_device(acme)
    mine = make_delivery(phone)
    theirs = make_delivery(phone)
    Delivery.objects.filter(pk=theirs.pk).update(user_id="alice")
    assert devices.cancel_waiting([phone.pk], "REBOUND", spare="bob") == 1
    assert list(Delivery.objects.filter(status="PENDING")) == [mine]


def test_a_deleted_account_takes_its_devices_along(as_root: Client, bob: Account, other: App) -> None:
    mine = [make_device(bob.app), make_device(bob.app, vendor="FCM")]
    waiting = make_delivery(mine[0])
    theirs = [make_device(bob.app, user_id="alice", device_id="hers"), make_device(other)]
    assert as_root.delete("/api/im/accounts/bob").ok
    assert {Device.objects.get(pk=one.pk).status for one in mine} == {"UNREGISTERED"}
    assert {Device.objects.get(pk=one.pk).status for one in theirs} == {"ACTIVE"}
    waiting.refresh_from_db()
    assert (waiting.status, waiting.reason) == ("CANCELLED", "ACCOUNT_DELETED")
    logged = DeviceLog.objects.filter(event="UNREGISTER", detail__reason="ACCOUNT_DELETED")
    assert set(logged.values_list("vendor", flat=True)) == {"HUAWEI", "FCM"}


def test_logout_and_kick_keep_them(as_root: Client, as_bob: Client, bob: Account) -> None:
    phone = make_device(bob.app)
    assert as_bob.post("/api/im/auth/logout").ok
    assert as_root.post("/api/im/admin/users/kick", {"userId": "bob"}).ok
    assert Device.objects.get(pk=phone.pk).status == "ACTIVE"
