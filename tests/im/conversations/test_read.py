"""Row 23, PUT /api/im/conversations/{targetId}/read."""

from accounts.models import Account
from journal.facts import Fact
from tests.client import Client
from tests.im.chat import CONVERSATIONS, Room, conversation, say, say_in
from tests.im.conversations.steps import change


def test_without_a_seq_all_is_read(as_alice: Client, as_bob: Client, as_carol: Client) -> None:
    for _ in range(3):
        say(as_bob, "alice")
    say(as_carol, "alice")
    answer = change(as_alice, "bob", "read")
    at = answer.data["readAt"]
    shown = {
        "targetId": "bob",
        "chatType": "SINGLE",
        "readSeq": 3,
        "unread": 0,
        "totalUnread": 1,
        "readAt": at,
    }
    assert answer.data == shown
    row = conversation(as_alice, "bob")
    assert (row["readSeq"], row["unread"]) == (3, 0)


def test_one_may_read_as_far_as_one_likes(as_alice: Client, as_bob: Client) -> None:
    for _ in range(5):
        say(as_bob, "alice")
    assert change(as_alice, "bob", "read", seq=2).data["unread"] == 3
    assert change(as_alice, "bob", "read", seq=5).data["unread"] == 0


def test_it_never_moves_back(as_alice: Client, as_bob: Client, facts: list[Fact]) -> None:
    for _ in range(3):
        say(as_bob, "alice")
    first = change(as_alice, "bob", "read", seq=2).data
    told = len(facts)
    for seq in (1, 0, 2):
        assert change(as_alice, "bob", "read", seq=seq).data == first
    assert len(facts) == told


def test_nobody_reads_what_is_not_said_yet(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    assert change(as_alice, "bob", "read", seq=2).refused(400, "10004", "seq")
    assert change(as_alice, "bob", "read", seq=1).ok


def test_an_empty_conversation_has_nothing_to_read(as_alice: Client, bob: Account) -> None:
    answer = change(as_alice, "bob", "read", seq=None)
    assert answer.data == {
        "targetId": "bob",
        "chatType": "SINGLE",
        "readSeq": 0,
        "unread": 0,
        "totalUnread": 0,
        "readAt": None,
    }


def test_unread_stays_exact_whatever_came_between(
    as_alice: Client, as_bob: Client, as_server: Client
) -> None:
    messages = [say(as_bob, "alice") for _ in range(3)]
    say(as_bob, "alice", noUnread=True)
    say(as_server, "bob", fromId="alice")
    say(as_bob, "alice")
    as_bob.post(f"/api/im/messages/{messages[2]['id']}/revoke")
    assert [change(as_alice, "bob", "read", seq=seq).data["unread"] for seq in range(7)] == [
        3,
        2,
        1,
        1,
        1,
        1,
        0,
    ]


def test_the_peer_hears_how_far_it_was_read(as_alice: Client, as_bob: Client, facts: list[Fact]) -> None:
    say(as_bob, "alice")
    facts.clear()
    answer = change(as_alice, "bob", "read")
    read, updated = facts
    assert (read.type, read.audience.users, read.durable) == ("message.read", ("bob",), True)
    assert read.data == {
        "chatType": "SINGLE",
        "targetId": "alice",
        "readerId": "alice",
        "readSeq": 1,
        "readAt": answer.data["readAt"],
        "operatorId": "alice",
    }
    assert (updated.type, updated.audience.users) == ("conversation.updated", ("alice",))
    assert updated.data == {**conversation(as_alice, "bob"), "operatorId": "alice"}
    assert updated.skip_session != ""


def test_in_a_group_those_hear_it_who_asked_for_receipts(
    as_alice: Client, as_bob: Client, as_carol: Client, club: Room, facts: list[Fact]
) -> None:
    say_in(as_carol, "club", needReceipt=True)
    change(as_alice, "club", "read")
    say_in(as_bob, "club", needReceipt=True)
    say_in(as_carol, "club")
    facts.clear()
    change(as_alice, "club", "read")
    assert (facts[0].audience.users, facts[0].audience.conversation_id) == (("bob",), None)
    assert facts[0].data["targetId"] == "club"
    assert facts[0].data["readerId"] == "alice"


def test_of_a_talk_with_oneself_nobody_else_hears(
    as_alice: Client, as_server: Client, facts: list[Fact]
) -> None:
    say(as_server, "alice", fromId="alice")
    facts.clear()
    change(as_alice, "alice", "read")
    assert facts[0].audience.users == ()


def test_reading_ends_the_mention(as_alice: Client, as_bob: Client, bob: Account, club: Room) -> None:
    say_in(as_bob, "club", atUserIds=["alice"])
    club.appoint(bob)
    say_in(as_bob, "club", atAll=True)
    change(as_alice, "club", "read", seq=1)
    assert conversation(as_alice, "club")["mentioned"] is True
    change(as_alice, "club", "read")
    assert conversation(as_alice, "club")["mentioned"] is False


def test_total_unread_leaves_out_what_is_muted(as_alice: Client, as_bob: Client, as_carol: Client) -> None:
    say(as_bob, "alice")
    say(as_carol, "alice")
    change(as_alice, "carol", "muted")
    assert change(as_alice, "bob", "read", seq=0).data["totalUnread"] == 1
    assert as_alice.get(CONVERSATIONS).data["totalUnread"] == 1
