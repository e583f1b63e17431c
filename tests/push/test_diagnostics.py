"""Row 103, GET /api/push/internal/diagnostics/search."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import App
from config.clock import ms
from push.diagnostics import DELIVERIES, MOST
from push.models import Delivery, Device, DeviceLog
from push.models.device import hash_of
from tests.client import Answer, Client
from tests.push.phones import make_device, make_devices, make_notice

ROW = "/api/push/internal/diagnostics/search"
TOKEN = "canary-AbC_%-0123456789-of-the-phone"


def search(client: Client, token: str, **query: Any) -> Answer:
    return client.get(ROW, token=token, **query)


@pytest.fixture
def phone(acme: App) -> Device:
    owners = [{"userId": "eve", "from": 1_600_000_000_000, "to": 1_700_000_000_000}]
    return make_device(acme, "bob", token=TOKEN, status="INVALID", invalid_reason="80300007", history=owners)


@pytest.fixture
def delivery(phone: Device) -> Delivery:
    to = {"app": phone.app, "device": phone, "user_id": "bob", "vendor": phone.vendor}
    sent = {"status": "FAILED", "http_status": 200, "vendor_code": "80300007", "tries": 2}
    return Delivery.objects.create(notice=make_notice(phone.app), **to, **sent)


@pytest.fixture
def entry(phone: Device) -> DeviceLog:
    about = {"user_id": "bob", "device_id": phone.device_id, "token_hash": phone.token_hash}
    return DeviceLog.objects.create(app_id=phone.app_id, event="INVALIDATED", **about, detail={"reason": "x"})


def test_a_token_leads_to_all_that_is_known_of_it(
    as_internal: Client, phone: Device, delivery: Delivery, entry: DeviceLog
) -> None:
    answer = search(as_internal, TOKEN)
    assert answer.data["count"] == 1
    (match,) = answer.data["matches"]
    (sent,), (said,) = match.pop("lastDeliveries"), match.pop("logs")
    assert match == {
        "appKey": "acme",
        "userId": "bob",
        "deviceId": phone.device_id,
        "vendor": "HUAWEI",
        "status": "INVALID",
        "invalidReason": "80300007",
        "tokenMasked": "canary…hone",
        "tokenHash": hash_of(TOKEN),
        "history": phone.history,
    }
    assert (sent["deliveryId"], sent["status"], sent["tries"]) == (str(delivery.pk), "FAILED", 2)
    assert (sent["vendorCode"], sent["createdAt"]) == ("80300007", ms(delivery.created_at))
    assert (said["id"], said["event"], said["detail"]) == (str(entry.pk), "INVALIDATED", {"reason": "x"})
    assert TOKEN.encode() not in answer.raw


@pytest.mark.parametrize(
    "spelt", [TOKEN, hash_of(TOKEN), hash_of(TOKEN).upper()], ids=["whole", "hash", "HASH"]
)
def test_a_token_is_found_whole_or_by_its_hash(spelt: str, as_internal: Client, phone: Device) -> None:
    assert search(as_internal, spelt).data["count"] == 1


def test_a_token_of_apns_is_found_however_its_phone_spells_it(as_internal: Client, acme: App) -> None:
    make_device(acme, "bob", "APNS", token="ab" * 32)
    assert search(as_internal, "AB" * 32).data["count"] == 1


@pytest.mark.parametrize(
    "start",
    [
        TOKEN[:8],
        TOKEN[:12],
        TOKEN[:20],
        TOKEN[:21],
        TOKEN[:-1],
        hash_of(TOKEN)[:8],
        hash_of(TOKEN)[:63].upper(),
    ],
    ids=lambda start: f"{len(start)}{'h' if start[0] != 'c' else ''}",
)
def test_of_an_app_its_beginning_is_enough(
    start: str, as_internal: Client, phone: Device, other: App
) -> None:
    assert search(as_internal, start, appKey="acme").data["count"] == 1
    assert search(as_internal, start, appKey="other").data["count"] == 0


@pytest.mark.parametrize(
    "start", ["canary-a", "canaryxA", "CANARY-A", "canary-AbC%", "%%%%%%%%", TOKEN + "x"]
)
def test_signs_mean_themselves(start: str, as_internal: Client, phone: Device) -> None:
    assert search(as_internal, start, appKey="acme").data["count"] == 0


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"token": TOKEN[:12]}, "appKey"),
        ({"token": TOKEN[:7], "appKey": "acme"}, "token"),
        ({"token": TOKEN[:7]}, "token"),
        ({"token": ""}, "token"),
        ({}, "token"),
        ({"token": TOKEN, "vendor": "NOKIA"}, "vendor"),
        ({"token": TOKEN, "logs": 101}, "logs"),
    ],
    ids=["no app", "short", "short, no app", "blank", "none", "vendor", "logs"],
)
def test_what_is_too_little_is_400_and_repeats_no_token(
    query: dict[str, Any], field: str, as_internal: Client, phone: Device, caplog: pytest.LogCaptureFixture
) -> None:
    answer = as_internal.get(ROW, **query)
    assert answer.refused(400, "10004", field)
    assert b"canary" not in answer.raw
    assert "canary" not in caplog.text


def test_a_token_of_nobody_is_no_error(as_internal: Client, phone: Device) -> None:
    for token in ("f" * 64, "nobodys-token-that-is-long-enough"):
        assert search(as_internal, token).data == {"matches": [], "count": 0}


def test_an_unknown_app_is_401(as_internal: Client, acme: App) -> None:
    assert search(as_internal, TOKEN, appKey="nope").refused(401, "70014")


def test_it_can_be_narrowed(as_internal: Client, phone: Device, other: App) -> None:
    make_device(other, "dave", "XIAOMI", token=TOKEN)
    assert search(as_internal, TOKEN).data["count"] == 2
    for query, owner in (({"appKey": "other"}, "dave"), ({"vendor": "huawei"}, "bob")):
        (match,) = search(as_internal, TOKEN, **query).data["matches"]
        assert match["userId"] == owner


def test_there_are_at_most_so_many_and_each_has_its_own(
    as_internal: Client, acme: App, entry: DeviceLog, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    devices = make_devices(
        acme, [f"user-{number}" for number in range(MOST + 3)], token="canary-of-many", status="EVICTED"
    )
    notice = make_notice(acme)
    Delivery.objects.bulk_create(
        Delivery(app=acme, notice=notice, device=one, user_id=one.user_id, vendor=one.vendor)
        for one in devices
    )
    with django_assert_num_queries(5):
        answer = search(as_internal, "canary-o", appKey="acme", logs=5)
    assert answer.data["count"] == MOST
    assert {len(match["lastDeliveries"]) for match in answer.data["matches"]} == {1}
    assert {len(match["logs"]) for match in answer.data["matches"]} == {0}


def test_the_latest_come_first_and_no_more_than_asked_for(as_internal: Client, phone: Device) -> None:
    about = {"app_id": phone.app_id, "token_hash": phone.token_hash, "event": "QUEUED"}
    DeviceLog.objects.bulk_create(DeviceLog(**about) for _ in range(25))
    to = {"app": phone.app, "device": phone, "user_id": "bob", "vendor": phone.vendor}
    for _ in range(DELIVERIES + 2):
        Delivery.objects.create(notice=make_notice(phone.app), **to)
    for asked, shown in (({}, 20), ({"logs": 0}, 0), ({"logs": 100}, 25)):
        (match,) = search(as_internal, TOKEN, **asked).data["matches"]
        assert len(match["logs"]) == shown
        assert len(match["lastDeliveries"]) == DELIVERIES
    keys = [int(sent["deliveryId"]) for sent in match["lastDeliveries"]]
    assert keys == sorted(keys, reverse=True)
