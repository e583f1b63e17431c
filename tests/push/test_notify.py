"""POST /api/push/internal/notify: what happened in a chat, as another service tells it."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Account, App
from config.clock import now_ms
from push.models import Delivery, DeviceLog, Notice, Preference
from tests.client import Client
from tests.im.chat import Room, say, say_in
from tests.im.conversations.steps import change
from tests.im.offline.presence import opens
from tests.im.offline.rings import last
from tests.push.credentials import make_credential
from tests.push.phones import make_device, make_devices

ROW = "/api/push/internal/notify"
NONE = dict.fromkeys(
    (
        *("selfSender", "expired", "disabled", "duplicate", "muted", "dnd", "blocked", "online"),
        "noDevice",
    ),
    0,
)


@pytest.fixture(autouse=True)
def _credential(acme: App) -> None:
    make_credential(acme)


def event(*users: str, **more: Any) -> dict[str, Any]:
    return {"appKey": "acme", "eventId": "m1", "toUserIds": list(users), "preview": "hi", **more}


def told(client: Client, *users: str, **more: Any) -> dict[str, Any]:
    answer = client.post(ROW, event(*users, fromUserId="ann", fromName="Ann", **more))
    assert answer.ok, answer
    data: dict[str, Any] = answer.data
    return data


def skipped(answer: dict[str, Any]) -> dict[str, int]:
    assert answer["skipped"].keys() == NONE.keys()
    return {name: number for name, number in answer["skipped"].items() if number}


def rung() -> set[str]:
    return set(Delivery.objects.values_list("user_id", flat=True))


def test_users_without_accounts_are_rung(acme: App, as_internal: Client) -> None:
    phones = make_devices(acme, ["u1", "u2"])
    answer = told(
        as_internal, "u1", "u2", "u3", "ann", conversationId="c-9", convType="SINGLE", unread={"u2": 4}
    )
    notice = Notice.objects.get()
    assert answer == {
        "accepted": 2,
        "taskId": str(notice.pk),
        "skipped": {**NONE, "noDevice": 1, "selfSender": 1},
    }
    assert {one.device for one in Delivery.objects.all()} == set(phones)
    message = last("u2")
    assert (message.title, message.body, message.collapse_key) == ("Ann", "hi", "m1")
    assert message.thread_id == "c-9"
    assert message.data == {
        "type": "IM_MESSAGE",
        "conversationId": "c-9",
        "chatType": "SINGLE",
        "fromId": "ann",
        "messageId": "m1",
    }
    assert (notice.options["unread"], notice.chat) == ({"u2": 4}, None)


def test_where_nobody_has_a_device_nothing_is_written(acme: App, as_internal: Client) -> None:
    answer = told(as_internal, "u1")
    assert (answer["accepted"], answer["taskId"], skipped(answer)) == (0, None, {"noDevice": 1})
    assert not Notice.objects.exists()
    assert not DeviceLog.objects.exists()


def test_each_user_is_rung_once_for_an_event(acme: App, as_internal: Client) -> None:
    make_devices(acme, ["u1", "u2"])
    first = told(as_internal, "u1", unread={"u1": 1})
    second = told(as_internal, "u1", "u2", unread={"u2": 2})
    assert (second["accepted"], skipped(second)) == (1, {"duplicate": 1})
    assert second["taskId"] == first["taskId"]
    assert Notice.objects.get().options["unread"] == {"u1": 1, "u2": 2}
    assert Delivery.objects.count() == 2
    assert told(as_internal, "u1", eventId="m2")["accepted"] == 1


@pytest.mark.parametrize("kind", ["GROUP_NOTICE", "CALL", "CUSTOM", "FRIEND_REQUEST"])
def test_other_types_are_other_events(kind: str, acme: App, as_internal: Client) -> None:
    make_device(acme, "u1")
    told(as_internal, "u1")
    assert told(as_internal, "u1", type=kind)["accepted"] == 1


def test_a_call_rings_through_the_night_on_its_own_token_and_not_for_long(
    acme: App, as_internal: Client
) -> None:
    make_credential(acme, "APNS")
    phone, calls = (make_device(acme, "u1", name, device_id="i") for name in ("APNS", "APNS_VOIP"))
    Preference.objects.create(app=acme, user_id="u1", dnd_enabled=True, dnd_from=0, dnd_to=0)
    assert skipped(told(as_internal, "u1")) == {"dnd": 1}
    told(as_internal, "u1", type="CALL", preview="")
    assert Delivery.objects.get().device_id == calls.pk != phone.pk
    message = last("u1", "zh")
    assert (message.category, message.body) == ("VOIP", "邀请您通话")
    assert Notice.objects.latest("pk").expires_at - timezone.now() <= timedelta(minutes=1)


def test_who_has_the_phone_in_hand_does_not_need_it(acme: App, as_internal: Client, bob: Account) -> None:
    make_device(acme, "bob", device_id="phone")
    opens(bob, "phone")
    assert skipped(told(as_internal, "bob")) == {"online": 1}
    assert told(as_internal, "bob", eventId="m2", force=True)["accepted"] == 1


def test_what_the_chat_knows_is_heeded(
    acme: App,
    as_internal: Client,
    as_alice: Client,
    alice: Account,
    as_bob: Client,
    bob: Account,
    carol: Account,
) -> None:
    Room(acme, "club", alice, bob)
    make_devices(acme, ["bob", "carol"])
    message = say_in(as_alice, "club")
    change(as_bob, "club", "muted")
    where = {"conversationId": message["conversationId"], "convType": "GROUP", "groupId": "club"}
    assert skipped(told(as_internal, "bob", "carol", **where)) == {"muted": 1, "noDevice": 1}
    assert told(as_internal, "bob", eventId="m2", mentions=["bob"], **where)["accepted"] == 1
    assert told(as_internal, "bob", eventId="m3", mentionAll=True, **where)["accepted"] == 1
    assert told(as_internal, "bob", eventId="m4", force=True, **where)["accepted"] == 1
    as_bob.post("/api/im/blacklist", {"userIds": ["alice"]})
    blocked = as_internal.post(ROW, event("bob", fromUserId="alice", convType="SINGLE", force=True))
    assert skipped(blocked.data) == {"blocked": 1}


def test_another_apps_conversation_is_unknown(
    acme: App, other: App, as_internal: Client, as_alice: Client, as_bob: Client
) -> None:
    make_credential(other)
    make_device(other, "bob")
    message = say(as_alice, "bob")
    change(as_bob, "alice", "muted")
    body = event("bob", appKey="other", conversationId=message["conversationId"], convType="SINGLE")
    assert as_internal.post(ROW, body).data["accepted"] == 1


def test_what_is_old_or_not_for_phones_is_said_so(acme: App, as_internal: Client) -> None:
    make_device(acme, "u1")
    old, young = now_ms() - 301_000, now_ms() - 290_000
    assert skipped(told(as_internal, "u1", sentAt=old)) == {"expired": 1}
    assert skipped(told(as_internal, "u1", eventId="m2", offlinePush={"disabled": True})) == {"disabled": 1}
    assert told(as_internal, "u1", eventId="m3", sentAt=young)["accepted"] == 1
    reasons = (
        DeviceLog.objects.filter(event="SKIPPED").order_by("pk").values_list("detail__reason", flat=True)
    )
    assert list(reasons) == ["EXPIRED", "DISABLED"]


def test_the_sender_may_say_how_it_rings(acme: App, as_internal: Client) -> None:
    make_device(acme, "u1")
    hints = {"title": "Shop", "body": "Hello", "sound": "till", "badge": 9, "ext": "x"}
    told(as_internal, "u1", offlinePush=hints)
    message = last("u1")
    assert (message.title, message.body, message.sound, message.badge) == ("Shop", "Hello", "till", 9)
    assert message.data["ext"] == "x"


def test_what_is_taken_back_goes_where_it_has_rung(acme: App, as_internal: Client) -> None:
    make_devices(acme, ["u1", "u2"])
    told(as_internal, "u1", "u2")
    Delivery.objects.filter(user_id="u1").update(status="ACCEPTED")
    answer = told(as_internal, "u1", "u2", type="IM_REVOKE")
    assert (answer["accepted"], skipped(answer)) == (1, {"noDevice": 1})
    message = last("u1")
    assert (message.collapse_key, message.body) == ("m1", "A message was recalled")
    assert message.sound == "none"
    assert skipped(told(as_internal, "u1", type="IM_REVOKE")) == {"duplicate": 1}


@pytest.mark.parametrize(
    ("change_", "field"),
    [
        ({"eventId": None}, "eventId"),
        ({"eventId": "x" * 65}, "eventId"),
        ({"toUserIds": []}, "toUserIds"),
        ({"toUserIds": ["u"] * 1001}, "toUserIds"),
        ({"toUserIds": ["a b"]}, "toUserIds"),
        ({"type": "SHOUT"}, "type"),
        ({"convType": "ROOM"}, "convType"),
        ({"preview": "x" * 201}, "preview"),
        ({"unread": {"u1": -1}}, "unread"),
        ({"unread": ["u1"]}, "unread"),
        ({"offlinePush": {"badge": -1}}, "offlinePush"),
        ({"sentAt": "now"}, "sentAt"),
        ({"force": "please"}, "force"),
        ({"appKey": None}, "appKey"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_what_is_wrong_is_named(change_: dict[str, Any], field: str, as_internal: Client) -> None:
    answer = as_internal.post(ROW, {**event("u1"), **change_})
    assert answer.refused(400, "10004")
    assert answer.data["errors"][0]["field"].startswith(field)


def test_it_is_for_services_of_the_installation_and_for_apps_that_are(
    acme: App, as_internal: Client, as_server: Client, anonymous: Client
) -> None:
    assert as_server.post(ROW, event("u1")).refused(401, "70003")
    assert anonymous.post(ROW, event("u1")).refused(401, "70003")
    assert as_internal.post(ROW, event("u1", appKey="nowhere")).refused(401, "70014")
    assert as_internal.post(f"{ROW}?appKey=other", event("u1")).refused(400, "10004")


@pytest.mark.usefixtures("remembering")
def test_a_thousand_cost_as_many_statements_as_one(
    acme: App, as_internal: Client, hot: Callable[[], int]
) -> None:
    def cost(number: int, *users: str) -> int:
        hot()
        with CaptureQueriesContext(connection) as counted:
            told(as_internal, *users, eventId=f"m{number}")
        return len(counted) + hot()

    names = [f"u{number}" for number in range(500)]
    make_devices(acme, names)
    cost(0, "u0")
    assert cost(1, *names) == cost(2, "u0")
    assert len(rung()) == 500


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_the_same_at_once_ring_once(acme: App, as_internal: Client) -> None:
    make_device(acme, "u1")
    answers: list[dict[str, Any]] = []

    def tell() -> None:
        try:
            answers.append(told(Client(dict(as_internal.headers)), "u1"))
        finally:
            connection.close()

    threads = [Thread(target=tell) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer["accepted"] for answer in answers) == [0, 0, 0, 1]
    assert Delivery.objects.count() == 1
