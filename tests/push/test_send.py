"""POST /api/push/send: what is told, to whom, how, and once."""

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.models import Account, App
from config.clock import now_ms
from journal.models import Operation
from push.models import Delivery, Notice
from push.vendors.contract import TooLong
from tests.client import Client
from tests.im.offline.presence import opens
from tests.push.credentials import make_credential
from tests.push.phones import make_device, make_devices
from tests.push.planted import Planted
from tests.push.sends import HELLO, SEND, send


@pytest.fixture(autouse=True)
def _vendor(acme: App, vendor: Planted) -> None:
    make_credential(acme)


def test_it_queues_a_delivery_for_each_device(as_server: Client, acme: App) -> None:
    make_devices(acme, ["bob", "bob", "eve"])
    answer = send(as_server, audience={"userIds": ["bob", "eve", "nobody"]}, requestId="r-1")
    notice = Notice.objects.get()
    assert answer.data == {
        "taskId": str(notice.pk),
        "requestId": "r-1",
        "status": "QUEUED",
        "targetUsers": 2,
        "targetDevices": 3,
        "skipped": [{"userId": "nobody", "reason": "UNKNOWN_USER"}],
        "skippedCount": 1,
        "duplicate": False,
    }
    assert set(notice.deliveries.values_list("user_id", "status")) == {("bob", "PENDING"), ("eve", "PENDING")}
    assert (notice.content, notice.status, notice.source) == ({"notification": HELLO}, "QUEUED", "API")
    assert (notice.expires_at - notice.send_at).total_seconds() == 86_400


def test_the_operation_log_has_it_without_its_text(as_server: Client, acme: App) -> None:
    make_device(acme, "bob")
    task_id = send(as_server).data["taskId"]
    entry = Operation.objects.get()
    assert (entry.action, entry.target_type, entry.target_id) == ("PUSH_SEND", "PUSH_TASK", task_id)
    assert entry.detail == {"audience": "userIds", "targetUsers": 1, "targetDevices": 1, "status": "QUEUED"}


@pytest.mark.parametrize(
    ("body", "audience", "content"),
    [
        ({"userId": "bob", **HELLO}, {"userIds": ["bob"]}, {"notification": HELLO}),
        (
            {"userIds": ["bob", "eve"], "title": "T"},
            {"userIds": ["bob", "eve"]},
            {"notification": {"title": "T"}},
        ),
        (
            {"userId": "bob", "title": "T", "notification": {"body": "B", "badge": "+1"}, "data": {"a": 1.5}},
            {"userIds": ["bob"]},
            {"notification": {"title": "T", "body": "B", "badge": "+1"}, "data": {"a": 1.5}},
        ),
        ({"userId": "bob", "data": {"a": True}}, {"userIds": ["bob"]}, {"data": {"a": True}}),
        (
            {"userId": "bob", "notification": {"badge": 0}},
            {"userIds": ["bob"]},
            {"notification": {"badge": 0}},
        ),
    ],
    ids=["short", "users", "mixed", "silent", "badge"],
)
def test_it_may_be_said_shortly(
    as_server: Client, body: dict[str, Any], audience: dict[str, Any], content: dict[str, Any]
) -> None:
    assert as_server.post(SEND, body).ok
    notice = Notice.objects.get()
    assert (notice.audience, notice.content) == (audience, content)


def test_devices_are_named_too(as_server: Client, acme: App) -> None:
    make_device(acme, "bob", device_id="phone")
    make_device(acme, "eve", device_id="old", status="INVALID")
    answer = send(as_server, audience={"deviceIds": ["phone", "old", "none"]})
    assert answer.data["targetDevices"] == 1
    assert answer.data["skipped"] == [
        {"userId": "eve", "deviceId": "old", "reason": "ALL_INVALID"},
        {"userId": None, "deviceId": "none", "reason": "NO_DEVICE"},
    ]


LONG = "x" * 1_001
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no audience": ({"audience": {}}, "audience"),
    "two audiences": ({"audience": {"userIds": ["bob"], "all": True}}, "audience"),
    "audience and short": ({"userId": "bob"}, "audience"),
    "nobody": ({"audience": {"userIds": []}}, "audience.userIds"),
    "too many": ({"audience": {"userIds": ["u"] * 1_001}}, "audience.userIds"),
    "no user's name": ({"audience": {"userIds": ["bob", "b b"]}}, "audience.userIds[1]"),
    "long device": ({"audience": {"deviceIds": ["d" * 129]}}, "audience.deviceIds[0]"),
    "not all": ({"audience": {"all": False}}, "audience.all"),
    "no tags": ({"audience": {"tags": {}}}, "audience.tags"),
    "21 tags": ({"audience": {"tags": {"any": ["t"] * 21}}}, "audience.tags.any"),
    "long tag": ({"audience": {"tags": {"not": ["t" * 65]}}}, "audience.tags.not[0]"),
    "long title": ({"notification": {"title": "x" * 101}}, "notification.title"),
    "long body": ({"notification": {"body": LONG}}, "notification.body"),
    "title twice": ({"title": "T"}, "title"),
    "http image": ({"notification": {"title": "T", "imageUrl": "http://a.example"}}, "notification.imageUrl"),
    "badge": ({"notification": {"title": "T", "badge": 10_000}}, "notification.badge"),
    "badge word": ({"notification": {"title": "T", "badge": "+2"}}, "notification.badge"),
    "click": ({"notification": {"title": "T", "click": {"type": "GO"}}}, "notification.click.type"),
    "click where": ({"notification": {"title": "T", "click": {"type": "URL"}}}, "notification.click.value"),
    "category": ({"notification": {"title": "T", "category": "FUN"}}, "notification.category"),
    "collapse": ({"notification": {"title": "T", "collapseKey": "c" * 65}}, "notification.collapseKey"),
    "says nothing": ({"notification": {"sound": "bell"}}, "notification"),
    "nothing": ({"notification": {}}, "notification"),
    "locale": ({"notification": {"i18n": {"english!": {"body": "b"}}}}, "notification.i18n.english!"),
    "translation": ({"notification": {"i18n": {"en": {"body": LONG}}}}, "notification.i18n.en.body"),
    "21 languages": (
        {"notification": {"i18n": {f"a{chr(97 + n)}": {"body": "b"} for n in range(21)}}},
        "notification.i18n",
    ),
    "33 data": ({"data": {f"k{n}": 1 for n in range(33)}}, "data"),
    "large data": ({"data": {"a": "x" * 2_048}}, "data"),
    "nested data": ({"data": {"a": {"b": 1}}}, "data.a"),
    "no data": ({"data": {"a": None}}, "data.a"),
    "reserved": ({"data": {"aps": "x"}}, "data.aps"),
    "request": ({"requestId": "r" * 65}, "requestId"),
    "ttl": ({"options": {"ttl": 2_419_201}}, "options.ttl"),
    "negative ttl": ({"options": {"ttl": -1}}, "options.ttl"),
    "priority": ({"options": {"priority": "LOW"}}, "options.priority"),
    "too late": ({"options": {"scheduleAt": 4_000_000_000_000}}, "options.scheduleAt"),
    "template": ({"notification": {}, "options": {"template": {"code": "none"}}}, "options.template.code"),
    "template's text": ({"options": {"template": {"code": "none"}}}, "notification.title"),
    "vendor": ({"options": {"vendorOptions": {"NOKIA": {}}}}, "options.vendorOptions.NOKIA"),
    "option": (
        {"options": {"vendorOptions": {"huawei": {"token": "x"}}}},
        "options.vendorOptions.HUAWEI.token",
    ),
    "live": ({"options": {"liveActivity": {"event": "start"}}}, "options.liveActivity.contentState"),
    "live event": ({"options": {"liveActivity": {"event": "stop"}}}, "options.liveActivity.event"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_named(as_server: Client, name: str) -> None:
    body, where = BAD[name]
    answer = send(as_server, **body)
    assert answer.refused(400, "10004", where), answer
    assert not Notice.objects.exists()
    assert not Operation.objects.exists()


def test_the_same_request_is_one_push(as_server: Client, acme: App) -> None:
    make_device(acme, "bob")
    first = send(as_server, requestId="r-1").data
    make_device(acme, "bob")
    again = send(as_server, requestId="r-1")
    assert again.data == {**first, "duplicate": True}
    body = {"audience": {"userIds": ["bob"]}, "notification": HELLO}
    by_header = as_server.call("POST", SEND, body=body, headers={"Idempotency-Key": "r-1"})
    assert by_header.data == again.data
    assert Delivery.objects.count() == 1
    assert Operation.objects.count() == 1


def test_another_push_under_the_same_request_is_refused(as_server: Client) -> None:
    send(as_server, requestId="r-1")
    assert send(as_server, requestId="r-1", data={"a": 1}).refused(400, "93003")
    body = {"userId": "bob", **HELLO, "requestId": "a"}
    twice = as_server.call("POST", SEND, body=body, headers={"Idempotency-Key": "b"})
    assert twice.refused(400, "10004", "requestId")


def test_a_request_is_forgotten_after_a_day(as_server: Client) -> None:
    first = send(as_server, requestId="r-1").data
    Notice.objects.update(created_at="2020-01-01T00:00:00Z")
    second = send(as_server, requestId="r-1", data={"a": 1}).data
    assert not second["duplicate"]
    assert second["taskId"] != first["taskId"]


def test_apps_do_not_share_requests(as_server: Client, other: App) -> None:
    Notice.objects.create(
        app=other, key="request:r-1", expires_at="2030-01-01T00:00:00Z", answer={"theirs": 1}
    )
    assert send(as_server, requestId="r-1").data["duplicate"] is False


def test_a_dry_run_counts_and_queues_nothing(as_server: Client, acme: App) -> None:
    make_devices(acme, ["bob", "bob"])
    answer = send(as_server, requestId="r-1", options={"dryRun": True})
    assert (answer.data["status"], answer.data["targetDevices"]) == ("DRY_RUN", 2)
    assert answer.data["vendors"] == [{"vendor": "HUAWEI", "devices": 2, "fits": True, "problem": None}]
    assert not Delivery.objects.exists()
    assert send(as_server, requestId="r-1").data["status"] == "QUEUED"


def test_data_that_no_payload_takes_is_refused(as_server: Client, acme: App, vendor: Planted) -> None:
    make_device(acme, "bob")
    vendor.too_long = True
    answer = send(as_server)
    assert answer.refused(400, "10004", "data")
    assert "HUAWEI" in answer.message
    dry = send(as_server, options={"dryRun": True})
    assert dry.data["vendors"] == [{"vendor": "HUAWEI", "devices": 1, "fits": False, "problem": TooLong.code}]


def test_a_template_says_it_with_its_gaps_filled(as_server: Client) -> None:
    texts = {"title": "{shop}", "body": "No. {no}", "i18n": {"zh": {"body": "单号 {no}"}}}
    assert as_server.put("/api/push/admin/templates/order", texts).ok
    use = {"code": "order", "params": {"shop": "A" * 200, "no": 7}}
    assert send(as_server, notification={"badge": 1}, options={"template": use}).ok
    said = {"title": "A" * 100, "body": "No. 7", "i18n": {"zh": {"body": "单号 7"}}, "badge": 1}
    assert Notice.objects.get().content == {"notification": said}
    use = {"code": "order", "params": {"shop": "A"}}
    missing = send(as_server, notification={}, options={"template": use})
    assert missing.refused(400, "10004", "options.template.params.no")


def test_it_can_be_scheduled(as_server: Client, acme: App) -> None:
    make_device(acme, "bob")
    at = now_ms() + 3_600_000
    answer = send(as_server, options={"scheduleAt": at, "ttl": 60})
    assert (answer.data["status"], answer.data["targetDevices"]) == ("SCHEDULED", 1)
    notice = Notice.objects.get()
    assert (notice.status, round(notice.send_at.timestamp() * 1_000)) == ("SCHEDULED", at)
    assert (notice.expires_at - notice.send_at).total_seconds() == 60
    assert not Delivery.objects.exists()


def test_the_skipped_are_listed_up_to_a_hundred(as_server: Client) -> None:
    answer = send(as_server, audience={"userIds": [f"u{n}" for n in range(150)]})
    assert (len(answer.data["skipped"]), answer.data["skippedCount"]) == (100, 150)


def test_nobody_of_another_app_is_reached(as_server: Client, acme: App, other: App, dave: Account) -> None:
    make_device(other, "dave", device_id="theirs")
    assert send(as_server, audience={"userIds": ["dave"]}).data["skipped"][0]["reason"] == "UNKNOWN_USER"
    assert send(as_server, audience={"deviceIds": ["theirs"]}).data["skipped"][0]["reason"] == "NO_DEVICE"


def test_too_many_pushes_are_told_to_wait(as_server: Client, acme: App) -> None:
    App.objects.filter(pk=acme.pk).update(
        changed_settings={"rates": {**acme.setting("rates"), "push": {"rate": 1, "burst": 1}}}
    )
    assert send(as_server).ok
    answer = send(as_server)
    assert answer.refused(429, "60007")
    assert answer.headers["Retry-After"] == "1"


def test_a_thousand_users_cost_as_many_statements_as_one(as_server: Client, acme: App, hot: Any) -> None:
    def cost(*user_ids: str) -> int:
        hot()
        assert send(as_server, audience={"userIds": list(user_ids)}).ok
        return int(hot())

    names = [f"u{n}" for n in range(1_000)]
    make_devices(acme, names)
    assert cost("u0") == cost(*names)


def test_only_the_device_in_use_is_passed_over(
    as_server: Client, acme: App, bob: Account, settings: Settings
) -> None:
    make_device(acme, "bob", device_id="phone")
    make_device(acme, "bob", device_id="pad")
    opens(bob, "phone")
    opens(bob, "pad", background=True)
    opens(bob, "browser", platform="WEB")
    assert send(as_server).data["targetDevices"] == 2
    told = send(as_server, options={"onlyOffline": True}).data
    assert (told["targetDevices"], told["skippedCount"]) == (1, 0)
    opens(bob, "pad")
    told = send(as_server, options={"onlyOffline": True}, audience={"deviceIds": ["pad", "phone"]}).data
    assert [one["reason"] for one in told["skipped"]] == ["ONLINE", "ONLINE"]
    settings.PUSH_ASKS = ""
    assert send(as_server, options={"onlyOffline": True}).data["targetDevices"] == 2


def test_who_has_only_the_app_key_sends_where_the_app_says_so(acme: App) -> None:
    make_device(acme, "bob")
    phone = Client({"X-App-Key": "acme"})
    assert send(phone).refused(401, "70009")
    App.objects.filter(pk=acme.pk).update(
        changed_settings={"pushSendAuth": "APP_KEY", "pushSendAllowedIps": ["127.0.0.1"]}
    )
    assert send(phone).data["targetDevices"] == 1
    assert not Operation.objects.exists()
