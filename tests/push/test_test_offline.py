"""Row 101, POST /api/push/admin/test-offline."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Account, App
from journal.facts import Fact
from journal.models import Operation
from push import calling
from push.models import Credential, Delivery, Device, DeviceLog, Lane, Notice, Preference
from push.vendors.contract import Kind, Outcome, Stage
from tests.client import Answer, Client
from tests.im.offline.presence import opens
from tests.push.credentials import make_credential
from tests.push.phones import make_device
from tests.push.planted import OK, Planted
from tests.webhooks.receiver import wait_until

ROW = "/api/push/admin/test-offline"
DEAD = Outcome(Kind.INVALID_TOKEN, Stage.SEND, 200, "80300007", "all tokens are invalid", latency_ms=7)


@pytest.fixture(autouse=True)
def phone(acme: App, bob: Account, vendor: Planted) -> Device:
    make_credential(acme, "HUAWEI")
    return make_device(acme, "bob", device_id="phone")


def ring(client: Client, **given: Any) -> Answer:
    return client.post(ROW, {"userId": "bob", **given})


def result(answer: Answer) -> dict[str, Any]:
    results: list[dict[str, Any]] = answer.data["results"]
    assert len(results) == 1
    return results[0]


@pytest.mark.parametrize("caller", ["as_root", "as_server", "as_operator"])
def test_it_rings_at_once_and_says_what_the_vendor_said(
    caller: str, request: pytest.FixtureRequest, vendor: Planted
) -> None:
    answer = ring(request.getfixturevalue(caller), title="Hello", body="there", data={"n": 1})
    ((message, _),) = vendor.sent
    assert (message.title, message.body, message.data, message.badge) == ("Hello", "there", {"n": 1}, None)
    notice, delivery = Notice.objects.get(), Delivery.objects.get()
    assert (message.task_id, message.push_id) == (str(notice.pk), str(delivery.pk))
    hint = answer.data["results"][0].pop("hint")
    assert answer.data == {
        "taskId": str(notice.pk),
        "userId": "bob",
        "online": False,
        "forced": True,
        "results": [
            {
                "deviceId": "phone",
                "vendor": "HUAWEI",
                "pushId": str(delivery.pk),
                "ok": True,
                "stage": "ACCEPTED",
                "httpStatus": 200,
                "vendorCode": None,
                "vendorMessage": None,
                "vendorMessageId": "m-1",
                "latencyMs": 3,
                "invalidated": False,
            }
        ],
    }
    assert "allowed" in hint
    assert (delivery.status, delivery.vendor_message_id) == ("ACCEPTED", "m-1")


def test_it_has_a_text_of_its_own(as_root: Client, vendor: Planted) -> None:
    ring(as_root)
    assert vendor.sent[0][0].title == "离线推送测试"
    assert vendor.sent[0][0].body


def test_it_is_logged_step_by_step(as_root: Client, phone: Device, facts: list[Fact]) -> None:
    task = ring(as_root).data["taskId"]
    steps = DeviceLog.objects.filter(notice_id=int(task)).order_by("pk")
    assert [step.event for step in steps] == ["QUEUED", "TEST", "ACCEPTED"]
    entry = Operation.objects.get()
    assert (entry.action, entry.target_type, entry.target_id) == ("PUSH_TEST", "ACCOUNT", "bob")
    assert entry.detail == {"taskId": task, "devices": ["phone"]}


def test_neither_online_nor_quiet_hours_nor_a_switch_hold_it_up(
    as_root: Client, bob: Account, acme: App, vendor: Planted
) -> None:
    opens(bob, "phone")
    Preference.objects.create(app=acme, user_id="bob", dnd_enabled=True, dnd_from=0, dnd_to=0)
    Device.objects.update(notification_enabled=False)
    answer = ring(as_root)
    assert (answer.data["online"], result(answer)["ok"]) == (True, True)
    assert "switched off on this device" in result(answer)["hint"]


@pytest.mark.parametrize(
    ("outcome", "stage", "says"),
    [
        (Outcome(Kind.AUTH, Stage.AUTH, 401, "80200001", "no", hint="Renew it."), "AUTH", "Renew it."),
        (Outcome(Kind.AUTH, Stage.AUTH, 401, "80200001", "no"), "AUTH", "refuses the credential"),
        (Outcome(Kind.RETRY, Stage.CONNECT, code="dns"), "CONNECT", "DNS"),
        (Outcome(Kind.THROTTLED, Stage.SEND, 503, "503"), "SEND", "takes no more"),
        (Outcome(Kind.RETRY, Stage.SEND, 500, "500"), "SEND", "trouble of its own"),
        (Outcome(Kind.PERMANENT, Stage.SEND, 400, "80100003"), "SEND", "its words"),
        (Outcome(Kind.UNKNOWN, Stage.SEND, code="reset"), "SEND", "may have rung"),
    ],
    ids=["auth", "auth-bare", "connect", "throttled", "retry", "permanent", "unknown"],
)
def test_what_went_wrong_is_told_with_how_to_mend_it_and_not_tried_again(
    outcome: Outcome, stage: str, says: str, as_root: Client, vendor: Planted
) -> None:
    vendor.answers = lambda _: outcome
    shown = result(ring(as_root))
    assert (shown["ok"], shown["stage"], shown["vendorCode"]) == (False, stage, outcome.code)
    assert says in shown["hint"]
    assert not shown["invalidated"]
    assert Delivery.objects.get().status in ("FAILED", "UNKNOWN")
    assert not Lane.objects.exists()


def test_a_dead_token_is_given_up(as_root: Client, vendor: Planted, phone: Device, facts: list[Fact]) -> None:
    vendor.answers = lambda _: DEAD
    shown = result(ring(as_root))
    assert (shown["ok"], shown["invalidated"], shown["vendorCode"]) == (False, True, "80300007")
    phone.refresh_from_db()
    assert (phone.status, phone.invalid_reason) == ("INVALID", "80300007")
    assert ring(as_root).refused(404, "93002")


def test_where_the_vendor_calls_everybody_dead_none_is_given_up(
    as_root: Client, vendor: Planted, phone: Device, acme: App
) -> None:
    pause(acme, "INVALID_TOKENS")
    vendor.answers = lambda _: DEAD
    shown = result(ring(as_root))
    assert (shown["ok"], shown["invalidated"]) == (False, False)
    assert "credential is doubted" in shown["hint"]
    phone.refresh_from_db()
    assert phone.status == "ACTIVE"


def pause(app: App, reason: str) -> None:
    until = timezone.now() + timedelta(hours=1)
    Lane.objects.create(app=app, vendor="HUAWEI", paused_until=until, reason=reason, openings=1)


def test_it_goes_out_while_others_wait_and_says_so(as_root: Client, acme: App) -> None:
    pause(acme, "DAY")
    shown = result(ring(as_root))
    assert shown["ok"]
    assert "it is paused (DAY)" in shown["hint"]


def test_a_vendor_without_a_credential_is_a_result(as_root: Client, acme: App, vendor: Planted) -> None:
    Credential.objects.all().delete()
    shown = result(ring(as_root))
    assert (shown["stage"], shown["vendorCode"]) == ("CREDENTIAL", "VENDOR_NOT_CONFIGURED")
    assert "PUT /api/push/admin/credentials/HUAWEI" in shown["hint"]
    assert not vendor.sent


def test_a_credential_that_no_key_opens_is_a_result(as_root: Client, vendor: Planted) -> None:
    Credential.objects.update(secret="gone:c2VjcmV0")
    shown = result(ring(as_root))
    assert (shown["stage"], shown["vendorCode"]) == ("CREDENTIAL", "CREDENTIAL_UNREADABLE")
    assert "ENCRYPTION_KEYS" in shown["hint"]


def test_a_vendor_that_breaks_is_a_result(as_root: Client, vendor: Planted) -> None:
    def breaks(target: Any) -> Outcome:
        raise ValueError(target.token)

    vendor.answers = breaks
    assert result(ring(as_root))["ok"] is False
    assert Delivery.objects.get().status in ("FAILED", "UNKNOWN")


def test_all_devices_ring_each_with_its_own_result(as_root: Client, acme: App, vendor: Planted) -> None:
    second, third = make_device(acme, "bob"), make_device(acme, "bob", "XIAOMI")
    make_device(acme, "bob", status="UNREGISTERED")
    vendor.answers = lambda target: DEAD if target.token == second.token else OK
    shown = {one["deviceId"]: one["stage"] for one in ring(as_root).data["results"]}
    assert shown == {"phone": "ACCEPTED", second.device_id: "SEND", third.device_id: "CREDENTIAL"}


def test_it_can_be_narrowed(as_root: Client, acme: App, vendor: Planted) -> None:
    other = make_device(acme, "bob", "XIAOMI", device_id="tablet")
    make_credential(acme, "XIAOMI")
    assert result(ring(as_root, deviceId="phone"))["vendor"] == "HUAWEI"
    assert result(ring(as_root, vendor="huawei"))["deviceId"] == "phone"
    assert ring(as_root, deviceId="phone", vendor="XIAOMI").refused(404, "93002")
    assert ring(as_root, deviceId=other.device_id, vendor="HUAWEI").refused(404, "93002")


def test_a_token_for_calls_is_rung_where_it_is_asked_for(as_root: Client, acme: App) -> None:
    make_device(acme, "bob", "APNS_VOIP", device_id="iphone")
    assert result(ring(as_root))["vendor"] == "HUAWEI"
    assert result(ring(as_root, vendor="APNS_VOIP"))["vendorCode"] == "VENDOR_NOT_CONFIGURED"


def test_what_comes_late_is_pending(
    as_root: Client, vendor: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "SECONDS", 0.05)
    vendor.after = 30
    shown = result(ring(as_root))
    assert (shown["ok"], shown["stage"], shown["latencyMs"]) == (False, "PENDING", None)
    delivery = Delivery.objects.get()
    assert (delivery.status, bool(delivery.lease)) == ("PENDING", True), "nobody else sends it meanwhile"
    assert delivery.next_attempt_at > delivery.notice.expires_at


def test_a_dry_run_sends_and_writes_nothing(as_root: Client, acme: App, vendor: Planted) -> None:
    make_device(acme, "bob", "XIAOMI")
    answer = ring(as_root, dryRun=True)
    stages = {one["vendor"]: (one["ok"], one["stage"]) for one in answer.data["results"]}
    assert stages == {"HUAWEI": (True, "SEND"), "XIAOMI": (False, "CREDENTIAL")}
    vendor.too_long = True
    assert "do not fit" in ring(as_root, dryRun=True, vendor="HUAWEI").data["results"][0]["hint"]
    assert answer.data["taskId"] is None
    assert not vendor.sent
    assert not Notice.objects.exists()
    assert not Operation.objects.exists()


@pytest.mark.parametrize("user_id", ["nobody", "carol", "dave"])
def test_who_has_no_device_is_404(user_id: str, as_root: Client, carol: Account, other: App) -> None:
    make_device(other, "dave")
    make_credential(other, "HUAWEI")
    assert as_root.post(ROW, {"userId": user_id}).refused(404, "93002")
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"userId": ""}, "userId"),
        ({"title": "t" * 101}, "title"),
        ({"body": "b" * 1001}, "body"),
        ({"data": {"a": {}}}, "data.a"),
        ({"data": "x"}, "data"),
        ({"vendor": "NOKIA"}, "vendor"),
        ({"dryRun": "yes"}, "dryRun"),
    ],
    ids=["user", "title", "body", "data", "data-type", "vendor", "flag"],
)
def test_what_is_wrong_is_named(given: dict[str, Any], field: str, as_root: Client) -> None:
    assert ring(as_root, **given).refused(400, "10004", field)


def test_ten_a_minute_are_enough(as_root: Client, as_server: Client) -> None:
    for number in range(10):
        assert ring((as_root, as_server)[number % 2], deviceId="phone").ok
    refused = ring(as_root)
    assert refused.refused(429, "60007")
    assert int(refused.headers["Retry-After"]) <= 6


def test_the_app_may_be_named_in_the_body(as_root: Client, as_operator: Client) -> None:
    assert ring(as_root, appKey="acme").ok
    assert ring(as_root, appKey="other").refused(401, "70014")
    token = {"Authorization": as_operator.headers["Authorization"]}
    assert ring(Client(token), appKey="acme").ok


def test_a_request_that_gives_up_says_less_than_pending(
    as_root: Client, vendor: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "SECONDS", 0.4)
    vendor.after = calling.SECONDS
    vendor.answers = lambda _: Outcome(Kind.UNKNOWN, Stage.SEND, code="timeout")
    assert result(ring(as_root))["stage"] == "PENDING"


@pytest.mark.django_db(transaction=True)
def test_what_comes_late_is_written_when_it_comes(
    as_root: Client, vendor: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "SECONDS", 0.05)
    vendor.after = 0.5
    assert result(ring(as_root))["stage"] == "PENDING"
    wait_until(lambda: Delivery.objects.get().status == "ACCEPTED")
    assert DeviceLog.objects.filter(event="ACCEPTED").count() == 1
