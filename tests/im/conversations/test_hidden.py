"""Row 25, PUT /api/im/conversations/{targetId}/hidden."""

from tests.client import Client
from tests.im.chat import CONVERSATIONS, conversation, say, targets
from tests.im.conversations.steps import change


def test_hiding_and_showing(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    assert change(as_alice, "bob", "hidden").data["hidden"] is True
    assert targets(as_alice) == []
    assert as_alice.get(CONVERSATIONS).data["totalUnread"] == 0
    assert change(as_alice, "bob", "hidden", hidden=False).data["hidden"] is False
    assert targets(as_alice) == ["bob"]


def test_a_new_message_unhides(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    change(as_alice, "bob", "hidden")
    say(as_bob, "alice")
    assert targets(as_alice) == ["bob"]
    assert conversation(as_alice, "bob")["hidden"] is False


def test_unless_it_is_to_stay_hidden(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    change(as_alice, "bob", "hidden", unhideOnMessage=False)
    say(as_bob, "alice")
    assert targets(as_alice) == []
    assert conversation(as_alice, "bob")["unread"] == 2
    change(as_alice, "bob", "hidden")
    assert targets(as_alice) == []
    say(as_alice, "bob")
    assert targets(as_alice) == ["bob"]


def test_a_message_that_leaves_the_conversation_its_place_does_not_unhide(
    as_alice: Client, as_bob: Client
) -> None:
    say(as_bob, "alice")
    change(as_alice, "bob", "hidden")
    say(as_bob, "alice", noLastMsg=True)
    assert targets(as_alice) == []
