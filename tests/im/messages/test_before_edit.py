"""message.before_edit: the app's moderator is asked before a message is edited (row 14)."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import Account, App
from im.messages.models import Message, MessageRevision
from journal.facts import Fact
from tests.client import Answer, Client
from tests.im.chat import Room, say, say_in
from tests.webhooks import moderator as does
from tests.webhooks.moderator import Moderator, ask_it, running

DENY = {"action": "deny", "message": "not here"}


@pytest.fixture
def moderator(acme: App) -> Iterator[Moderator]:
    with running() as server:
        ask_it(server, acme, "message.before_edit", fail_open=False)
        yield server


def edit(client: Client, message: dict[str, Any], text: str = "new", **more: Any) -> Answer:
    return client.put(f"/api/im/messages/{message['id']}", {"content": {"text": text}, **more})


def test_it_is_asked_about_the_message_as_it_will_be(
    as_alice: Client, bob: Account, moderator: Moderator
) -> None:
    sent = say(as_alice, "bob", "old")
    edited = edit(as_alice, sent).data
    (asked,) = moderator.asked
    assert asked["type"] == "message.before_edit"
    data = asked["data"]
    assert data.keys() == {*edited, "operatorId", "messageId"} - {"id", "seq"}
    assert data["messageId"] == sent["id"]
    assert (data["content"], data["revision"], data["operatorId"]) == ({"text": "new"}, 2, "alice")
    assert sent["createdAt"] <= data["editedAt"] <= edited["editedAt"]


def test_what_it_denies_stays_as_it_was(
    as_alice: Client, bob: Account, moderator: Moderator, facts: list[Fact]
) -> None:
    sent = say(as_alice, "bob", "old")
    moderator.answer = DENY
    for _ in range(2):
        answer = edit(as_alice, sent)
        assert answer.refused(400, "80001")
        assert answer.message == "not here"
    assert len(moderator.asked) == 1
    assert Message.objects.get().content == {"text": "old"}
    assert not MessageRevision.objects.exists()
    assert [fact.type for fact in facts] == ["message.sent", "message.blocked", "message.blocked"]
    assert facts[1].data["messageId"] == sent["id"]
    assert facts[1].data["content"] == {"text": "new"}
    assert facts[1].data["reason"]["by"] == "MODERATOR"


def test_what_it_modifies_is_edited_so(as_alice: Client, bob: Account, moderator: Moderator) -> None:
    sent = say(as_alice, "bob", "old")
    moderator.answer = {"action": "modify", "content": {"text": "n*w"}}
    edited = edit(as_alice, sent, ext="e")
    assert (edited.data["content"], edited.data["ext"]) == ({"text": "n*w"}, "e")
    moderator.answer = {"action": "modify", "content": {"url": "no text"}}
    assert edit(as_alice, sent, "newer").refused(400, "80001")


def test_an_edit_that_cannot_be_or_changes_nothing_is_not_asked_about(
    as_alice: Client, as_bob: Client, club: Room, moderator: Moderator, alice: Account
) -> None:
    sent = say_in(as_alice, "club", "old")
    assert edit(as_bob, sent).refused(403)
    assert edit(as_alice, sent, expectedRevision=9).refused(400, "10004")
    assert edit(as_alice, sent, "").refused(400, "10004")
    assert edit(as_alice, sent, "old").data["revision"] == 1
    club.mute(alice)
    assert edit(as_alice, sent).refused(403, "10017")
    assert not moderator.asked


def test_the_apps_server_edits_unasked(
    as_alice: Client, as_server: Client, bob: Account, moderator: Moderator
) -> None:
    sent = say(as_alice, "bob", "old")
    assert edit(as_server, sent).ok
    assert not moderator.asked


def test_without_its_answer_the_policy_holds(as_alice: Client, bob: Account, moderator: Moderator) -> None:
    sent = say(as_alice, "bob", "old")
    moderator.answer = does.fails
    answer = edit(as_alice, sent)
    assert answer.refused(400, "80001")
    assert answer.message == "moderator unavailable"
