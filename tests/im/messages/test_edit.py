"""Row 14, PUT /api/im/messages/{id}."""

from typing import Any

import pytest

from accounts.models import Account, App
from im.conversations.models import Conversation
from im.messages.models import Message, MessageRevision
from journal.facts import Fact
from journal.models import Operation
from tests.client import Answer, Client
from tests.im.chat import Room, age, conversation, history, say, say_in

MUTE = "/api/im/admin/global-mute"


def edit(client: Client, message: dict[str, Any], text: str | None = None, **body: Any) -> Answer:
    content = {} if text is None else {"content": {"text": text}}
    return client.put(f"/api/im/messages/{message['id']}", {**content, **body})


def test_the_sender_says_it_better(as_alice: Client, as_bob: Client) -> None:
    message = say(as_alice, "bob", "helo", ext="e")
    answer = edit(as_alice, message, "hello")
    at = answer.data["editedAt"]
    assert answer.data == {
        **message,
        "content": {"text": "hello"},
        "revision": 2,
        "version": 1,
        "editedAt": at,
    }
    assert at >= message["createdAt"]
    assert history(as_bob, "alice") == [answer.data]


def test_ext_alone_can_be_edited(as_alice: Client, bob: Account) -> None:
    message = say(as_alice, "bob", ext="e")
    answer = edit(as_alice, message, ext="")
    assert (answer.data["content"], answer.data["ext"], answer.data["revision"]) == ({"text": "hello"}, "", 2)


def test_what_was_said_before_is_kept(as_alice: Client, as_root: Client, bob: Account) -> None:
    message = say(as_alice, "bob", "one", ext="e")
    edit(as_alice, message, "two")
    edit(as_root, message, "three", ext="f")
    kept = MessageRevision.objects.order_by("revision").values_list(
        "revision", "content", "ext", "replaced_by"
    )
    assert list(kept) == [(1, {"text": "one"}, "e", "alice"), (2, {"text": "two"}, "e", "root")]


def test_the_same_content_again_changes_nothing(as_alice: Client, bob: Account, facts: list[Fact]) -> None:
    message = say(as_alice, "bob", "one", content={"text": "one", "a": {"b": 1, "c": 2}})
    told = len(facts)
    answer = edit(as_alice, message, content={"a": {"c": 2, "b": 1}, "text": "one"}, ext="")
    assert answer.data == message
    assert len(facts) == told
    assert not MessageRevision.objects.exists()
    assert Conversation.objects.get().version == 0


def test_one_is_not_true(as_alice: Client, bob: Account) -> None:
    message = say(as_alice, "bob", content={"text": "x", "n": 1})
    assert edit(as_alice, message, content={"text": "x", "n": True}).data["revision"] == 2


def test_each_edit_and_revoke_raises_the_version_by_one(as_alice: Client, bob: Account) -> None:
    first, second = say(as_alice, "bob"), say(as_alice, "bob")
    assert edit(as_alice, first, "a").data["version"] == 1
    assert edit(as_alice, second, "b").data["version"] == 2
    assert edit(as_alice, first, "c").data["version"] == 3
    as_alice.post(f"/api/im/messages/{second['id']}/revoke")
    assert [item["version"] for item in history(as_alice, "bob", order="asc")] == [3, 4]


def test_an_edit_leaves_unread_and_order_alone(as_alice: Client, as_bob: Client, carol: Account) -> None:
    message = say(as_alice, "bob")
    say(as_alice, "carol")
    before = conversation(as_alice, "bob")["updatedAt"]
    edit(as_alice, message, "edited")
    assert conversation(as_bob, "alice")["unread"] == 1
    assert conversation(as_bob, "alice")["lastMessage"]["content"] == {"text": "edited"}
    assert conversation(as_alice, "bob")["updatedAt"] >= before
    rows = as_alice.get("/api/im/conversations").items
    assert [row["targetId"] for row in rows] == ["carol", "bob"]


def test_a_search_finds_what_is_said_now(as_alice: Client, bob: Account) -> None:
    edit(as_alice, say(as_alice, "bob", "before"), "after")
    assert as_alice.get("/api/im/messages/search", keyword="before").items == []
    assert len(as_alice.get("/api/im/messages/search", keyword="after").items) == 1


def test_something_must_be_given(as_alice: Client, bob: Account) -> None:
    message = say(as_alice, "bob")
    assert edit(as_alice, message).refused(400, "10004", "content")
    assert edit(as_alice, message, expectedRevision=1).refused(400, "10004", "content")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"content": {}}, "content.text"),
        ({"content": {"text": ""}}, "content.text"),
        ({"content": None}, "content"),
        ({"content": "x"}, "content"),
        ({"ext": None}, "ext"),
        ({"ext": "e" * 2049}, "ext"),
        ({"ext": "e", "expectedRevision": 0}, "expectedRevision"),
        ({"ext": "e", "expectedRevision": "1"}, "expectedRevision"),
    ],
)
def test_what_is_given_must_be_of_the_messages_kind(
    as_alice: Client, bob: Account, body: dict[str, Any], field: str
) -> None:
    assert edit(as_alice, say(as_alice, "bob"), **body).refused(400, "10004", field)


def test_the_limit_of_content_and_ext_holds_for_edits(as_alice: Client, bob: Account) -> None:
    message = say(as_alice, "bob", ext="e" * 100)
    room = 12_288 - len(b'{"text":""}') - 100
    assert edit(as_alice, message, "a" * (room + 1)).refused(400, "80002")
    assert edit(as_alice, message, "a" * room).ok
    assert edit(as_alice, message, ext="e" * 101).refused(400, "80002")


def test_the_expected_revision_must_be_the_present_one(as_alice: Client, bob: Account) -> None:
    message = say(as_alice, "bob")
    assert edit(as_alice, message, "two", expectedRevision=1).ok
    assert edit(as_alice, message, "three", expectedRevision=1).refused(400, "10004", "expectedRevision")
    assert edit(as_alice, message, "three", expectedRevision=2).ok


def test_the_senders_time_is_a_day(as_alice: Client, bob: Account) -> None:
    old, older = say(as_alice, "bob"), say(as_alice, "bob")
    age(old, hours=24, seconds=-30)
    age(older, hours=24, seconds=1)
    assert edit(as_alice, old, "edited").ok
    assert edit(as_alice, older, "edited").refused(400, "20016")


def test_the_app_may_set_another_time(as_alice: Client, acme: App, bob: Account) -> None:
    acme.changed_settings = {"editWindow": 60}
    acme.save()
    message = say(as_alice, "bob")
    age(message, seconds=61)
    assert edit(as_alice, message, "edited").refused(400, "20016")


@pytest.mark.parametrize(
    ("door", "role", "name"),
    [("as_root", "A", "root"), ("as_server", "S", "server"), ("as_operator", "T", "olga")],
)
def test_whoever_is_trusted_edits_always_and_is_logged(
    request: pytest.FixtureRequest, as_alice: Client, bob: Account, door: str, role: str, name: str
) -> None:
    message = say(as_alice, "bob")
    age(message, days=400)
    client = request.getfixturevalue(door)
    assert edit(client, message, "edited").ok
    assert edit(client, message, "edited").ok
    entry = Operation.objects.get()
    assert (entry.action, entry.operator_role, entry.operator_id) == ("MESSAGE_EDIT", role, name)
    assert (entry.target_id, entry.detail) == (message["id"], {"fromId": "alice", "revision": 2})


def test_a_revoked_message_stays_revoked(as_alice: Client, as_root: Client, as_bob: Client) -> None:
    message = say(as_alice, "bob")
    as_alice.post(f"/api/im/messages/{message['id']}/revoke")
    assert edit(as_alice, message, "edited").refused(400, "10004", "id")
    assert edit(as_root, message, "edited").refused(400, "10004", "id")
    assert edit(as_bob, message, "edited").refused(403, "60010")


def test_what_the_server_wrote_is_not_edited(as_alice: Client, as_root: Client, bob: Account) -> None:
    message = say(as_alice, "bob")
    Message.objects.update(msg_type="TIP", content={"event": "group.created"})
    assert edit(as_root, message, "edited").refused(400, "10004", "id")


def test_others_may_not(
    as_alice: Client, as_bob: Client, as_carol: Client, as_dave: Client, club: Room
) -> None:
    message = say(as_alice, "bob")
    assert edit(as_bob, message, "edited").refused(403, "60010")
    assert edit(as_bob, say_in(as_alice, "club"), "edited").refused(403, "10007")
    unknown = edit(as_alice, {"id": "1"}, "edited")
    assert unknown.code == 404
    assert edit(as_carol, message, "edited").raw == unknown.raw
    assert edit(as_dave, message, "edited").raw == unknown.raw


def test_nothing_changes_in_a_dismissed_group(as_alice: Client, club: Room) -> None:
    message = say_in(as_alice, "club")
    club.dismiss()
    assert edit(as_alice, message, "edited").refused(404, "10010")


def test_who_is_muted_says_nothing_by_an_edit_either(as_alice: Client, as_root: Client, club: Room) -> None:
    message, elsewhere = say(as_alice, "bob"), say_in(as_alice, "club")
    assert as_root.put(MUTE, {"userId": "alice", "singleDuration": 60}).ok
    assert edit(as_alice, message, "edited").refused(403, "10018")
    assert edit(as_alice, elsewhere, "edited").ok
    assert edit(as_root, message, "edited").ok
    assert as_root.put(MUTE, {"userId": "alice", "singleDuration": 0}).ok
    assert as_root.put(MUTE, {"enabled": True, "scopes": ["GROUP"]}).ok
    assert edit(as_alice, message, "edited again").ok
    assert edit(as_alice, elsewhere, "edited again").refused(403, "10018")
    assert as_root.put(MUTE, {"enabled": True, "whitelist": ["alice"]}).ok
    assert edit(as_alice, elsewhere, "edited again").ok


def test_an_id_is_a_string_of_digits(as_alice: Client) -> None:
    assert edit(as_alice, {"id": "abc"}, "edited").refused(400, "10004", "id")


def test_it_is_told_to_both_sides(as_alice: Client, bob: Account, facts: list[Fact]) -> None:
    message = edit(as_alice, say(as_alice, "bob"), "edited").data
    fact = facts[-1]
    assert (fact.type, fact.data) == ("message.edited", {**message, "operatorId": "alice"})
    assert (set(fact.audience.users), fact.skip_session, fact.durable) == ({"alice", "bob"}, "", True)


def test_a_refused_edit_leaves_nothing(as_alice: Client, as_bob: Client, facts: list[Fact]) -> None:
    message = say(as_alice, "bob")
    told = len(facts)
    assert edit(as_bob, message, "edited").code == 403
    assert edit(as_alice, message, "").code == 400
    assert len(facts) == told
    assert not MessageRevision.objects.exists()
