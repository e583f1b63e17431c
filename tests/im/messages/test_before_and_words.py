"""Words are looked for before a moderator is asked, and again in what it says instead."""

from collections.abc import Iterator

import pytest

from accounts.models import Account, App
from im.messages.models import Message
from im.moderation.models import Flagged
from journal.facts import Fact
from tests.client import Client
from tests.im.chat import SEND, message_to, say
from tests.im.moderation.words import forbid
from tests.webhooks.moderator import Moderator, ask_it, running


@pytest.fixture
def moderator(acme: App) -> Iterator[Moderator]:
    with running() as server:
        ask_it(server, acme, "message.before_send", "message.before_edit")
        yield server


def told(facts: list[Fact], name: str) -> list[Fact]:
    return [fact for fact in facts if fact.type == name]


def test_what_a_word_blocks_is_not_asked_about(
    as_root: Client, as_alice: Client, bob: Account, moderator: Moderator, facts: list[Fact]
) -> None:
    forbid(as_root, "casino")
    sent = say(as_alice, "bob", "fine")
    assert as_alice.post(SEND, message_to("bob", "a casino")).refused(400, "80001")
    edit = {"content": {"text": "a casino"}}
    assert as_alice.put(f"/api/im/messages/{sent['id']}", edit).refused(400, "80001")
    assert len(moderator.asked) == 1
    assert [fact.data["reason"]["by"] for fact in told(facts, "message.blocked")] == ["FILTER", "FILTER"]


def test_what_a_word_masks_is_asked_about_as_it_will_be(
    as_root: Client, as_alice: Client, bob: Account, moderator: Moderator
) -> None:
    forbid(as_root, "casino", action="REPLACE", replacement="***")
    sent = say(as_alice, "bob", "a casino", clientMsgId="k")
    assert sent["content"] == {"text": "a ***"} == moderator.asked[0]["data"]["content"]
    assert say(as_alice, "bob", "a casino", clientMsgId="k")["deduplicated"]


def test_what_a_moderator_says_instead_may_be_blocked(
    as_root: Client, as_alice: Client, bob: Account, moderator: Moderator, facts: list[Fact]
) -> None:
    forbid(as_root, "casino")
    sent = say(as_alice, "bob", "fine")
    moderator.answer = {"action": "modify", "content": {"text": "a casino"}}
    assert as_alice.post(SEND, message_to("bob", "harmless")).refused(400, "80001")
    edit = {"content": {"text": "harmless"}}
    assert as_alice.put(f"/api/im/messages/{sent['id']}", edit).refused(400, "80001")
    assert [fact.data["reason"]["by"] for fact in told(facts, "message.blocked")] == ["FILTER", "FILTER"]
    assert Message.objects.get().content == {"text": "fine"}


def test_what_a_moderator_says_instead_is_masked_or_flagged_like_any_other(
    as_root: Client, as_alice: Client, bob: Account, moderator: Moderator, facts: list[Fact]
) -> None:
    forbid(as_root, "casino", action="REPLACE", replacement="***")
    forbid(as_root, "poker", action="FLAG")
    sent = say(as_alice, "bob", "fine")
    for said, shown in [("a casino", "a ***"), ("poker", "poker")]:
        moderator.answer = {"action": "modify", "content": {"text": said}}
        assert say(as_alice, "bob", "hello")["content"] == {"text": shown}
        edited = as_alice.put(f"/api/im/messages/{sent['id']}", {"content": {"text": f"not {said}"}})
        assert edited.data["content"] == {"text": shown}
    assert Flagged.objects.count() == len(told(facts, "message.flagged")) == 2
