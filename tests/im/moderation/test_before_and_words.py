"""Words come before the app's moderator, and once more after what it made of a message."""

from collections.abc import Iterator

import pytest

from accounts.models import Account, App
from im.moderation import counting
from im.moderation.models import Flagged
from journal.facts import Fact
from tests.client import Client
from tests.im.chat import SEND, message_to, say
from tests.im.moderation.words import FILTERS, forbid
from tests.webhooks.moderator import Moderator, ask_it, running


@pytest.fixture
def moderator(acme: App) -> Iterator[Moderator]:
    with running() as server:
        ask_it(server, acme, "message.before_send", "message.before_edit")
        yield server


def test_what_is_blocked_is_not_asked_about(
    as_root: Client, as_alice: Client, bob: Account, moderator: Moderator, facts: list[Fact]
) -> None:
    forbid(as_root, "casino")
    message = say(as_alice, "bob", "hello")
    assert as_alice.post(SEND, message_to("bob", "casino")).refused(400, "80001")
    edit = {"content": {"text": "casino"}}
    assert as_alice.put(f"/api/im/messages/{message['id']}", edit).refused(400, "80001")
    assert len(moderator.asked) == 1
    assert [fact.data["reason"]["by"] for fact in facts if fact.type == "message.blocked"] == ["FILTER"] * 2


def test_it_is_asked_about_what_is_masked_and_that_is_counted_once(
    as_root: Client, as_alice: Client, bob: Account, moderator: Moderator
) -> None:
    forbid(as_root, "damn", action="REPLACE")
    assert say(as_alice, "bob", "damn good")["content"] == {"text": "*** good"}
    assert moderator.asked[0]["data"]["content"] == {"text": "*** good"}
    counting.flush()
    assert as_root.get(FILTERS).items[0]["hitCount"] == 1


def test_what_it_words_anew_is_screened_again(
    as_root: Client, as_alice: Client, bob: Account, moderator: Moderator
) -> None:
    forbid(as_root, "casino")
    forbid(as_root, "damn", action="REPLACE")
    forbid(as_root, "broker", action="FLAG")
    message = say(as_alice, "bob", "one")
    path = f"/api/im/messages/{message['id']}"
    moderator.answer = {"action": "modify", "content": {"text": "casino"}}
    assert as_alice.post(SEND, message_to("bob", "two")).refused(400, "80001")
    assert as_alice.put(path, {"content": {"text": "two"}}).refused(400, "80001")
    moderator.answer = {"action": "modify", "content": {"text": "damn"}}
    assert say(as_alice, "bob", "three")["content"] == {"text": "***"}
    assert as_alice.put(path, {"content": {"text": "three"}}).data["content"] == {"text": "***"}
    moderator.answer = {"action": "modify", "content": {"text": "no more"}}
    say(as_alice, "bob", "a broker")
    assert not Flagged.objects.exists()
