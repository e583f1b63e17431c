"""Row 29, DELETE /api/im/conversations/{targetId}."""

from accounts.models import Account
from journal.facts import Fact
from tests.client import Client
from tests.im.chat import CONVERSATIONS, Room, conversation, history, say, say_in, seqs, targets
from tests.im.conversations.steps import change


def test_it_is_off_the_list_and_its_past_is_gone_for_me(as_alice: Client, as_bob: Client) -> None:
    for _ in range(3):
        say(as_bob, "alice")
    answer = change(as_alice, "bob", "remove")
    assert answer.data == {"targetId": "bob", "deleted": True, "clearedSeq": 3}
    assert targets(as_alice) == []
    assert as_alice.get(CONVERSATIONS).data["totalUnread"] == 0
    assert history(as_alice, "bob") == []


def test_the_other_side_loses_nothing(as_alice: Client, as_bob: Client) -> None:
    say(as_alice, "bob")
    change(as_alice, "bob", "remove")
    assert targets(as_bob) == ["alice"]
    assert (conversation(as_bob, "alice")["unread"], seqs(history(as_bob, "alice"))) == (1, [1])


def test_it_comes_back_with_the_next_message(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    change(as_alice, "bob", "remove")
    message = say(as_bob, "alice")
    row = conversation(as_alice, "bob")
    assert (row["unread"], row["lastMessage"], row["readSeq"]) == (1, message, 1)
    assert seqs(history(as_alice, "bob")) == [2]


def test_the_history_can_be_kept(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    answer = change(as_alice, "bob", "remove", clearHistory=False)
    assert answer.data["clearedSeq"] == 0
    assert targets(as_alice) == []
    assert seqs(history(as_alice, "bob")) == [1]
    say(as_bob, "alice")
    assert targets(as_alice) == ["bob"]
    assert change(as_alice, "bob", "remove", clearHistory="0").data["clearedSeq"] == 0
    assert change(as_alice, "bob", "remove", clearHistory="maybe").refused(400, "10004", "clearHistory")


def test_what_was_cleared_stays_cleared(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    change(as_alice, "bob", "remove")
    say(as_bob, "alice")
    assert change(as_alice, "bob", "remove", clearHistory=False).data["clearedSeq"] == 1
    assert seqs(history(as_alice, "bob")) == [2]


def test_it_is_unpinned_and_its_draft_is_gone(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    change(as_alice, "bob", "pinned")
    change(as_alice, "bob", "draft")
    change(as_alice, "bob", "remove")
    say(as_bob, "alice")
    row = conversation(as_alice, "bob")
    assert (row["pinned"], row["pinnedAt"], row["draft"]) == (False, None, "")


def test_doing_it_again_changes_nothing(as_alice: Client, as_bob: Client, facts: list[Fact]) -> None:
    say(as_bob, "alice")
    first = change(as_alice, "bob", "remove")
    told = len(facts)
    assert change(as_alice, "bob", "remove").data == first.data
    assert len(facts) == told


def test_a_talk_that_never_was_can_be_removed(as_alice: Client, bob: Account) -> None:
    assert change(as_alice, "bob", "remove").data == {"targetId": "bob", "deleted": True, "clearedSeq": 0}


def test_mentions_go_with_it(as_alice: Client, as_bob: Client, club: Room) -> None:
    say_in(as_bob, "club", atUserIds=["alice"])
    change(as_alice, "club", "remove")
    say_in(as_bob, "club")
    assert conversation(as_alice, "club")["mentioned"] is False


def test_the_owners_other_devices_hear_of_it(as_alice: Client, as_bob: Client, facts: list[Fact]) -> None:
    message = say(as_bob, "alice")
    change(as_alice, "bob", "remove")
    fact = facts[-1]
    assert fact.type == "conversation.deleted"
    assert fact.data == {
        "targetId": "bob",
        "deleted": True,
        "clearedSeq": 1,
        "chatType": "SINGLE",
        "conversationId": message["conversationId"],
        "operatorId": "alice",
    }
    assert (fact.audience.users, fact.durable, fact.skip_session != "") == (("alice",), False, True)
