"""message.before_send: the app's moderator is asked before a message is written (row 12)."""

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from accounts.models import Account, App
from config.redis import client
from im.messages.models import Message
from journal.facts import Fact
from tests.client import Answer, Client
from tests.im.chat import SEND, Room, history, message_to, say, texts, to_group
from tests.im.realtime.phone import eventually
from tests.webhooks import moderator as does
from tests.webhooks.moderator import Moderator, ask_it, running

BEFORE = "message.before_send"
DENY = {"action": "deny", "message": "not here"}


@pytest.fixture
def moderator(acme: App) -> Iterator[Moderator]:
    with running() as server:
        ask_it(server, acme, BEFORE)
        yield server


def named(facts: list[Fact], name: str) -> list[Fact]:
    return [fact for fact in facts if fact.type == name]


def test_it_is_asked_about_the_message_as_it_will_be(
    as_alice: Client, bob: Account, moderator: Moderator, facts: list[Fact]
) -> None:
    say(as_alice, "bob", "first")
    sent = say(as_alice, "bob", "hello", clientMsgId="k", ext="e")
    _, asked = moderator.asked
    assert asked["type"] == BEFORE
    data = asked["data"]
    assert data.keys() == {*sent, "operatorId"} - {"id", "seq"}
    assert data["createdAt"] <= sent["createdAt"]
    same = {name: value for name, value in sent.items() if name not in ("id", "seq", "createdAt")}
    assert data == {**same, "createdAt": data["createdAt"], "operatorId": "alice"}
    assert [fact.type for fact in facts] == ["message.sent", "message.sent"]


def test_a_first_message_has_no_conversation_yet(
    as_alice: Client, bob: Account, moderator: Moderator
) -> None:
    say(as_alice, "bob")
    assert moderator.asked[0]["data"]["conversationId"] is None


def test_what_it_denies_is_refused_and_told_to_the_operators(
    as_alice: Client, bob: Account, moderator: Moderator, facts: list[Fact]
) -> None:
    moderator.answer = DENY
    answer = as_alice.post(SEND, message_to("bob", "bad", clientMsgId="k"))
    assert answer.refused(400, "80001")
    assert answer.message == "not here"
    assert not Message.objects.exists()
    (fact,) = facts
    assert (fact.type, fact.audience.operators) == ("message.blocked", True)
    assert fact.data["reason"] == {"by": "MODERATOR", "message": "not here", "hits": []}
    assert fact.data["content"] == {"text": "bad"}
    assert fact.data["operatorId"] == "alice"


def test_what_it_modifies_is_sent_so(as_alice: Client, as_bob: Client, moderator: Moderator) -> None:
    moderator.answer = {"action": "modify", "content": {"text": "h***o", "by": "moderator"}}
    sent = say(as_alice, "bob", "hello", clientMsgId="k")
    assert sent["content"] == {"text": "h***o", "by": "moderator"}
    assert texts(history(as_bob, "alice")) == ["h***o"]
    moderator.answer = DENY
    again = as_alice.post(SEND, message_to("bob", "hello", clientMsgId="k"))
    assert again.data == {**sent, "deduplicated": True}
    other = as_alice.post(SEND, message_to("bob", "h***o", clientMsgId="k"))
    assert other.refused(400, "10004", "clientMsgId")
    assert len(moderator.asked) == 1


@pytest.mark.parametrize(
    "content",
    [{}, {"text": ""}, {"text": 5}, {"text": "x" * 13_000}, {"url": "https://example.com"}],
    ids=["empty", "blank", "number", "long", "other"],
)
@pytest.mark.parametrize("fail_open", [True, False], ids=["open", "closed"])
def test_what_is_no_content_of_its_kind_follows_the_policy(
    as_alice: Client, bob: Account, acme: App, content: dict[str, Any], fail_open: bool
) -> None:
    with running() as moderator:
        ask_it(moderator, acme, BEFORE, fail_open=fail_open)
        moderator.answer = {"action": "modify", "content": content}
        answer = as_alice.post(SEND, message_to("bob", "hello"))
    if fail_open:
        assert answer.data["content"] == {"text": "hello"}
    else:
        assert answer.refused(400, "80001")
        assert answer.message == "moderator unavailable"


def test_a_moderator_that_is_away_stops_what_must_not_pass_unseen(
    as_alice: Client, bob: Account, acme: App, facts: list[Fact]
) -> None:
    with running() as moderator:
        ask_it(moderator, acme, BEFORE, fail_open=False)
        moderator.answer = does.fails
        refused = as_alice.post(SEND, message_to("bob", clientMsgId="k"))
        assert refused.refused(400, "80001")
        assert refused.message == "moderator unavailable"
        assert [fact.type for fact in facts] == ["message.blocked"]
        moderator.answer = {"action": "allow"}
        assert as_alice.post(SEND, message_to("bob", clientMsgId="k")).ok


def test_a_repeat_of_what_is_stored_asks_nobody(as_alice: Client, bob: Account, moderator: Moderator) -> None:
    say(as_alice, "bob", clientMsgId="k")
    assert say(as_alice, "bob", clientMsgId="k")["deduplicated"]
    assert len(moderator.asked) == 1


def test_a_repeat_of_what_was_denied_asks_nobody(
    as_alice: Client, bob: Account, moderator: Moderator
) -> None:
    moderator.answer = DENY
    for _ in range(2):
        assert as_alice.post(SEND, message_to("bob", clientMsgId="k")).refused(400, "80001")
    assert len(moderator.asked) == 1


def test_something_else_under_the_same_id_is_asked_about(
    as_alice: Client, bob: Account, moderator: Moderator
) -> None:
    """Nothing harmless opens the door for what follows it."""
    say(as_alice, "bob", "harmless", clientMsgId="k", onlineOnly=True)
    moderator.answer = DENY
    answer = as_alice.post(SEND, message_to("bob", "bad", clientMsgId="k", onlineOnly=True))
    assert answer.refused(400, "80001")
    assert len(moderator.asked) == 2


def test_what_is_for_open_sockets_only_is_asked_about_once(
    as_alice: Client, bob: Account, moderator: Moderator
) -> None:
    for _ in range(2):
        assert say(as_alice, "bob", clientMsgId="k", onlineOnly=True)["id"] is None
    assert len(moderator.asked) == 1


def test_who_may_not_write_is_refused_before_anybody_is_asked(
    as_mallory: Client, as_alice: Client, blocked: None, club: Room, moderator: Moderator, alice: Account
) -> None:
    assert as_mallory.post(SEND, message_to("alice")).refused(403, "20007")
    assert as_mallory.post(SEND, message_to("nobody")).refused(404, "20003")
    assert as_alice.post(SEND, message_to("mallory", quoteId="1")).refused(400, "10004", "quoteId")
    club.mute(alice)
    assert as_alice.post(SEND, to_group("club")).refused(403, "10017")
    assert not moderator.asked


def test_in_a_group_it_is_asked_too(as_alice: Client, club: Room, moderator: Moderator) -> None:
    assert as_alice.post(SEND, to_group("club", atUserIds=["bob", "nobody"])).ok
    (asked,) = moderator.asked
    assert asked["data"]["chatType"] == "GROUP"
    assert asked["data"]["atUserIds"] == ["bob"]


def test_a_groups_rate_is_asked_first_and_taken_once(
    as_alice: Client, club: Room, acme: App, moderator: Moderator
) -> None:
    acme.changed_settings |= {"rates": {**acme.setting("rates"), "group": {"rate": 0.001, "burst": 2}}}
    acme.save()
    answers = [as_alice.post(SEND, to_group("club", str(n))) for n in range(3)]
    assert [answer.code for answer in answers] == [200, 200, 429]
    assert len(moderator.asked) == 2


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, 0),
        ({"skipChecks": True}, 0),
        ({"skipChecks": False}, 1),
        ({"skipChecks": False, "forbidCallback": ["BEFORE"]}, 0),
        ({"skipChecks": False, "forbidCallback": ["AFTER"]}, 1),
    ],
    ids=["as-they-are", "unchecked", "checked", "not-before", "not-after"],
)
def test_the_apps_server_is_asked_about_where_it_wants_checks(
    as_server: Client,
    alice: Account,
    bob: Account,
    moderator: Moderator,
    given: dict[str, Any],
    asked: int,
    facts: list[Fact],
) -> None:
    assert as_server.post(SEND, message_to("bob", fromId="alice", **given)).ok
    assert len(moderator.asked) == asked
    assert all(one["data"]["operatorId"] == "server" for one in moderator.asked)
    (sent,) = named(facts, "message.sent")
    assert sent.callbacks is ("AFTER" not in given.get("forbidCallback", []))


def test_batch_sends_and_imports_are_not_asked_about(
    as_root: Client, alice: Account, bob: Account, moderator: Moderator
) -> None:
    sent = {"fromId": "alice", "toIds": ["bob"], "msgType": "TEXT", "content": {"text": "x"}}
    assert as_root.post("/api/im/admin/messages/batch-send", sent).data["success"] == 1
    past = {**message_to("bob"), "fromId": "alice", "createdAt": 1_700_000_000_000}
    assert as_root.post("/api/im/admin/messages/import", past).ok
    assert not moderator.asked


def test_other_apps_are_not_its_business(as_dave: Client, oscar: Account, moderator: Moderator) -> None:
    assert as_dave.post(SEND, message_to("oscar")).ok
    assert not moderator.asked


def test_who_was_muted_while_it_thought_is_refused(
    transactional_db: None, as_alice: Client, club: Room, moderator: Moderator, alice: Account
) -> None:
    moderator.open.clear()
    answers: list[Answer] = []

    def send_it() -> None:
        try:
            answers.append(as_alice.post(SEND, to_group("club")))
        finally:
            connection.close()

    sending = Thread(target=send_it)
    sending.start()
    moderator.wait()
    club.mute(alice)
    moderator.open.set()
    sending.join()
    assert answers[0].refused(403, "10017")
    assert not Message.objects.exists()


def test_others_do_not_wait_while_it_thinks(
    transactional_db: None,
    as_alice: Client,
    as_dave: Client,
    bob: Account,
    oscar: Account,
    acme: App,
    moderator: Moderator,
) -> None:
    ask_it(moderator, acme, BEFORE, timeout_ms=5_000)
    moderator.open.clear()
    answers: list[Answer] = []

    def send_it() -> None:
        try:
            answers.append(as_alice.post(SEND, message_to("bob")))
        finally:
            connection.close()

    sending = Thread(target=send_it)
    sending.start()
    moderator.wait()
    assert as_dave.post(SEND, message_to("oscar")).ok
    assert not answers
    moderator.open.set()
    sending.join()
    assert answers[0].ok


def test_what_is_stored_is_remembered_no_longer_than_a_minute(
    as_alice: Client, bob: Account, moderator: Moderator
) -> None:
    say(as_alice, "bob", clientMsgId="k")
    redis = client()
    eventually(lambda: all(0 < redis.pttl(key) <= 60_000 for key in redis.keys("verdict:*")))


def test_a_dead_moderator_is_left_alone_and_what_it_said_holds(
    as_alice: Client, bob: Account, moderator: Moderator
) -> None:
    moderator.answer = DENY
    refused = message_to("bob", "bad", clientMsgId="bad")
    assert as_alice.post(SEND, refused).refused(400, "80001")
    moderator.answer = {"action": "modify", "content": {"text": "u**y"}}
    other = message_to("bob", "ugly", clientMsgId="ugly", onlineOnly=True)
    assert as_alice.post(SEND, other).data["content"] == {"text": "u**y"}
    moderator.answer = does.fails
    for _ in range(7):
        assert as_alice.post(SEND, message_to("bob")).ok
    assert len(moderator.asked) == 2 + 5
    assert as_alice.post(SEND, refused).refused(400, "80001")
    assert as_alice.post(SEND, other).data["content"] == {"text": "u**y"}
    assert as_alice.post(SEND, message_to("nobody")).refused(404, "20003")
    assert len(moderator.asked) == 2 + 5
