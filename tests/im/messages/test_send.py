"""Row 12, POST /api/im/messages/send."""

from typing import Any

import orjson
import pytest

from accounts.models import Account, App
from im.conversations.models import Conversation, Member
from im.messages.models import Message
from journal.facts import Fact, Order
from journal.models import Event, Operation
from tests.client import Client
from tests.im.chat import SEND, Room, conversation, delete, history, message_to, say, say_in, to_group
from tests.webhooks.endpoints import make_endpoint

LEAST: dict[str, dict[str, Any]] = {
    "TEXT": {"text": "你好"},
    "IMAGE": {"url": "https://a.example/1.png"},
    "AUDIO": {"url": "https://a.example/1.amr", "duration": 1.5},
    "VIDEO": {"url": "https://a.example/1.mp4", "duration": 3},
    "FILE": {"url": "https://a.example/1.pdf"},
    "LOCATION": {"lat": -90, "lng": 180},
    "FACE": {"index": 7},
    "CARD": {"userId": "bob"},
    "MERGED": {"messageIds": ["1"]},
    "CUSTOM": {"data": ""},
}
LACKING = [(kind, field) for kind, content in LEAST.items() for field in content]
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("TEXT", {"text": ""}, "content.text"),
    ("TEXT", {"text": 5}, "content.text"),
    ("IMAGE", {"url": "https://a.example", "width": -1}, "content.width"),
    ("IMAGE", {"url": "x" * 2049}, "content.url"),
    ("AUDIO", {"url": "https://a.example", "duration": -1}, "content.duration"),
    ("AUDIO", {"url": "https://a.example", "duration": "3"}, "content.duration"),
    ("LOCATION", {"lat": 90.1, "lng": 0}, "content.lat"),
    ("LOCATION", {"lat": -90.1, "lng": 0}, "content.lat"),
    ("LOCATION", {"lat": 0, "lng": 180.1}, "content.lng"),
    ("LOCATION", {"lat": 0, "lng": -180.1}, "content.lng"),
    ("FACE", {"index": "1"}, "content.index"),
    ("CARD", {"userId": "a b"}, "content.userId"),
    ("MERGED", {"messageIds": []}, "content.messageIds"),
    ("MERGED", {"messageIds": ["1"] * 301}, "content.messageIds"),
    ("MERGED", {"messageIds": ["1", "one"]}, "content.messageIds[1]"),
    ("CUSTOM", {"data": {}}, "content.data"),
]


def sent(client: Client, msg_type: str, content: Any, **more: Any) -> Any:
    return client.post(SEND, message_to("bob", msgType=msg_type, content=content, **more))


def of_type(facts: list[Fact], name: str = "message.sent") -> list[Fact]:
    return [fact for fact in facts if fact.type == name]


def test_it_answers_the_whole_message(as_alice: Client, bob: Account) -> None:
    message = say(as_alice, "bob", "你好", clientMsgId="one", ext="more")
    row = Message.objects.get()
    assert message == {
        "id": str(row.pk),
        "chatType": "SINGLE",
        "conversationId": str(row.conversation_id),
        "seq": 1,
        "fromId": "alice",
        "toId": "bob",
        "clientMsgId": "one",
        "msgType": "TEXT",
        "content": {"text": "你好"},
        "ext": "more",
        "atUserIds": [],
        "atAll": False,
        "quoteId": None,
        "status": "NORMAL",
        "revision": 1,
        "version": 0,
        "editedAt": None,
        "needReceipt": False,
        "createdAt": message["createdAt"],
    }
    assert history(as_alice, "bob") == [message]


def test_both_sides_count_in_one_row_of_numbers(as_alice: Client, as_bob: Client) -> None:
    assert [say(as_alice, "bob")["seq"], say(as_bob, "alice")["seq"], say(as_alice, "bob")["seq"]] == [
        1,
        2,
        3,
    ]
    assert Conversation.objects.count() == 1
    assert Member.objects.count() == 2


@pytest.mark.parametrize("msg_type", LEAST)
def test_every_kind_passes_with_what_it_needs(as_alice: Client, bob: Account, msg_type: str) -> None:
    answer = sent(as_alice, msg_type, LEAST[msg_type])
    assert answer.ok
    assert answer.data["content"] == LEAST[msg_type]


@pytest.mark.parametrize(("msg_type", "field"), LACKING)
def test_every_kind_is_refused_without_what_it_needs(
    as_alice: Client, bob: Account, msg_type: str, field: str
) -> None:
    content = {key: value for key, value in LEAST[msg_type].items() if key != field}
    assert sent(as_alice, msg_type, content).refused(400, "10004", f"content.{field}")
    assert not Message.objects.exists()


@pytest.mark.parametrize(("msg_type", "content", "field"), WRONG)
def test_content_of_the_wrong_form_is_refused(
    as_alice: Client, bob: Account, msg_type: str, content: dict[str, Any], field: str
) -> None:
    assert sent(as_alice, msg_type, content).refused(400, "10004", field)


def test_three_hundred_messages_may_be_merged(as_alice: Client, bob: Account) -> None:
    assert sent(as_alice, "MERGED", {"messageIds": [str(n) for n in range(300)]}).ok


def test_further_keys_of_the_content_are_kept(as_alice: Client, bob: Account) -> None:
    content = {"text": "x", "mood": {"colour": [1, 2.5, None, True]}}
    assert sent(as_alice, "TEXT", content).data["content"] == content
    assert history(as_alice, "bob")[0]["content"] == content


@pytest.mark.parametrize("number", [1e300, 1e20, -1e19, 1.5e-300, 2**63 - 1, -(2**63), 0.1])
def test_numbers_of_any_size_come_back_as_they_went(as_alice: Client, bob: Account, number: float) -> None:
    say(as_alice, "bob", content={"text": "x", "n": number})
    assert history(as_alice, "bob")[0]["content"]["n"] == number


def test_the_server_alone_writes_tips(as_alice: Client, bob: Account) -> None:
    assert sent(as_alice, "TIP", {"event": "x"}).refused(400, "10004", "msgType")


@pytest.mark.parametrize("field", ["chatType", "toId", "msgType", "content"])
def test_what_every_send_needs(as_alice: Client, bob: Account, field: str) -> None:
    body = message_to("bob")
    del body[field]
    assert as_alice.post(SEND, body).refused(400, "10004", field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("chatType", "single"),
        ("chatType", None),
        ("toId", "a" * 65),
        ("toId", "a b"),
        ("toId", 5),
        ("msgType", "POEM"),
        ("content", "text"),
        ("content", []),
        ("clientMsgId", "c" * 65),
        ("clientMsgId", ""),
        ("clientMsgId", 5),
        ("ext", "e" * 2049),
        ("ext", "é" * 1025),
        ("ext", {}),
        ("atUserIds", ["x"] * 51),
        ("atUserIds", "bob"),
        ("atUserIds[1]", ["bob", "a b"]),
        ("atAll", "yes"),
        ("quoteId", 1),
        ("quoteId", "9" * 20),
        ("needReceipt", 1),
        ("onlineOnly", "true"),
        ("noUnread", 0),
        ("noLastMsg", "1"),
        ("syncSender", None),
        ("offlinePush", []),
    ],
)
def test_a_field_of_the_wrong_form_is_named(as_alice: Client, bob: Account, field: str, value: Any) -> None:
    body = message_to("bob", **{field.partition("[")[0]: value})
    assert as_alice.post(SEND, body).refused(400, "10004", field)


@pytest.mark.parametrize(("hint", "longest"), [("title", 100), ("body", 1000), ("ext", 2048), ("sound", 64)])
def test_push_hints_have_limits(as_alice: Client, bob: Account, hint: str, longest: int) -> None:
    assert sent(as_alice, "TEXT", {"text": "x"}, offlinePush={hint: "p" * longest}).ok
    answer = sent(as_alice, "TEXT", {"text": "x"}, offlinePush={hint: "p" * (longest + 1)})
    assert answer.refused(400, "10004", f"offlinePush.{hint}")


def test_the_longest_fields_pass(as_alice: Client, bob: Account) -> None:
    assert sent(as_alice, "TEXT", {"text": "x"}, clientMsgId="c" * 64, ext="é" * 1024).ok


def test_content_and_ext_together_fill_twelve_kilobytes(as_alice: Client, bob: Account) -> None:
    frame = len(orjson.dumps({"text": ""}))
    room = 12_288 - frame - 100
    fits = "字" * (room // 3) + "a" * (room % 3)
    assert sent(as_alice, "TEXT", {"text": fits}, ext="e" * 100).ok
    assert sent(as_alice, "TEXT", {"text": fits + "a"}, ext="e" * 100).refused(400, "80002")
    assert sent(as_alice, "TEXT", {"text": fits}, ext="e" * 101).refused(400, "80002")


def test_without_a_client_id_the_server_makes_one(as_alice: Client, bob: Account) -> None:
    first, second = say(as_alice, "bob"), say(as_alice, "bob")
    assert first["clientMsgId"]
    assert first["clientMsgId"] != second["clientMsgId"]


def test_a_repeat_answers_the_first_message(as_alice: Client, bob: Account) -> None:
    first = say(as_alice, "bob", "x", clientMsgId="one")
    assert say(as_alice, "bob", "x", clientMsgId="one") == {**first, "deduplicated": True}
    assert Message.objects.count() == 1
    assert say(as_alice, "bob", "next")["seq"] == 2


def test_a_repeat_is_told_again_while_it_is_young_but_to_nothing_durable(
    as_alice: Client, bob: Account, facts: list[Fact]
) -> None:
    first = say(as_alice, "bob", clientMsgId="one")
    say(as_alice, "bob", clientMsgId="one")
    told = of_type(facts)
    assert [fact.durable for fact in told] == [True, False]
    assert told[1].order == Order(int(first["conversationId"]), 1, recent=True)
    Message.objects.update(created_at="2020-01-01T00:00Z")
    say(as_alice, "bob", clientMsgId="one")
    assert len(of_type(facts)) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"content": {"text": "y"}},
        {"toId": "carol"},
        {"chatType": "GROUP", "toId": "club"},
        {"ext": "z"},
        {"msgType": "CUSTOM", "content": {"data": "x"}},
    ],
)
def test_a_repeat_that_says_something_else_is_refused(
    as_alice: Client, club: Room, other: dict[str, Any]
) -> None:
    say(as_alice, "bob", "x", clientMsgId="one")
    answer = as_alice.post(SEND, {**message_to("bob", "x", clientMsgId="one"), **other})
    assert answer.refused(400, "10004", "clientMsgId")


def test_the_order_of_keys_makes_no_other_message(as_alice: Client, bob: Account) -> None:
    say(as_alice, "bob", clientMsgId="one", content={"text": "x", "a": 1})
    assert say(as_alice, "bob", clientMsgId="one", content={"a": 1, "text": "x"})["deduplicated"]


def test_a_repeat_after_an_edit_or_a_revoke_answers_what_the_message_is_now(
    as_alice: Client, bob: Account
) -> None:
    message = say(as_alice, "bob", "x", clientMsgId="one", ext="e")
    as_alice.put(f"/api/im/messages/{message['id']}", {"content": {"text": "edited"}})
    again = say(as_alice, "bob", "x", clientMsgId="one", ext="e")
    assert (again["content"], again["revision"]) == ({"text": "edited"}, 2)
    assert as_alice.post(SEND, message_to("bob", "edited", clientMsgId="one", ext="e")).refused(400, "10004")
    as_alice.post(f"/api/im/messages/{message['id']}/revoke")
    again = say(as_alice, "bob", "x", clientMsgId="one", ext="e")
    assert (again["content"], again["ext"], again["status"]) == ({}, "", "REVOKED")


def test_client_ids_are_each_senders_own(as_alice: Client, as_bob: Client) -> None:
    assert say(as_alice, "bob", clientMsgId="one")["seq"] == 1
    assert say(as_bob, "alice", clientMsgId="one")["seq"] == 2


@pytest.mark.parametrize("to_id", ["nobody", "dave", "platform"])
def test_there_must_be_a_receiver_in_this_app(
    as_alice: Client, as_root: Client, dave: Account, to_id: str
) -> None:
    as_root.get("/api/im/platform-events/token")  # makes the platform's account
    assert as_alice.post(SEND, message_to(to_id)).refused(404, "20003")
    assert not Conversation.objects.exists()


def test_the_dead_get_no_mail(as_alice: Client, bob: Account) -> None:
    say(as_alice, "bob")
    delete(bob)
    assert as_alice.post(SEND, message_to("bob")).refused(404, "20003")
    assert len(history(as_alice, "bob")) == 1


def test_a_disabled_account_is_still_written_to(as_alice: Client, bob: Account) -> None:
    Account.objects.filter(pk=bob.pk).update(status="DISABLED")
    assert say(as_alice, "bob")["seq"] == 1


def test_one_may_write_to_oneself_without_any_unread(as_alice: Client, as_server: Client) -> None:
    say(as_alice, "alice")
    say(as_server, "alice", fromId="alice")
    assert Member.objects.count() == 1
    assert conversation(as_alice, "alice")["unread"] == 0
    assert conversation(as_alice, "alice")["lastSeq"] == 2


def test_a_group_is_for_its_members(as_alice: Client, as_erin: Client, club: Room) -> None:
    assert say_in(as_alice, "club")["seq"] == 1
    assert as_erin.post(SEND, to_group("club")).refused(404, "10010")
    club.change(visibility="PUBLIC")
    assert as_erin.post(SEND, to_group("club")).refused(403, "10007")
    assert as_alice.post(SEND, to_group("bob")).refused(404, "10010")
    assert as_alice.post(SEND, message_to("club")).refused(404, "20003")


def test_who_left_a_group_writes_no_more(as_bob: Client, bob: Account, club: Room) -> None:
    club.leave(bob)
    assert as_bob.post(SEND, to_group("club")).refused(404, "10010")


def test_a_foreign_group_is_no_group(as_dave: Client, club: Room) -> None:
    assert as_dave.post(SEND, to_group("club")).refused(404, "10010")


@pytest.mark.parametrize("door", ["as_alice", "as_server"])
def test_a_dismissed_group_is_none(
    request: pytest.FixtureRequest, club: Room, as_alice: Client, door: str
) -> None:
    club.dismiss()
    named = {"fromId": "alice"} if door == "as_server" else {}
    assert request.getfixturevalue(door).post(SEND, to_group("club", **named)).refused(404, "10010")


@pytest.mark.parametrize(
    "asked", [{"fromId": "bob"}, {"fromId": "alice"}, {"skipChecks": False}, {"forbidCallback": []}]
)
def test_an_account_without_the_flag_sends_as_itself_only(
    as_alice: Client, bob: Account, asked: dict[str, Any]
) -> None:
    assert as_alice.post(SEND, message_to("bob", **asked)).refused(403, "60010")


def test_an_account_without_the_flag_acts_for_nobody(as_alice: Client, bob: Account) -> None:
    assert as_alice.post(SEND, message_to("bob"), actAs="bob").refused(403, "60010")


@pytest.mark.parametrize("door", ["as_server", "as_operator"])
def test_who_has_no_account_must_name_the_sender(
    request: pytest.FixtureRequest, bob: Account, door: str
) -> None:
    client = request.getfixturevalue(door)
    assert client.post(SEND, message_to("bob")).refused(400, "10004", "fromId")


@pytest.mark.parametrize("from_id", ["nobody", "dave", "platform", "carol"])
def test_the_named_sender_must_be_there(
    as_server: Client, bob: Account, dave: Account, carol: Account, from_id: str
) -> None:
    delete(carol)
    assert as_server.post(SEND, message_to("bob", fromId=from_id)).refused(404, "20003")


@pytest.mark.parametrize(
    ("door", "role", "name", "actor"),
    [
        ("as_root", "A", "root", "root"),
        ("as_server", "S", "server", "server"),
        ("as_operator", "T", "olga", "operator:olga"),
    ],
)
def test_sending_in_anothers_name_is_logged_and_told(
    request: pytest.FixtureRequest,
    alice: Account,
    bob: Account,
    facts: list[Fact],
    door: str,
    role: str,
    name: str,
    actor: str,
) -> None:
    client = request.getfixturevalue(door)
    message = say(client, "bob", fromId="alice", clientMsgId="one")
    say(client, "bob", fromId="alice", clientMsgId="one")
    assert message["fromId"] == "alice"
    entry = Operation.objects.get()
    assert (entry.action, entry.operator_role, entry.operator_id) == ("MESSAGE_SEND_AS", role, name)
    assert (entry.target_type, entry.target_id) == ("MESSAGE", message["id"])
    assert entry.detail == {"fromId": "alice", "toId": "bob", "chatType": "SINGLE", "seq": 1}
    assert of_type(facts)[0].data["operatorId"] == actor


def test_an_administrator_who_sends_as_himself_is_not_logged(as_root: Client, bob: Account) -> None:
    say(as_root, "bob")
    say(as_root, "bob", fromId="root")
    assert not Operation.objects.exists()


def test_a_refused_send_in_anothers_name_leaves_nothing(as_server: Client, alice: Account) -> None:
    assert as_server.post(SEND, message_to("nobody", fromId="alice")).refused(404)
    assert not Operation.objects.exists()


def test_what_the_server_sends_for_someone_he_has_not_read(
    as_server: Client, as_alice: Client, as_bob: Client
) -> None:
    say(as_bob, "alice", "one")
    say(as_server, "bob", "two", fromId="alice")
    row = conversation(as_alice, "bob")
    assert (row["unread"], row["readSeq"], row["lastSeq"]) == (1, 0, 2)
    assert conversation(as_bob, "alice")["unread"] == 1


def test_who_writes_has_read(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    say(as_alice, "bob")
    row = conversation(as_alice, "bob")
    assert (row["unread"], row["readSeq"]) == (0, 2)


def test_trusted_callers_write_into_groups_they_are_not_in(
    as_server: Client, club: Room, erin: Account
) -> None:
    assert as_server.post(SEND, to_group("club", fromId="erin")).ok
    refused = as_server.post(SEND, to_group("club", fromId="erin", skipChecks=False))
    assert refused.refused(403, "10007")
    assert as_server.post(SEND, to_group("club", fromId="erin", forbidCallback=["BEFORE", "AFTER"])).ok
    wrong = as_server.post(SEND, to_group("club", fromId="erin", forbidCallback=["NOW"]))
    assert wrong.refused(400, "10004", "forbidCallback[0]")


def test_of_a_message_that_is_not_for_callbacks_only_webhooks_do_not_hear(
    as_server: Client, alice: Account, bob: Account, acme: App, facts: list[Fact]
) -> None:
    make_endpoint(acme)
    hints = {"title": "News", "badge": 3}
    say(as_server, "bob", fromId="alice", forbidCallback=["AFTER"], offlinePush=hints)
    say(as_server, "bob", fromId="alice")
    silent, loud = of_type(facts)
    assert (silent.durable, silent.callbacks, loud.callbacks) == (True, False, True)
    assert (silent.aside, loud.aside) == ({"offlinePush": {"disabled": False, **hints}}, None)
    assert list(Event.objects.values_list("id", flat=True)) == [loud.id]


def test_a_message_for_open_sockets_only_is_told_and_forgotten(
    as_alice: Client, bob: Account, facts: list[Fact]
) -> None:
    message = say(as_alice, "bob", onlineOnly=True)
    assert (message["id"], message["seq"], message["conversationId"]) == (None, 0, None)
    assert not Message.objects.exists()
    assert not Conversation.objects.exists()
    (fact,) = of_type(facts)
    assert (fact.socket, fact.durable, fact.order) == (True, False, None)
    assert set(fact.audience.users) == {"alice", "bob"}


def test_a_group_too_may_hear_something_that_is_not_kept(
    as_alice: Client, club: Room, facts: list[Fact]
) -> None:
    message = say_in(as_alice, "club", onlineOnly=True, atUserIds=["bob", "erin"])
    assert (message["seq"], message["atUserIds"]) == (0, ["bob"])
    assert of_type(facts)[0].audience.conversation_id == club.conversation.pk
    assert say_in(as_alice, "club")["seq"] == 1


def test_what_is_not_kept_is_not_repeated_either(as_alice: Client, bob: Account, facts: list[Fact]) -> None:
    say(as_alice, "bob", onlineOnly=True, clientMsgId="one")
    assert "deduplicated" not in say(as_alice, "bob", "other", onlineOnly=True, clientMsgId="one")
    assert say(as_alice, "bob", clientMsgId="one")["seq"] == 1


def test_onlineonly_is_refused_like_any_other(as_alice: Client, club: Room, as_erin: Client) -> None:
    assert as_alice.post(SEND, message_to("nobody", onlineOnly=True)).refused(404, "20003")
    assert as_erin.post(SEND, to_group("club", onlineOnly=True)).refused(404, "10010")
    assert as_alice.post(SEND, message_to("bob", onlineOnly=True, quoteId="1")).refused(
        400, "10004", "quoteId"
    )


def test_onlineonly_in_anothers_name_is_logged(as_server: Client, alice: Account, bob: Account) -> None:
    say(as_server, "bob", fromId="alice", onlineOnly=True)
    assert Operation.objects.get().action == "MESSAGE_SEND_AS"


def test_nounread_counts_nobodys_unread(as_alice: Client, as_bob: Client) -> None:
    say(as_alice, "bob", noUnread=True)
    row = conversation(as_bob, "alice")
    assert (row["unread"], row["lastSeq"]) == (0, 1)
    say(as_alice, "bob")
    assert conversation(as_bob, "alice")["unread"] == 1


def test_nolastmsg_leaves_the_conversation_its_last_message_and_place(
    as_alice: Client, as_bob: Client, carol: Account
) -> None:
    first = say(as_bob, "alice", "shown")
    say(as_alice, "carol")
    say(as_bob, "alice", "aside", noLastMsg=True)
    rows = as_alice.get("/api/im/conversations").items
    assert [row["targetId"] for row in rows] == ["carol", "bob"]
    assert rows[1]["lastMessage"]["id"] == first["id"]
    assert (rows[1]["lastSeq"], rows[1]["unread"]) == (2, 2)


def test_the_session_that_sends_hears_nothing_of_it(
    as_alice: Client, bob: Account, facts: list[Fact]
) -> None:
    say(as_alice, "bob")
    say(as_alice, "bob", syncSender=False)
    first, second = of_type(facts)
    assert first.skip_session
    assert first.skip_users == ()
    assert second.skip_users == ("alice",)
    assert set(first.audience.users) == {"alice", "bob"}


def test_a_quote_is_a_message_of_the_same_conversation(
    as_alice: Client, as_bob: Client, carol: Account
) -> None:
    said, elsewhere = say(as_bob, "alice"), say(as_alice, "carol")
    assert say(as_alice, "bob", quoteId=said["id"])["quoteId"] == said["id"]
    assert say(as_alice, "bob", quoteId=None)["quoteId"] is None
    for quoted in (elsewhere["id"], "1"):
        assert as_alice.post(SEND, message_to("bob", quoteId=quoted)).refused(400, "10004", "quoteId")


def test_what_one_cannot_see_one_cannot_quote(
    as_alice: Client, as_bob: Client, club: Room, erin: Account
) -> None:
    cleared = say(as_bob, "alice")
    as_alice.delete("/api/im/conversations/bob")
    assert as_alice.post(SEND, message_to("bob", quoteId=cleared["id"])).refused(400, "10004", "quoteId")
    assert say(as_bob, "alice", quoteId=cleared["id"])


def test_a_newcomer_quotes_nothing_from_before(
    as_alice: Client, as_erin: Client, erin: Account, club: Room
) -> None:
    before = say_in(as_alice, "club")
    club.enter(erin)
    assert as_erin.post(SEND, to_group("club", quoteId=before["id"])).refused(400, "10004", "quoteId")
    after = say_in(as_alice, "club")
    assert say_in(as_erin, "club", quoteId=after["id"])


def test_nobody_is_named_who_is_not_in_the_group(
    as_alice: Client, as_bob: Client, club: Room, erin: Account, carol: Account
) -> None:
    club.leave(carol)
    names = ["erin", "bob", "nobody", "bob", "carol", "alice"]
    assert say_in(as_alice, "club", atUserIds=names)["atUserIds"] == ["bob", "alice"]
    assert conversation(as_bob, "club")["mentioned"] is True
    assert conversation(as_alice, "club")["mentioned"] is False


def test_fifty_may_be_named(as_alice: Client, club: Room) -> None:
    names = ["bob", *(f"x{n}" for n in range(49))]
    assert say_in(as_alice, "club", atUserIds=names)["atUserIds"] == ["bob"]


def test_single_chats_name_nobody(as_alice: Client, as_bob: Client) -> None:
    message = say(as_alice, "bob", atUserIds=["bob"], atAll=True)
    assert (message["atUserIds"], message["atAll"]) == ([], False)
    assert conversation(as_bob, "alice")["mentioned"] is False


def test_naming_all_mentions_everybody_else(as_alice: Client, as_bob: Client, club: Room) -> None:
    assert say_in(as_alice, "club", atAll=True)["atAll"] is True
    assert conversation(as_bob, "club")["mentioned"] is True
    assert conversation(as_alice, "club")["mentioned"] is False


def test_one_fact_is_told_of_a_stored_message(as_alice: Client, bob: Account, facts: list[Fact]) -> None:
    message = say(as_alice, "bob")
    say(as_alice, "bob")
    first, second = of_type(facts)
    assert first.data == {**message, "operatorId": "alice"}
    assert first.order == Order(int(message["conversationId"]), 1, recent=False)
    assert second.order == Order(int(message["conversationId"]), 2, recent=True)
    assert first.durable


def test_a_group_hears_by_its_channel_and_not_by_a_list(
    as_alice: Client, club: Room, facts: list[Fact]
) -> None:
    say_in(as_alice, "club", noLastMsg=True)
    say_in(as_alice, "club")
    first, second = of_type(facts)
    assert (first.audience.users, first.audience.conversation_id) == ((), club.conversation.pk)
    assert second.order is not None
    assert second.order.recent


def test_a_refused_send_leaves_nothing(
    as_alice: Client, club: Room, as_erin: Client, facts: list[Fact]
) -> None:
    assert as_erin.post(SEND, to_group("club")).refused(404)
    assert as_alice.post(SEND, message_to("nobody")).refused(404)
    assert not facts
    assert not Message.objects.exists()
    assert Conversation.objects.count() == 1


def test_the_times_of_a_conversation_never_go_back(as_alice: Client, bob: Account) -> None:
    first = say(as_alice, "bob")
    Conversation.objects.update(last_message_at="2035-01-01T00:00Z")
    later = say(as_alice, "bob")["createdAt"]
    assert later > first["createdAt"]
    assert say(as_alice, "bob", noLastMsg=True)["createdAt"] >= later
    assert say(as_alice, "bob")["createdAt"] >= later


def test_apps_keep_their_users_apart(as_alice: Client, other: App, dave: Account) -> None:
    assert (
        as_alice.post(SEND, message_to("dave")).message == as_alice.post(SEND, message_to("nobody")).message
    )
