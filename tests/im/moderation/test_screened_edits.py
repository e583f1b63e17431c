"""Words and edits: an edit is screened as a send is."""

from typing import Any

from accounts.models import Account
from im.messages.models import Message, MessageRevision
from im.moderation.models import Flagged
from journal.facts import Fact
from tests.client import Client
from tests.im.chat import say
from tests.im.moderation.words import forbid

EDIT = "/api/im/messages"


def edit(client: Client, message: dict[str, Any], text: str) -> Any:
    return client.put(f"{EDIT}/{message['id']}", {"content": {"text": text}})


def test_a_blocked_edit_leaves_the_message_as_it_was(
    as_root: Client, as_alice: Client, bob: Account, facts: list[Fact]
) -> None:
    message = say(as_alice, "bob", "hello")
    forbid(as_root, "casino")
    facts.clear()
    assert edit(as_alice, message, "casino").refused(400, "80001", "content.text")
    assert Message.objects.get().content == {"text": "hello"}
    assert not MessageRevision.objects.exists()
    (fact,) = facts
    assert (fact.type, fact.data["messageId"], fact.data["operatorId"]) == (
        "message.blocked",
        message["id"],
        "alice",
    )
    assert fact.data["content"] == {"text": "casino"}
    assert fact.data["reason"]["by"] == "FILTER"
    assert not fact.data.keys() & {"id", "seq"}


def test_a_masked_edit_is_masked_and_the_same_again_changes_nothing(
    as_root: Client, as_alice: Client, bob: Account
) -> None:
    message = say(as_alice, "bob", "hello")
    forbid(as_root, "damn", action="REPLACE")
    for _ in range(2):
        edited = edit(as_alice, message, "damn good").data
        assert (edited["content"], edited["revision"]) == ({"text": "*** good"}, 2)


def test_a_flagged_edit_is_made_and_put_up_for_review(
    as_root: Client, as_alice: Client, bob: Account, facts: list[Fact]
) -> None:
    message = say(as_alice, "bob", "hello")
    forbid(as_root, "broker", action="FLAG")
    facts.clear()
    assert edit(as_alice, message, "my broker").ok
    row = Flagged.objects.get()
    assert (row.target_id, row.user_id, row.text) == (message["id"], "alice", "my broker")
    assert [fact.type for fact in facts] == ["message.edited", "message.flagged"]
    assert facts[1].data["flaggedId"] == str(row.pk)


def test_whoever_is_trusted_is_screened_too(as_root: Client, as_alice: Client, bob: Account) -> None:
    message = say(as_alice, "bob", "hello")
    forbid(as_root, "casino")
    assert edit(as_root, message, "casino").refused(400, "80001")


def test_what_is_not_edited_is_not_screened_again(as_root: Client, as_alice: Client, bob: Account) -> None:
    message = say(as_alice, "bob", "casino")
    forbid(as_root, "casino")
    assert as_alice.put(f"{EDIT}/{message['id']}", {"ext": "x"}).data["revision"] == 2
    assert edit(as_alice, message, "casino").data["revision"] == 2


def test_who_may_not_edit_is_told_so_first(
    as_root: Client, as_alice: Client, as_bob: Client, facts: list[Fact]
) -> None:
    message = say(as_alice, "bob", "hello")
    forbid(as_root, "casino")
    facts.clear()
    assert edit(as_bob, message, "casino").refused(403)
    assert edit(as_alice, {"id": "9000000000000000000"}, "casino").refused(404, "90404")
    assert facts == []


def test_what_masks_make_too_long_is_refused(as_root: Client, as_alice: Client, bob: Account) -> None:
    message = say(as_alice, "bob", "hello")
    forbid(as_root, "赌场", action="REPLACE", replacement="*" * 64)
    assert edit(as_alice, message, "赌场。" * 400).refused(400, "80002")
