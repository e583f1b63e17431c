"""Words and messages: what is refused, masked or flagged, by whichever door a message comes."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.authentication import caller_of_token
from accounts.callers import Caller
from accounts.models import Account
from config.api.errors import Refusal
from im.messages import frames
from im.messages.models import Message
from im.moderation import counting
from im.moderation.models import Flagged, KeywordFilter
from journal.facts import Fact
from journal.models import Operation
from tests.client import Client
from tests.im.chat import SEND, Room, history, message_to, say, say_in, texts, to_group
from tests.im.moderation.words import FILTERS, forbid

BATCH = "/api/im/admin/messages/batch-send"
FORBIDDEN = "it holds words that are not allowed here"


def told(facts: list[Fact], name: str) -> list[Fact]:
    return [fact for fact in facts if fact.type == name]


def caller(client: Client) -> Caller:
    return caller_of_token(client.headers["Authorization"].removeprefix("Bearer "))


def write(client: Client, bodies: list[dict[str, Any]]) -> list[Any]:
    """As the gateway does, all in one batch."""
    who = caller(client)
    drafts = frames.draft([(who, body) for body in bodies])
    return frames.send([draft for draft in drafts if not isinstance(draft, Refusal)])


def custom(**content: Any) -> dict[str, Any]:
    return message_to("bob", msgType="CUSTOM", content=content)


def test_a_blocked_message_is_refused_and_nothing_of_it_is_written(
    as_root: Client, as_alice: Client, bob: Account, facts: list[Fact]
) -> None:
    word = forbid(as_root, "赌场")
    entries = Operation.objects.count()
    answer = as_alice.post(SEND, message_to("bob", "去 賭　場 吧", clientMsgId="c1"))
    assert answer.refused(400, "80001", "content.text")
    assert FORBIDDEN in answer.message
    assert not Message.objects.exists()
    assert Operation.objects.count() == entries
    (fact,) = facts
    assert (fact.type, fact.audience.operators, fact.durable) == ("message.blocked", True, True)
    assert not fact.data.keys() & {"id", "seq"}
    assert (fact.data["fromId"], fact.data["toId"], fact.data["clientMsgId"]) == ("alice", "bob", "c1")
    assert (fact.data["content"], fact.data["messageId"]) == ({"text": "去 賭　場 吧"}, None)
    hit = {"field": "text", "id": word["id"], "word": "赌场", "action": "BLOCK", "start": 2, "end": 5}
    assert fact.data["reason"] == {"by": "FILTER", "message": FORBIDDEN, "hits": [hit]}
    assert fact.data["operatorId"] == "alice"


def test_the_same_send_is_written_once_its_word_is_gone(
    as_root: Client, as_alice: Client, bob: Account
) -> None:
    word = forbid(as_root, "casino")
    assert as_alice.post(SEND, message_to("bob", "casino", clientMsgId="c1")).refused(400, "80001")
    as_root.delete(f"{FILTERS}/{word['id']}")
    assert say(as_alice, "bob", "casino", clientMsgId="c1")["seq"] == 1


def test_what_is_masked_is_so_for_everybody(as_root: Client, as_alice: Client, as_bob: Client) -> None:
    forbid(as_root, "damn", action="REPLACE")
    sent = say(as_alice, "bob", "d.a.m.n good", clientMsgId="c1")
    assert sent["content"] == {"text": "*** good"}
    assert texts(history(as_bob, "alice")) == ["*** good"]
    assert as_bob.get("/api/im/messages/search", keyword="damn").items == []


def test_a_repeat_is_known_by_what_was_asked_for(as_root: Client, as_alice: Client, bob: Account) -> None:
    word = forbid(as_root, "damn", action="REPLACE")
    sent = say(as_alice, "bob", "damn good", clientMsgId="c1")
    assert say(as_alice, "bob", "damn good", clientMsgId="c1") == {**sent, "deduplicated": True}
    as_root.delete(f"{FILTERS}/{word['id']}")
    assert say(as_alice, "bob", "damn good", clientMsgId="c1")["content"] == {"text": "*** good"}
    assert as_alice.post(SEND, message_to("bob", "*** good", clientMsgId="c1")).refused(400, "10004")


def test_what_is_flagged_is_sent_and_put_up_for_review(
    as_root: Client, as_alice: Client, bob: Account, facts: list[Fact]
) -> None:
    word = forbid(as_root, "broker", action="FLAG")
    facts.clear()
    sent = say(as_alice, "bob", "call my broker")
    row = Flagged.objects.get()
    assert (row.kind, row.target_id, row.user_id, row.review) == ("MESSAGE", sent["id"], "alice", "OPEN")
    hit = {"id": word["id"], "word": "broker", "action": "FLAG", "start": 8, "end": 14}
    assert (row.text, row.hits) == ("call my broker", [hit])
    assert [fact.type for fact in facts] == ["message.sent", "message.flagged"]
    assert facts[1].data == {
        **facts[0].data,
        "flaggedId": str(row.pk),
        "hits": [{"field": "text", **hit}],
        "operatorId": "alice",
    }
    assert facts[1].audience.operators
    assert not facts[1].audience.users


def test_a_word_hits_only_where_its_scopes_are(as_root: Client, as_alice: Client, club: Room) -> None:
    forbid(as_root, "casino", scopes=["GROUP"])
    forbid(as_root, "lottery", scopes=["PROFILE"])
    say(as_alice, "bob", "casino lottery")
    say_in(as_alice, "club", "lottery")
    assert as_alice.post(SEND, to_group("club", "casino")).refused(400, "80001")


@pytest.mark.parametrize(
    ("kind", "content", "field"),
    [
        ("FILE", {"url": "https://x.example/f", "name": "casino.pdf"}, "content.name"),
        ("LOCATION", {"lat": 1, "lng": 2, "desc": "the casino"}, "content.desc"),
        ("MERGED", {"title": "casino", "messageIds": ["1"]}, "content.title"),
        ("MERGED", {"abstract": ["bob: hi", "alice: casino"], "messageIds": ["1"]}, "content.abstract[1]"),
        ("CUSTOM", {"data": '{"text":"casino"}'}, "content.data"),
        ("CUSTOM", {"data": "{}", "desc": "casino"}, "content.desc"),
    ],
    ids=["file", "location", "title", "abstract", "data", "desc"],
)
def test_every_text_of_a_message_is_screened(
    kind: str, content: dict[str, Any], field: str, as_root: Client, as_alice: Client, bob: Account
) -> None:
    forbid(as_root, "casino")
    body = message_to("bob", msgType=kind, content=content)
    assert as_alice.post(SEND, body).refused(400, "80001", field)


def test_what_is_no_text_is_not(as_root: Client, as_alice: Client, bob: Account) -> None:
    forbid(as_root, "casino")
    url = "https://casino.example/i.png"
    assert as_alice.post(SEND, message_to("bob", msgType="IMAGE", content={"url": url})).ok
    assert as_alice.post(SEND, custom(data="{}", ext="casino")).ok
    assert as_alice.post(SEND, message_to("bob", "hi", ext="casino")).ok


def test_each_text_is_masked_in_its_place(as_root: Client, as_alice: Client, bob: Account) -> None:
    forbid(as_root, "damn", action="REPLACE", replacement="d…")
    forbid(as_root, "broker", action="FLAG")
    content = {"title": "the damn talk", "abstract": ["hi", "damn", "a broker"], "messageIds": ["1"], "x": 1}
    sent = as_alice.post(SEND, message_to("bob", msgType="MERGED", content=content))
    assert sent.data["content"] == {**content, "title": "the d… talk", "abstract": ["hi", "d…", "a broker"]}
    assert not Flagged.objects.exists()


def test_flagged_texts_stand_one_below_the_other(as_root: Client, as_alice: Client, bob: Account) -> None:
    forbid(as_root, "broker", action="FLAG")
    assert as_alice.post(SEND, custom(data="broker!", desc="no broker")).ok
    row = Flagged.objects.get()
    assert row.text == "broker!\nno broker"
    assert [(hit["start"], hit["end"]) for hit in row.hits] == [(0, 6), (11, 17)]


def test_what_masks_make_too_long_is_refused(as_root: Client, as_alice: Client, bob: Account) -> None:
    forbid(as_root, "赌场", action="REPLACE", replacement="*" * 64)
    assert as_alice.post(SEND, message_to("bob", "赌场。" * 400)).refused(400, "80002")
    assert not Message.objects.exists()


def test_the_server_itself_is_screened_too(
    as_root: Client, as_server: Client, alice: Account, bob: Account
) -> None:
    forbid(as_root, "casino")
    for more in ({}, {"skipChecks": True}, {"skipChecks": False}):
        body = message_to("bob", "casino", fromId="alice", **more)
        assert as_server.post(SEND, body).refused(400, "80001")
    assert not Operation.objects.filter(action="MESSAGE_SEND_AS").exists()


def test_what_is_for_open_sockets_only_is_screened_too(
    as_root: Client, as_alice: Client, bob: Account, facts: list[Fact]
) -> None:
    forbid(as_root, "casino")
    forbid(as_root, "damn", action="REPLACE")
    forbid(as_root, "broker", action="FLAG")
    assert as_alice.post(SEND, message_to("bob", "casino", onlineOnly=True)).refused(400, "80001")
    assert say(as_alice, "bob", "damn", onlineOnly=True)["content"] == {"text": "***"}
    say(as_alice, "bob", "broker", onlineOnly=True)
    (row,) = Flagged.objects.all()
    assert (row.target_id, row.text) == ("", "broker")
    (flagged,) = told(facts, "message.flagged")
    assert (flagged.data["id"], flagged.data["flaggedId"]) == (None, str(row.pk))


def test_who_may_not_write_is_told_so_first(as_root: Client, as_alice: Client, bob: Account) -> None:
    forbid(as_root, "casino")
    as_root.put("/api/im/admin/global-mute", {"enabled": True})
    assert as_alice.post(SEND, message_to("bob", "casino")).refused(403, "10018")
    assert as_alice.post(SEND, message_to("nobody", "casino")).refused(403, "10018")
    counting.flush()
    assert KeywordFilter.objects.get().hit_count == 0


def test_in_a_batch_of_frames_the_others_go_on(
    as_root: Client, alice: Account, as_alice: Client, as_bob: Client, facts: list[Fact]
) -> None:
    forbid(as_root, "casino")
    forbid(as_root, "damn", action="REPLACE")
    forbid(as_root, "broker", action="FLAG")
    facts.clear()
    words = ["one", "casino", "damn", "broker", "casino"]
    bodies = [message_to("bob", word, clientMsgId=f"c{n}") for n, word in enumerate(words)]
    outcomes = write(as_alice, bodies)
    said = [one.status if isinstance(one, Refusal) else one["content"]["text"] for one in outcomes]
    assert said == ["one", "80001", "***", "broker", "80001"]
    assert texts(history(as_bob, "alice", order="asc")) == ["one", "***", "broker"]
    assert len(told(facts, "message.blocked")) == 2
    assert len(told(facts, "message.flagged")) == 1


def test_of_a_batch_send_the_receivers_it_was_kept_from_are_named(
    as_root: Client, as_bob: Client, club: Room, facts: list[Fact]
) -> None:
    forbid(as_root, "casino", scopes=["GROUP"])
    body = {"toIds": ["bob"], "groupIds": ["club"], "msgType": "TEXT", "content": {"text": "casino"}}
    answer = as_root.post(BATCH, body)
    assert answer.data["errors"] == [{"groupId": "club", "status": "80001"}]
    assert texts(history(as_bob, "root")) == ["casino"]
    (blocked,) = told(facts, "message.blocked")
    assert (blocked.data["toId"], blocked.callbacks) == ("club", False)


def test_an_import_is_not_screened(as_root: Client, alice: Account, bob: Account) -> None:
    forbid(as_root, "casino")
    past = {"chatType": "SINGLE", "fromId": "alice", "toId": "bob", "msgType": "TEXT"}
    past |= {"content": {"text": "casino"}, "createdAt": 1_600_000_000_000}  # type: ignore[dict-item]
    assert as_root.post("/api/im/admin/messages/import", {"messages": [past]}).data["success"] == 1


def test_each_hit_is_counted_in_time(as_root: Client, as_alice: Client, bob: Account) -> None:
    casino = forbid(as_root, "casino")
    damn = forbid(as_root, "damn", action="REPLACE")
    as_alice.post(SEND, message_to("bob", "casino, damn casino"))
    say(as_alice, "bob", "damn")
    counts = {row["id"]: row["hitCount"] for row in as_root.get(FILTERS).items}
    assert counts == {casino["id"]: 0, damn["id"]: 0}
    counting.flush()
    counts = {row["id"]: row["hitCount"] for row in as_root.get(FILTERS).items}
    assert counts == {casino["id"]: 2, damn["id"]: 2}
    counting.flush()
    assert {row["hitCount"] for row in as_root.get(FILTERS).items} == {2}


@pytest.mark.usefixtures("remembering")
def test_a_hundred_flagged_messages_cost_as_many_statements_as_one(
    as_root: Client, as_alice: Client, bob: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    forbid(as_root, "broker", action="FLAG")
    say(as_alice, "bob", "broker")
    bodies = [message_to("bob", f"broker {n}") for n in range(100)]
    with django_assert_max_num_queries(14):
        write(as_alice, bodies)
    assert Flagged.objects.count() == 101


@pytest.mark.usefixtures("remembering")
def test_an_app_without_words_pays_nothing(
    as_root: Client, as_alice: Client, bob: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    say(as_alice, "bob")
    with django_assert_max_num_queries(12) as before:
        say(as_alice, "bob")
    assert not [query for query in before.captured_queries if "filterversion" in query["sql"]]
