"""Row 18, GET /api/im/messages/offline/count."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Account
from tests.client import Client
from tests.im.chat import Room, say, say_in

PATH = "/api/im/messages/offline/count"


def acknowledge(client: Client, target_id: str, seq: int, **more: Any) -> None:
    assert client.post("/api/im/messages/offline", {"ack": [{"targetId": target_id, "seq": seq}], **more}).ok


def test_nothing_is_waiting_at_first(as_alice: Client) -> None:
    assert as_alice.get(PATH).data == {"total": 0, "single": 0, "group": 0, "conversations": []}


def test_it_counts_what_others_said(as_alice: Client, as_bob: Client, club: Room) -> None:
    say(as_alice, "bob")
    for _ in range(2):
        say(as_bob, "alice")
    for _ in range(3):
        say_in(as_bob, "club")
    assert as_alice.get(PATH).data == {
        "total": 5,
        "single": 2,
        "group": 3,
        "conversations": [
            {"targetId": "club", "chatType": "GROUP", "unread": 3, "maxSeq": 3, "syncedSeq": 0},
            {"targetId": "bob", "chatType": "SINGLE", "unread": 2, "maxSeq": 3, "syncedSeq": 0},
        ],
    }


def test_own_nounread_and_revoked_ones_do_not_count(
    as_alice: Client, as_bob: Client, as_server: Client
) -> None:
    say(as_alice, "bob")
    say(as_bob, "alice", noUnread=True)
    say(as_server, "bob", fromId="alice")
    revoked = say(as_bob, "alice")
    as_bob.post(f"/api/im/messages/{revoked['id']}/revoke")
    assert as_alice.get(PATH).data["total"] == 0


def test_reading_is_not_syncing(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    as_alice.put("/api/im/conversations/bob/read")
    assert as_alice.get(PATH).data["total"] == 1


def test_it_can_be_narrowed(as_alice: Client, as_bob: Client, as_carol: Client, club: Room) -> None:
    say(as_bob, "alice")
    say(as_carol, "alice")
    say_in(as_bob, "club")
    assert as_alice.get(PATH, chatType="GROUP").data["total"] == 1
    assert as_alice.get(PATH, chatType="SINGLE").data["total"] == 2
    assert as_alice.get(PATH, targetId="carol").data["total"] == 1
    assert as_alice.get(PATH, targetId="carol", chatType="GROUP").data["total"] == 0
    assert as_alice.get(PATH, targetId="nobody").data["total"] == 0
    assert as_alice.get(PATH, chatType="BOTH").refused(400, "10004", "chatType")
    assert as_alice.get(PATH, targetId="a b").refused(400, "10004", "targetId")
    assert as_alice.get(PATH, deviceId="d" * 129).refused(400, "10004", "deviceId")


def test_it_counts_from_the_devices_own_cursor(
    as_alice: Client, as_bob: Client, alice: Account, sign_in: Callable[..., Client]
) -> None:
    for _ in range(5):
        say(as_bob, "alice")
    phone = sign_in(alice, platform="IOS", device_id="phone")
    acknowledge(phone, "bob", 3, deviceId="ignored")
    acknowledge(as_alice, "bob", 4, deviceId="tablet")
    acknowledge(as_alice, "bob", 1)
    assert phone.get(PATH).data["conversations"][0]["syncedSeq"] == 3
    assert phone.get(PATH, deviceId="tablet").data["total"] == 2
    assert as_alice.get(PATH, deviceId="tablet").data["total"] == 1
    assert as_alice.get(PATH).data["total"] == 4
    acknowledge(as_alice, "bob", 5)
    assert as_alice.get(PATH).data == {"total": 0, "single": 0, "group": 0, "conversations": []}


def test_what_one_cannot_see_does_not_count(
    as_alice: Client, as_bob: Client, as_erin: Client, erin: Account, club: Room
) -> None:
    say(as_bob, "alice")
    say_in(as_bob, "club")
    as_alice.delete("/api/im/conversations/bob")
    club.enter(erin)
    assert [item["targetId"] for item in as_alice.get(PATH).data["conversations"]] == ["club"]
    assert as_erin.get(PATH).data["total"] == 0
    say(as_bob, "alice")
    assert as_alice.get(PATH, targetId="bob").data["conversations"][0] == {
        "targetId": "bob",
        "chatType": "SINGLE",
        "unread": 1,
        "maxSeq": 2,
        "syncedSeq": 1,
    }


def test_a_group_that_one_left_does_not_count(
    as_alice: Client, as_bob: Client, bob: Account, club: Room
) -> None:
    say_in(as_alice, "club")
    club.leave(bob)
    assert as_bob.get(PATH).data["total"] == 0


@pytest.mark.parametrize("door", ["as_root", "as_server", "as_operator"])
def test_trusted_callers_act_for_somebody(
    request: pytest.FixtureRequest, as_bob: Client, alice: Account, door: str
) -> None:
    say(as_bob, "alice")
    client = request.getfixturevalue(door)
    assert client.get(PATH, actAs="alice").data["total"] == 1
    if door != "as_root":
        assert client.get(PATH).refused(400, "10004", "actAs")


def test_an_administrators_device_is_not_the_users(
    as_bob: Client, alice: Account, root: Account, sign_in: Callable[..., Client]
) -> None:
    say(as_bob, "alice")
    desk = sign_in(root, device_id="desk")
    alices_desk = sign_in(alice, device_id="desk")
    acknowledge(alices_desk, "bob", 1)
    assert desk.get(PATH, actAs="alice").data["total"] == 1
    assert desk.get(PATH, actAs="alice", deviceId="desk").data["total"] == 0
