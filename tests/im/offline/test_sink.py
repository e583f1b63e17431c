"""Whose phones ring for what happens in a chat, and whose do not."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Account, App
from journal.models import Event
from push.models import Delivery, Device, Notice
from tests.client import Client
from tests.im.chat import Room, say, say_in
from tests.im.conversations.steps import change
from tests.im.offline.presence import opens
from tests.im.offline.rings import last, queued, skipped
from tests.journal.facts import dispatch_all
from tests.push.phones import make_device


@pytest.fixture
def phone(acme: App, bob: Account) -> Device:
    return make_device(acme, "bob", device_id="phone")


@pytest.mark.usefixtures("phone")
def test_a_message_rings_the_phones_of_who_is_away(
    acme: App, as_alice: Client, alice: Account, bob: Account
) -> None:
    make_device(acme, "bob", device_id="tablet")
    make_device(acme, "alice")
    message = say(as_alice, "bob", "你好\n  there")
    assert queued(acme) == {"bob": ["phone", "tablet"]}
    told = last("bob")
    assert (told.title, told.body, told.badge, told.category) == ("Alice", "你好 there", 7, "IM")
    assert (told.collapse_key, told.thread_id) == (message["id"], message["conversationId"])
    assert told.data == {
        "type": "IM_MESSAGE",
        "conversationId": message["conversationId"],
        "chatType": "SINGLE",
        "fromId": "alice",
        "messageId": message["id"],
        "seq": 1,
    }
    notice = Notice.objects.get()
    assert notice.chat == {"conversationId": int(message["conversationId"]), "seq": 1}
    assert all(one.next_attempt_at <= timezone.now() for one in Delivery.objects.all())
    assert dispatch_all() == 0


def test_where_no_phone_is_nothing_is_written(acme: App, other: App, as_alice: Client, bob: Account) -> None:
    make_device(other, "bob")
    say(as_alice, "bob")
    assert not Event.objects.exists()
    make_device(acme, "carol")
    say(as_alice, "bob")
    assert queued(acme) == {}
    assert not Notice.objects.exists()


@pytest.mark.usefixtures("phone")
def test_the_phone_in_hand_does_not_ring_and_the_others_wait_a_moment(
    acme: App, as_alice: Client, bob: Account
) -> None:
    make_device(acme, "bob", device_id="tablet")
    opens(bob, "phone")
    say(as_alice, "bob")
    assert queued(acme) == {"bob": ["tablet"]}
    assert skipped(acme) == {"bob": "ONLINE"}
    wait = Delivery.objects.get().next_attempt_at - timezone.now()
    assert timedelta(0) < wait <= timedelta(seconds=3)


@pytest.mark.usefixtures("phone")
def test_a_phone_in_the_background_rings_at_once(acme: App, as_alice: Client, bob: Account) -> None:
    opens(bob, "phone", background=True)
    say(as_alice, "bob")
    assert queued(acme) == {"bob": ["phone"]}
    assert Delivery.objects.get().next_attempt_at <= timezone.now()


@pytest.mark.usefixtures("phone", "redis_away")
def test_without_redis_everybody_is_away(acme: App, as_alice: Client) -> None:
    say(as_alice, "bob")
    assert queued(acme) == {"bob": ["phone"]}


@pytest.mark.usefixtures("phone")
def test_in_a_group_all_ring_but_the_sender_and_it_says_where(
    acme: App, as_alice: Client, alice: Account, bob: Account, carol: Account
) -> None:
    Room(acme, "club", alice, bob, carol)
    for name in ("alice", "carol", "dave"):
        make_device(acme, name, device_id=name)
    say_in(as_alice, "club", "hi")
    assert queued(acme) == {"bob": ["phone"], "carol": ["carol"]}
    told = last("bob")
    assert (told.title, told.body, told.data["groupId"]) == ("Club", "Alice: hi", "club")
    assert Notice.objects.count() == 1


@pytest.mark.usefixtures("phone")
def test_a_muted_group_rings_for_whom_it_calls_alone(
    acme: App,
    as_alice: Client,
    alice: Account,
    as_bob: Client,
    bob: Account,
    as_carol: Client,
    carol: Account,
) -> None:
    Room(acme, "club", alice, bob, carol)
    make_device(acme, "carol", device_id="carol")
    change(as_bob, "club", "muted")
    change(as_carol, "club", "muted")
    say_in(as_alice, "club", "hi", atUserIds=["bob"])
    assert queued(acme) == {"bob": ["phone"]}
    assert skipped(acme) == {"carol": "MUTED"}
    assert last("bob").body == "[You were mentioned] Alice: hi"
    assert last("bob", "zh-CN").body == "[有人@你] Alice: hi"


def test_all_are_called_at_once(
    acme: App, as_alice: Client, alice: Account, as_bob: Client, bob: Account, carol: Account
) -> None:
    Room(acme, "club", alice, bob, carol)
    for name in ("bob", "carol"):
        make_device(acme, name, device_id=name)
    change(as_bob, "club", "muted")
    say_in(as_alice, "club", "hi", atAll=True)
    assert queued(acme) == {"bob": ["bob"], "carol": ["carol"]}
    assert last("carol").body == "[You were mentioned] Alice: hi"


@pytest.mark.usefixtures("phone")
@pytest.mark.parametrize(
    "hints", [{"disabled": True}, {"onlineOnly": True}], ids=["not offline", "for sockets"]
)
def test_what_is_not_for_phones_does_not_ring(
    acme: App, as_alice: Client, bob: Account, hints: dict[str, Any]
) -> None:
    say(as_alice, "bob", **({"offlinePush": hints} if "disabled" in hints else hints))
    assert queued(acme) == {}
    assert not Event.objects.exists()


@pytest.mark.usefixtures("phone")
def test_what_counts_as_unread_for_nobody_rings_all_the_same(acme: App, as_alice: Client) -> None:
    say(as_alice, "bob", noUnread=True)
    assert queued(acme) == {"bob": ["phone"]}


@pytest.mark.usefixtures("phone")
def test_what_a_group_is_told_of_itself_and_notes_to_oneself_are_silent(
    acme: App, as_alice: Client, alice: Account, as_bob: Client, bob: Account, as_root: Client
) -> None:
    as_root.post(
        "/api/im/groups", {"groupId": "team", "name": "Team", "ownerId": "alice", "members": ["bob"]}
    )
    say(as_bob, "bob")
    assert queued(acme) == {}


@pytest.mark.usefixtures("phone")
def test_the_sender_may_say_how_it_rings(acme: App, as_server: Client, alice: Account) -> None:
    hints = {"title": "Shop", "body": "Your order", "sound": "till", "badge": 1, "ext": "{}"}
    say(as_server, "bob", fromId="alice", offlinePush=hints, forbidCallback=["AFTER"])
    assert queued(acme) == {"bob": ["phone"]}
    told = last("bob", "zh")
    assert (told.title, told.body, told.sound, told.badge) == ("Shop", "Your order", "till", 1)
    assert told.data["ext"] == "{}"


@pytest.mark.parametrize(
    ("kind", "content", "en", "zh"),
    [
        ("IMAGE", {"url": "https://a.example/1.png"}, "[Image]", "[图片]"),
        ("AUDIO", {"url": "https://a.example/1", "duration": 1}, "[Voice message]", "[语音]"),
        ("FILE", {"url": "https://a.example/1", "name": "a.pdf"}, "[File] a.pdf", "[文件] a.pdf"),
        ("LOCATION", {"lat": 1, "lng": 1, "desc": "Park"}, "[Location] Park", "[位置] Park"),
        ("MERGED", {"messageIds": ["1"]}, "[Chat history]", "[聊天记录]"),
        ("CUSTOM", {"data": "{}", "desc": "a vote"}, "a vote", "a vote"),
        ("CUSTOM", {"data": "secret"}, "[Message]", "[消息]"),
        ("TEXT", {"text": " \n "}, "[Message]", "[消息]"),
    ],
    ids=["image", "audio", "file", "location", "merged", "custom", "custom without a word", "blank"],
)
@pytest.mark.usefixtures("phone")
def test_what_is_not_text_is_named(
    kind: str, content: dict[str, Any], en: str, zh: str, acme: App, as_alice: Client
) -> None:
    say(as_alice, "bob", msgType=kind, content=content)
    assert (last("bob").body, last("bob", "zh-Hans-CN").body) == (en, zh)


@pytest.mark.usefixtures("phone")
def test_what_a_worker_comes_to_too_late_does_not_ring(acme: App, as_alice: Client) -> None:
    say(as_alice, "bob")
    Event.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    assert queued(acme) == {}
    assert skipped(acme) == {"bob": "EXPIRED"}


@pytest.mark.usefixtures("phone")
def test_a_friend_request_rings_whom_it_asks(acme: App, as_alice: Client, bob: Account) -> None:
    bob.allow_type = "NEED_CONFIRM"
    bob.save()
    answer = as_alice.post("/api/im/friends", {"friendId": "bob"})
    assert answer.data["result"] == "PENDING"
    assert queued(acme) == {"bob": ["phone"]}
    told = last("bob", "zh")
    assert (told.title, told.body) == ("Alice", "请求添加您为好友")
    assert told.data["requestId"] == answer.data["requestId"]
    assert told.collapse_key != answer.data["requestId"]  # a message with this id leaves it where it is
    as_alice.post("/api/im/friends", {"friendId": "bob"})
    assert len(queued(acme)["bob"]) == 1


def test_what_is_taken_back_replaces_what_has_rung_where_it_has(
    acme: App, as_alice: Client, alice: Account, bob: Account, phone: Device
) -> None:
    tablet = make_device(acme, "bob", device_id="tablet")
    message = say(as_alice, "bob")
    queued(acme)
    Delivery.objects.filter(device=phone).update(status="ACCEPTED")
    Delivery.objects.filter(device=tablet).update(status="FAILED")
    as_alice.post(f"/api/im/messages/{message['id']}/revoke", {})
    assert queued(acme) == {"bob": ["phone", "phone", "tablet"]}
    told = last("bob")
    assert (told.title, told.body, told.collapse_key) == ("Alice", "A message was recalled", message["id"])
    assert (told.high, told.data["type"], told.sound) == (False, "IM_REVOKE", "none")
    notice = Notice.objects.latest("pk")
    assert notice.chat == {"conversationId": int(message["conversationId"]), "seq": 0}


@pytest.mark.usefixtures("phone")
def test_what_has_rung_nowhere_or_was_read_is_taken_back_silently(
    acme: App, as_alice: Client, as_bob: Client
) -> None:
    first, second = say(as_alice, "bob"), say(as_alice, "bob")
    assert len(queued(acme)["bob"]) == 2
    Delivery.objects.filter(notice__key__contains=first["id"]).update(status="ACCEPTED")
    change(as_bob, "alice", "read", seq=1)
    for message in (first, second):
        as_alice.post(f"/api/im/messages/{message['id']}/revoke", {})
    assert len(queued(acme)["bob"]) == 2


@pytest.mark.usefixtures("phone")
def test_an_import_rings_where_it_asks_for_it(acme: App, as_server: Client, alice: Account) -> None:
    past = {"chatType": "SINGLE", "fromId": "alice", "toId": "bob", "msgType": "TEXT"}
    past |= {"content": {"text": "old"}, "createdAt": 1_600_000_000_000}  # type: ignore[dict-item]
    as_server.post("/api/im/admin/messages/import", {"messages": [past]})
    assert queued(acme) == {}
    later = {**past, "createdAt": 1_600_000_000_001}
    as_server.post("/api/im/admin/messages/import", {"messages": [later], "push": True})
    assert queued(acme) == {"bob": ["phone"]}


@pytest.mark.usefixtures("phone")
def test_a_batch_send_rings_as_its_hints_say(acme: App, as_server: Client, alice: Account) -> None:
    body = {"toIds": ["bob"], "fromId": "alice", "msgType": "TEXT", "content": {"text": "news"}}
    as_server.post("/api/im/admin/messages/batch-send", {**body, "offlinePush": {"title": "Shop"}})
    assert queued(acme) == {"bob": ["phone"]}
    assert last("bob").title == "Shop"
