"""Row 101, POST /api/push/receive-push, as vendors call it; and what becomes of what they post."""

import base64
import hmac
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.actions.apps import Made
from accounts.models import App
from config.clock import ms
from journal.facts import Fact
from push import receipts
from push.models import Delivery, Device, DeviceLog, Statistic, VendorReceipt
from tests.client import Client
from tests.push.credentials import make_credential
from tests.push.devices import make_delivery, make_device

pytestmark = pytest.mark.django_db

ROW = "/api/push/receive-push"
THANKS = {"code": "0", "message": "success", "errno": "0", "errmsg": "success"}


def query(made: Made, vendor: str = "HUAWEI", **more: str) -> dict[str, str]:
    """As the contract says it, in other words than ours."""
    sig = hmac.new(made.app_secret.encode(), f"receipt:{vendor}".encode(), sha256).hexdigest()
    return {"appKey": "acme", "vendor": vendor, "sig": sig, **more}


def post(words: dict[str, str], body: bytes, content_type: str = "application/json", **headers: str) -> Any:
    """Not by the tests' client, which wants an envelope."""
    url = f"{ROW}?{urlencode(words)}"
    return Client().django.generic("POST", url, body, content_type=content_type, headers=headers)


def huawei(push: Delivery, status: int = 0, **more: Any) -> bytes:
    one = {
        "biTag": str(push.pk),
        "token": push.device.token,
        "status": status,
        "timestamp": 1_600_000_000_000,
    }
    return orjson.dumps({"statuses": [{"appid": "100001", "requestId": "r1", **one, **more}]})


@pytest.fixture
def push(acme: App) -> Delivery:
    return make_delivery(make_device(acme, token="hw-token-of-the-phone"), status="ACCEPTED")


def read(made: Made, body: bytes, vendor: str = "HUAWEI", content_type: str = "application/json") -> None:
    answer = post(query(made, vendor), body, content_type)
    assert (answer.status_code, orjson.loads(answer.content)) == (200, THANKS)
    assert receipts.read_some() == 1
    assert receipts.read_some() == 0


def test_it_is_thanked_for_kept_and_understood_later(made: Made, push: Delivery, facts: list[Fact]) -> None:
    answer = post(query(made), huawei(push))
    assert (answer.status_code, orjson.loads(answer.content)) == (200, THANKS)
    kept = VendorReceipt.objects.get()
    assert (kept.vendor, bytes(kept.body), kept.parsed_at) == ("HUAWEI", huawei(push), None)
    assert receipts.read_some() == 1
    kept.refresh_from_db()
    push.refresh_from_db()
    assert (kept.error, push.status) == ("", "DELIVERED")
    assert kept.parsed_at is not None
    assert DeviceLog.objects.get(event="DELIVERED").detail["by"] == "VENDOR"
    assert [fact.type for fact in facts] == ["push.delivered"]


def test_the_url_that_messages_carry_is_the_one_that_is_taken(
    made: Made, push: Delivery, settings: Settings
) -> None:
    settings.BASE_URL = "https://push.example.com"
    url = urlsplit(receipts.receipt_url(made.app.pk, "HUAWEI"))
    assert (url.scheme, url.netloc, url.path) == ("https", "push.example.com", ROW)
    words = {name: value for name, (value,) in parse_qs(url.query).items()}
    assert words == query(made, sig=query(made)["sig"][:32])
    assert post(words, huawei(push)).status_code == 200


def test_it_is_short_enough_for_vendors_that_take_128_characters(made: Made, settings: Settings) -> None:
    settings.BASE_URL = "https://push.example.com"
    App.objects.filter(pk=made.app.pk).update(app_key="0123456789abcdef")
    assert max(len(receipts.receipt_url(made.app.pk, name)) for name in ("XIAOMI", "VIVO", "MEIZU")) <= 128


def test_a_wrong_sign_is_401_in_the_envelope(made: Made, push: Delivery) -> None:
    for words in (
        query(made, sig="0" * 64),
        query(made, sig=query(made)["sig"][:31]),
        query(made, sig=query(made)["sig"] + "0"),
        query(made, sig=""),
        query(made, sig="é"),
        query(made, vendor="HONOR") | {"vendor": "HUAWEI"},
        {name: value for name, value in query(made).items() if name != "sig"},
    ):
        answer = post(words, huawei(push))
        assert (answer.status_code, orjson.loads(answer.content)["status"]) == (401, "70009"), words
    assert post(query(made, appKey="nope"), b"").status_code == 401
    assert post(query(made) | {"vendor": "NOKIA"}, b"").status_code == 400
    assert not VendorReceipt.objects.exists()


def test_the_vendors_own_sign_counts_where_its_secret_is_known(made: Made, push: Delivery) -> None:
    make_credential(made.app, secret={"appSecret": "s", "callbackSecret": "cb"})
    assert post(query(made), huawei(push)).status_code == 401
    value = base64.b64encode(hmac.new(b"cb", b"12", "sha256").digest()).decode()
    good = {"X-HUAWEI-CALLBACK-ID": f"timestamp=1;nonce=2;value={value}"}
    assert post(query(made), huawei(push), **good).status_code == 200


def test_forms_are_taken_too(made: Made, acme: App) -> None:
    phone = make_device(acme, vendor="XIAOMI", token="regid-1")
    push = make_delivery(phone, status="ACCEPTED", vendor_message_id="mi1")
    said = {"mi1": {"param": str(push.pk), "type": 2, "targets": "regid-1", "timestamp": 1_600_000_000_000}}
    body = urlencode({"data": orjson.dumps(said).decode()}).encode()
    read(made, body, "XIAOMI", "application/x-www-form-urlencoded")
    push.refresh_from_db()
    assert push.status == "CLICKED"


def test_a_push_for_many_is_known_by_its_task_and_the_token(made: Made, push: Delivery) -> None:
    """Without a look at all that ever went to the phone."""
    with CaptureQueriesContext(connection) as asked:
        read(made, huawei(push, biTag=f"t{push.notice_id}"))
    push.refresh_from_db()
    assert push.status == "DELIVERED"
    assert not [one for one in asked if '"vendor_message_id" IN' in one["sql"]]


def test_a_dead_token_is_invalid_and_no_other(
    made: Made, push: Delivery, other: App, facts: list[Fact]
) -> None:
    token = push.device.token
    others = [
        make_device(made.app, device_id="pad"),
        make_device(made.app, device_id="honor", vendor="HONOR", token=token),
        make_device(other, token=token),
    ]
    read(made, huawei(push, 2, timestamp=ms(push.device.updated_at) + 1000))
    assert Device.objects.get(status="INVALID").pk == push.device_id
    assert Device.objects.filter(status="ACTIVE").count() == len(others)
    push.refresh_from_db()
    assert (push.status, push.reason) == ("FAILED", "INVALID_TOKEN")
    assert DeviceLog.objects.get(event="INVALIDATED").delivery_id == push.pk
    assert [fact.type for fact in facts] == ["push.token_invalid", "push.failed"]
    assert Statistic.objects.get(outcome="failed").count == 1


def test_a_phone_that_has_registered_since_is_not_meant(made: Made, push: Delivery) -> None:
    read(made, huawei(push, 5, timestamp=ms(push.device.updated_at) - 1000))
    assert Device.objects.get().status == "ACTIVE"


def test_what_the_vendor_gave_up_has_failed_unless_it_arrived(made: Made, push: Delivery) -> None:
    read(made, huawei(push, 201))
    push.refresh_from_db()
    assert (push.status, push.reason) == ("FAILED", "REFUSED_LATER")
    entry = DeviceLog.objects.get(event="FAILED")
    assert (entry.delivery_id, entry.vendor_code) == (push.pk, push.vendor_code)
    Delivery.objects.update(status="CLICKED")
    read(made, huawei(push, 201))
    assert Delivery.objects.get().status == "CLICKED"


def test_another_apps_pushes_and_vendors_are_not_touched(made: Made, other: App) -> None:
    foreign = make_delivery(make_device(other), status="ACCEPTED")
    honors = make_delivery(make_device(made.app, vendor="HONOR"), status="ACCEPTED")
    for push in (foreign, honors):
        read(made, huawei(push, 0))
        read(made, huawei(push, 2))
        push.refresh_from_db()
        assert (push.status, push.device.status) == ("ACCEPTED", "ACTIVE")
    assert not Device.objects.exclude(status="ACTIVE").exists()


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"[]", b"<xml/>", b'{"statuses": 1}', b"\x00"])
def test_nonsense_is_thanked_for_too_and_said_to_be_so(made: Made, body: bytes, push: Delivery) -> None:
    """Or the vendor would post it again for hours. Nothing of it is repeated, and it is in nobody's way."""
    assert post(query(made), body, "text/plain").status_code == 200
    assert post(query(made), huawei(push)).status_code == 200
    assert receipts.read_some() == 2
    entry = DeviceLog.objects.get(event="PARSE_ERROR")
    assert (entry.vendor, entry.level, set(entry.detail)) == ("HUAWEI", "ERROR", {"receiptId", "error"})
    push.refresh_from_db()
    assert push.status == "DELIVERED"


def test_many_are_read_without_waiting_for_beat(
    made: Made, push: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr("journal.doorbell.ring_for", lambda task: rung.append(task))
    VendorReceipt.objects.bulk_create(
        VendorReceipt(app=made.app, vendor="HUAWEI", body=huawei(push)) for _ in range(3)
    )
    assert receipts.read_some(2) == 2
    assert rung == ["push.tasks.read_receipts"]
    assert receipts.read_some(2) == 1
    assert len(rung) == 1
