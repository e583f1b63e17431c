"""Row 19, POST /api/im/messages/offline."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Account
from im.conversations.models import DeviceCursor
from im.messages import sync
from tests.client import Answer, Client
from tests.im.chat import Room, say, say_in, seqs

PATH = "/api/im/messages/offline"


def offline(client: Client, **body: Any) -> Answer:
    answer = client.post(PATH, body)
    assert answer.ok, answer
    return answer


def shape(answer: Answer) -> dict[str, tuple[list[int], list[int]]]:
    return {
        item["targetId"]: (seqs(item["messages"]), seqs(item["changes"]))
        for item in answer.data["conversations"]
    }


def revoke(client: Client, message: dict[str, Any]) -> None:
    assert client.post(f"/api/im/messages/{message['id']}/revoke").ok


def edit(client: Client, message: dict[str, Any], text: str = "edited") -> None:
    assert client.put(f"/api/im/messages/{message['id']}", {"content": {"text": text}}).ok


def test_a_new_device_gets_all_that_was_said(as_alice: Client, as_bob: Client) -> None:
    messages = [say(as_bob, "alice"), say(as_alice, "bob")]
    answer = offline(as_alice)
    assert answer.data == {
        "conversations": [
            {
                "targetId": "bob",
                "chatType": "SINGLE",
                "maxSeq": 2,
                "minSeq": 1,
                "version": 0,
                "unread": 0,
                "hasMore": False,
                "messages": messages,
                "changes": [],
            }
        ],
        "serverTime": answer.data["serverTime"],
        "more": False,
    }
    assert answer.data["serverTime"] >= messages[1]["createdAt"]


def test_without_anything_new_it_is_empty(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    answer = offline(as_alice, ack=[{"targetId": "bob", "seq": 1}])
    assert (answer.data["conversations"], answer.data["more"]) == ([], False)
    assert offline(as_alice).data["conversations"] == []


def test_the_most_recent_conversation_comes_first(
    as_alice: Client, as_bob: Client, as_carol: Client, club: Room
) -> None:
    say(as_bob, "alice")
    say_in(as_bob, "club")
    say(as_carol, "alice")
    assert list(shape(offline(as_alice))) == ["carol", "club", "bob"]


def test_what_is_cut_is_the_newest(as_alice: Client, as_bob: Client) -> None:
    for _ in range(5):
        say(as_bob, "alice")
    answer = offline(as_alice, limitPerConversation=2)
    assert shape(answer) == {"bob": ([1, 2], [])}
    assert (answer.data["conversations"][0]["hasMore"], answer.data["more"]) == (True, True)
    answer = offline(as_alice, ack=[{"targetId": "bob", "seq": 2}], limitPerConversation=3)
    assert shape(answer) == {"bob": ([3, 4, 5], [])}
    assert (answer.data["conversations"][0]["hasMore"], answer.data["more"]) == (False, False)


def test_an_unacknowledged_answer_comes_again(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    assert offline(as_alice).data["conversations"] == offline(as_alice).data["conversations"]


def test_named_cursors_win_over_stored_ones(as_alice: Client, as_bob: Client, as_carol: Client) -> None:
    for _ in range(3):
        say(as_bob, "alice")
        say(as_carol, "alice")
    offline(as_alice, ack=[{"targetId": "bob", "seq": 3}, {"targetId": "carol", "seq": 1}])
    answer = offline(as_alice, cursors=[{"targetId": "bob", "chatType": "SINGLE", "seq": 1}])
    assert shape(answer) == {"carol": ([2, 3], []), "bob": ([2, 3], [])}
    assert shape(offline(as_alice)) == {"carol": ([2, 3], [])}


def test_acknowledging_takes_effect_first_is_clamped_and_never_goes_back(
    as_alice: Client, as_bob: Client
) -> None:
    for _ in range(3):
        say(as_bob, "alice")
    assert (
        offline(as_alice, ack=[{"targetId": "bob", "seq": 2**63 - 1, "version": 99}]).data["conversations"]
        == []
    )
    say(as_bob, "alice")
    offline(as_alice, ack=[{"targetId": "bob", "seq": 1}])
    assert shape(offline(as_alice)) == {"bob": ([4], [])}
    (cursor,) = DeviceCursor.objects.all()
    assert (cursor.seq, cursor.version, cursor.device_id) == (3, 0, "")


def test_repeated_acknowledgements_in_one_call_take_the_furthest(as_alice: Client, as_bob: Client) -> None:
    for _ in range(3):
        say(as_bob, "alice")
    acks = [{"targetId": "bob", "seq": seq, "version": 0} for seq in (1, 3, 2)]
    assert offline(as_alice, ack=acks).data["conversations"] == []


def test_each_device_has_its_own_cursor(
    as_bob: Client, as_alice: Client, alice: Account, sign_in: Callable[..., Client]
) -> None:
    for _ in range(3):
        say(as_bob, "alice")
    phone = sign_in(alice, platform="IOS", device_id="phone")
    offline(phone, ack=[{"targetId": "bob", "seq": 2}], deviceId="another")
    assert shape(offline(phone)) == {"bob": ([3], [])}
    assert shape(offline(as_alice, deviceId="phone")) == {"bob": ([3], [])}
    assert shape(offline(as_alice, deviceId="another")) == {"bob": ([1, 2, 3], [])}
    assert shape(offline(as_alice)) == {"bob": ([1, 2, 3], [])}


def test_unknown_conversations_are_skipped(
    as_alice: Client, as_bob: Client, club: Room, dave: Account
) -> None:
    say(as_bob, "alice")
    named = [
        {"targetId": name, "chatType": chat_type, "seq": 1}
        for name, chat_type in [
            ("nobody", "SINGLE"),
            ("nowhere", "GROUP"),
            ("bob", "GROUP"),
            ("dave", "SINGLE"),
        ]
    ]
    assert shape(offline(as_alice, cursors=named, ack=named)) == {"bob": ([1], [])}
    assert not DeviceCursor.objects.exists()


def test_edits_and_revokes_of_what_one_has_are_changes(as_alice: Client, as_bob: Client) -> None:
    messages = [say(as_bob, "alice", str(n)) for n in range(3)]
    answer = offline(as_alice)
    cursor = {"targetId": "bob", "seq": 3, "version": answer.data["conversations"][0]["version"]}
    edit(as_bob, messages[0])
    revoke(as_bob, messages[1])
    answer = offline(as_alice, ack=[cursor])
    (item,) = answer.data["conversations"]
    assert (seqs(item["messages"]), seqs(item["changes"]), item["version"]) == ([], [1, 2], 2)
    assert item["changes"][0]["content"] == {"text": "edited"}
    assert (item["changes"][1]["status"], item["changes"][1]["content"]) == ("REVOKED", {})
    assert offline(as_alice, ack=[{**cursor, "version": 2}]).data["conversations"] == []


def test_changes_are_shown_as_they_are_now_and_only_once(as_alice: Client, as_bob: Client) -> None:
    message = say(as_bob, "alice")
    offline(as_alice, ack=[{"targetId": "bob", "seq": 1}])
    edit(as_bob, message, "one")
    edit(as_bob, message, "two")
    (item,) = offline(as_alice).data["conversations"]
    assert [change["content"]["text"] for change in item["changes"]] == ["two"]
    assert item["version"] == 2


def test_what_is_new_comes_as_it_is_now_and_is_no_change(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    offline(as_alice, ack=[{"targetId": "bob", "seq": 1}])
    message = say(as_bob, "alice")
    edit(as_bob, message)
    answer = offline(as_alice)
    assert shape(answer) == {"bob": ([2], [])}
    assert answer.data["conversations"][0]["messages"][0]["content"] == {"text": "edited"}
    assert answer.data["conversations"][0]["version"] == 1


def test_a_new_device_gets_no_changes_beside_the_messages(as_alice: Client, as_bob: Client) -> None:
    edit(as_bob, say(as_bob, "alice"))
    assert shape(offline(as_alice)) == {"bob": ([1], [])}


def test_changes_are_cut_at_two_hundred_and_the_version_says_where(
    as_alice: Client, as_bob: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "CHANGES", 2)
    messages = [say(as_bob, "alice") for _ in range(5)]
    offline(as_alice, ack=[{"targetId": "bob", "seq": 5}])
    for message in messages:
        edit(as_bob, message)
    seen: list[int] = []
    version = 0
    for _ in range(3):
        answer = offline(as_alice, ack=[{"targetId": "bob", "seq": 5, "version": version}])
        (item,) = answer.data["conversations"]
        seen += seqs(item["changes"])
        version = item["version"]
        assert item["hasMore"] == answer.data["more"] == (version < 5)
    assert (seen, version) == ([1, 2, 3, 4, 5], 5)


def test_two_hundred_is_the_limit_of_changes() -> None:
    assert sync.CHANGES == 200


def test_the_total_limit_counts_messages_and_changes(
    as_alice: Client, as_bob: Client, as_carol: Client
) -> None:
    old = [say(as_bob, "alice") for _ in range(2)]
    offline(as_alice, ack=[{"targetId": "bob", "seq": 2}])
    for message in old:
        edit(as_bob, message)
    for _ in range(2):
        say(as_carol, "alice")
    for _ in range(3):
        say(as_bob, "alice")
    answer = offline(as_alice, totalLimit=4)
    assert shape(answer) == {"bob": ([3, 4], [1, 2])}
    assert answer.data["more"] is True
    answer = offline(as_alice, totalLimit=4, ack=[{"targetId": "bob", "seq": 4, "version": 2}])
    assert shape(answer) == {"bob": ([5], []), "carol": ([1, 2], [])}
    assert answer.data["more"] is False


def test_following_more_reaches_the_end(
    as_alice: Client, as_bob: Client, as_carol: Client, as_erin: Client
) -> None:
    for client in (as_bob, as_carol, as_erin):
        for _ in range(4):
            say(client, "alice")
    seen: dict[str, list[int]] = {"bob": [], "carol": [], "erin": []}
    acks: list[dict[str, Any]] = []
    for _ in range(20):
        answer = offline(as_alice, ack=acks, limitPerConversation=3, totalLimit=2)
        acks = []
        for item in answer.data["conversations"]:
            seen[item["targetId"]] += seqs(item["messages"])
            acks.append(
                {"targetId": item["targetId"], "seq": seen[item["targetId"]][-1], "version": item["version"]}
            )
        if not answer.data["more"]:
            break
    assert seen == {name: [1, 2, 3, 4] for name in seen}


def test_a_change_that_one_cannot_see_takes_nobodys_place(
    as_alice: Client, as_bob: Client, as_carol: Client
) -> None:
    """The version of the first conversation is ahead for ever, and its changes are invisible."""
    message = say(as_bob, "alice")
    say(as_carol, "alice")
    offline(as_alice, ack=[{"targetId": "bob", "seq": 1}])
    as_alice.delete("/api/im/conversations/bob")
    say(as_alice, "bob")
    offline(as_alice, ack=[{"targetId": "bob", "seq": 2}])
    revoke(as_bob, message)
    answer = offline(as_alice, totalLimit=1)
    assert shape(answer) == {"carol": ([1], [])}
    assert answer.data["more"] is False


def test_latest_starts_at_the_newest(as_alice: Client, as_bob: Client, as_carol: Client) -> None:
    for _ in range(5):
        say(as_bob, "alice")
        say(as_carol, "alice")
    offline(as_alice, ack=[{"targetId": "carol", "seq": 1}])
    answer = offline(as_alice, latest=True, limitPerConversation=2)
    assert shape(answer) == {"carol": ([2, 3], []), "bob": ([4, 5], [])}


def test_what_one_cleared_or_never_saw_is_not_synced(
    as_alice: Client, as_bob: Client, as_erin: Client, erin: Account, club: Room
) -> None:
    cleared = say(as_bob, "alice")
    say_in(as_bob, "club")
    as_alice.delete("/api/im/conversations/bob")
    edit(as_bob, cleared)
    club.enter(erin)
    assert shape(offline(as_alice, cursors=[{"targetId": "bob", "seq": 0}])) == {"club": ([1], [])}
    assert shape(offline(as_erin)) == {}
    say(as_bob, "alice")
    say_in(as_bob, "club")
    answer = offline(as_alice, cursors=[{"targetId": "bob", "seq": 0}])
    assert shape(answer) == {"club": ([1, 2], []), "bob": ([2], [])}
    assert (answer.data["conversations"][1]["minSeq"], answer.data["conversations"][1]["maxSeq"]) == (2, 2)
    assert shape(offline(as_erin)) == {"club": ([2], [])}


def test_a_group_that_one_left_is_not_synced(
    as_alice: Client, as_bob: Client, bob: Account, club: Room
) -> None:
    say_in(as_alice, "club")
    club.leave(bob)
    assert shape(offline(as_bob)) == {}


def test_a_dismissed_group_is_synced(as_alice: Client, as_bob: Client, club: Room) -> None:
    say_in(as_alice, "club")
    club.dismiss()
    assert shape(offline(as_bob)) == {"club": ([1], [])}


def test_it_tells_how_many_are_unread(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    say(as_bob, "alice", noUnread=True)
    assert offline(as_alice).data["conversations"][0]["unread"] == 1


def cursors(number: int) -> list[dict[str, Any]]:
    return [{"targetId": f"user{n}", "seq": 1} for n in range(number)]


@pytest.mark.parametrize(
    "body",
    [
        {"cursors": cursors(200)},
        {"ack": cursors(1000)},
        {"limitPerConversation": 1, "totalLimit": 1},
        {"limitPerConversation": 100, "totalLimit": 1000},
        {"deviceId": "d" * 128},
    ],
)
def test_the_limits_themselves_pass(as_alice: Client, body: dict[str, Any]) -> None:
    assert as_alice.post(PATH, body).ok


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"cursors": cursors(201)}, "cursors"),
        ({"ack": cursors(1001)}, "ack"),
        ({"limitPerConversation": 0}, "limitPerConversation"),
        ({"limitPerConversation": 101}, "limitPerConversation"),
        ({"totalLimit": 0}, "totalLimit"),
        ({"totalLimit": 1001}, "totalLimit"),
        ({"deviceId": "d" * 129}, "deviceId"),
        ({"deviceId": ""}, "deviceId"),
        ({"latest": "true"}, "latest"),
        ({"cursors": {}}, "cursors"),
        ({"cursors": [{"seq": 1}]}, "cursors[0].targetId"),
        ({"cursors": [{"targetId": "bob", "seq": -1}]}, "cursors[0].seq"),
        ({"cursors": [{"targetId": "bob", "version": "1"}]}, "cursors[0].version"),
        ({"cursors": [{"targetId": "bob", "chatType": "ROOM"}]}, "cursors[0].chatType"),
        ({"ack": [1]}, "ack[0]"),
    ],
)
def test_beyond_the_limits_it_is_refused(as_alice: Client, body: dict[str, Any], field: str) -> None:
    assert as_alice.post(PATH, body).refused(400, "10004", field)


def test_trusted_callers_act_for_somebody(as_server: Client, as_bob: Client, alice: Account) -> None:
    say(as_bob, "alice")
    answer = as_server.post(PATH, {}, actAs="alice")
    assert shape(answer) == {"bob": ([1], [])}
    assert as_server.post(PATH, {}).refused(400, "10004", "actAs")
    assert as_bob.post(PATH, {}, actAs="alice").refused(403, "60010")


def test_many_conversations_cost_no_more_statements(
    as_alice: Client, as_bob: Client, as_carol: Client, as_erin: Client, django_assert_max_num_queries: Any
) -> None:
    for client in (as_bob, as_carol, as_erin):
        say(client, "alice")
    with django_assert_max_num_queries(5):
        assert len(offline(as_alice).data["conversations"]) == 3
