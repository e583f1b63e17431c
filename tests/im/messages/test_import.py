"""Row 72, POST /api/im/admin/messages/import."""

from typing import Any

import pytest

from accounts.models import Account, App
from config.clock import now_ms
from im.messages import frames
from im.messages.models import Message
from journal.facts import Fact
from journal.models import Operation
from tests.client import Client
from tests.conftest import make_account
from tests.im.chat import (
    Room,
    conversation,
    delete,
    history,
    message_to,
    say,
    seqs,
    targets,
    texts,
)

ROW = "/api/im/admin/messages/import"
THEN = 1_600_000_000_000


def past(
    text: str = "hi", at: int = THEN, *, by: str = "alice", to: str = "bob", **more: Any
) -> dict[str, Any]:
    return {**message_to(to, text), "fromId": by, "createdAt": at, **more}


def imported(client: Client, *messages: dict[str, Any], **how: Any) -> list[dict[str, Any]]:
    answer = client.post(ROW, {"messages": list(messages), **how})
    assert answer.ok, answer
    results: list[dict[str, Any]] = answer.data["results"]
    assert [result["index"] for result in results] == list(range(len(messages)))
    assert answer.data["failed"] == sum(result["status"] != "0" for result in results)
    return results


def test_it_is_in_the_history_with_its_own_time(as_server: Client, as_bob: Client, alice: Account) -> None:
    before = now_ms()
    (result,) = imported(as_server, past(ext="e"))
    (message,) = history(as_bob, "alice")
    assert result == {
        "index": 0,
        "id": message["id"],
        "seq": 1,
        "status": "0",
        "message": "success",
        "duplicated": False,
    }
    assert (message["createdAt"], message["fromId"], message["toId"]) == (THEN, "alice", "bob")
    assert (message["content"], message["ext"], message["status"]) == ({"text": "hi"}, "e", "NORMAL")
    assert before <= message["importedAt"] <= now_ms()


def test_a_message_that_was_sent_has_no_importedAt(as_alice: Client, bob: Account) -> None:  # noqa: N802
    assert "importedAt" not in say(as_alice, "bob")


def test_within_a_call_the_order_is_that_of_the_times(
    as_server: Client, as_bob: Client, alice: Account
) -> None:
    results = imported(as_server, past("c", THEN + 2), past("a", THEN), past("b", THEN + 1))
    assert [result["seq"] for result in results] == [3, 1, 2]
    assert texts(history(as_bob, "alice", order="asc")) == ["a", "b", "c"]


def test_of_the_same_time_the_first_named_is_the_first(
    as_server: Client, as_bob: Client, alice: Account
) -> None:
    imported(as_server, past("a"), past("b"), past("c"))
    assert texts(history(as_bob, "alice", order="asc")) == ["a", "b", "c"]


def test_what_is_older_comes_behind_what_is_there_and_leaves_no_gap(
    as_server: Client, as_alice: Client, bob: Account
) -> None:
    say(as_alice, "bob", "live")
    imported(as_server, past("old", THEN))
    imported(as_server, past("older", THEN - 1))
    assert say(as_alice, "bob", "again")["seq"] == 4
    found = history(as_alice, "bob", order="asc")
    assert (seqs(found), texts(found)) == ([1, 2, 3, 4], ["live", "old", "older", "again"])
    assert found[3]["createdAt"] >= found[0]["createdAt"]


def test_one_message_may_be_the_body_itself(as_server: Client, as_bob: Client, alice: Account) -> None:
    answer = as_server.post(ROW, {**past(), "countUnread": True}).data
    assert (answer["total"], answer["success"]) == (1, 1)
    assert conversation(as_bob, "alice")["unread"] == 1


def test_a_group_gets_its_history_from_whoever_said_it(
    as_server: Client, as_carol: Client, club: Room, erin: Account
) -> None:
    said = [
        past(name, THEN + n, by=name, to="club", chatType="GROUP") for n, name in enumerate(("erin", "bob"))
    ]
    results = imported(as_server, *said)
    assert [result["status"] for result in results] == ["0", "0"]
    found = as_carol.get("/api/im/messages/group-history/club", order="asc").items
    assert [message["fromId"] for message in found if message["msgType"] == "TEXT"] == ["erin", "bob"]


def test_a_bad_message_spoils_no_other(
    as_server: Client, as_bob: Client, alice: Account, dave: Account, club: Room
) -> None:
    club.dismiss()
    bad = {
        "10004": [
            past(at=now_ms() + 60_000),
            past(at=-1),
            {**past(), "msgType": "TIP"},
            {**past(), "content": {}},
            {},
        ],
        "20003": [
            past(by="nobody"),
            past(to="nobody"),
            past(by="dave"),
            past(to="dave"),
            past(to="platform"),
        ],
        "10010": [past(to="nogroup", chatType="GROUP"), past(to="club", chatType="GROUP")],
        "80002": [past("x" * 13_000)],
    }
    for status, messages in bad.items():
        for message in messages:
            results = imported(as_server, past(f"{status} before"), message, past(f"{status} after"))
            assert [result["status"] for result in results] == ["0", status, "0"], message
            assert (results[1]["id"], results[1]["seq"]) == (None, None)
    assert all("before" in text or "after" in text for text in texts(history(as_bob, "alice")))


def test_deleted_accounts_are_not_there(
    as_server: Client, alice: Account, bob: Account, carol: Account
) -> None:
    delete(carol)
    results = imported(as_server, past(by="carol"), past(to="carol"), past())
    assert [result["status"] for result in results] == ["20003", "20003", "0"]


def test_the_same_import_twice_stores_nothing_twice(as_server: Client, alice: Account, bob: Account) -> None:
    messages = [
        past("a"),
        past("a", THEN + 1),
        past("b", clientMsgId="mine"),
        past("a", by="bob", to="alice"),
    ]
    first = imported(as_server, *messages)
    again = imported(as_server, *messages)
    assert not any(result["duplicated"] for result in first)
    assert all(result["duplicated"] for result in again)
    assert [(result["id"], result["seq"]) for result in again] == [
        (result["id"], result["seq"]) for result in first
    ]
    assert Message.objects.count() == 4


def test_a_repeat_within_a_call_is_the_same_message(as_server: Client, alice: Account, bob: Account) -> None:
    results = imported(
        as_server, past("a"), past("b", clientMsgId="k"), past("a"), past("b", clientMsgId="k")
    )
    assert [result["duplicated"] for result in results] == [False, False, True, True]
    assert [result["seq"] for result in results] == [1, 2, 1, 2]
    assert Message.objects.count() == 2


def test_another_message_under_the_same_clientMsgId_is_a_failed_item(  # noqa: N802
    as_server: Client, as_alice: Client, bob: Account, carol: Account
) -> None:
    sent = say(as_alice, "bob", "live", clientMsgId="k")
    results = imported(
        as_server,
        past("other", clientMsgId="k"),
        past("live", clientMsgId="k"),
        past("x", clientMsgId="x"),
        past("y", clientMsgId="x"),
        past("x", clientMsgId="x", to="carol"),
    )
    assert [result["status"] for result in results] == ["10004", "0", "0", "10004", "10004"]
    assert (results[1]["id"], results[1]["duplicated"]) == (sent["id"], True)


def test_nothing_is_unread_unless_it_is_asked_for(
    as_server: Client, as_alice: Client, as_bob: Client
) -> None:
    say(as_alice, "bob")
    imported(as_server, past("a"), past("b", by="bob", to="alice"))
    assert conversation(as_bob, "alice")["unread"] == 1
    assert conversation(as_alice, "bob")["unread"] == 0
    imported(as_server, past("c"), past("d"), past("e", by="bob", to="alice"), countUnread=True)
    assert conversation(as_bob, "alice")["unread"] == 3
    assert conversation(as_alice, "bob")["unread"] == 1


def test_reading_on_after_an_import_keeps_the_count_exact(
    as_server: Client, as_alice: Client, as_bob: Client
) -> None:
    imported(
        as_server, past("a"), past("b", THEN + 1, by="bob", to="alice"), past("c", THEN + 2), countUnread=True
    )
    imported(as_server, past("d"))
    say(as_alice, "bob")
    assert conversation(as_bob, "alice")["unread"] == 3
    for seq, unread in ((1, 2), (2, 2), (4, 1), (5, 0)):
        answer = as_bob.put("/api/im/conversations/alice/read", {"seq": seq})
        assert answer.data["unread"] == unread, seq


def test_a_device_gets_it_by_offline_sync_and_counts_it_as_nothing_new(
    as_server: Client, as_alice: Client, as_bob: Client
) -> None:
    say(as_alice, "bob", "live")
    imported(as_server, past("old"))
    assert as_bob.get("/api/im/messages/offline/count").data["total"] == 1
    (talk,) = as_bob.post("/api/im/messages/offline", {}).data["conversations"]
    assert texts(talk["messages"]) == ["live", "old"]


def test_the_last_message_is_the_last_in_order_and_the_place_in_the_list_does_not_move(
    as_server: Client, as_alice: Client, bob: Account, carol: Account
) -> None:
    say(as_alice, "bob", "live")
    say(as_alice, "carol")
    imported(as_server, past("old"))
    assert targets(as_alice) == ["carol", "bob"]
    assert conversation(as_alice, "bob")["lastMessage"]["content"]["text"] == "old"
    imported(as_server, past("older", THEN - 1), updateConversation=False)
    assert conversation(as_alice, "bob")["lastMessage"]["content"]["text"] == "old"


def test_new_conversations_are_listed_by_the_time_of_what_was_said(
    as_server: Client, as_alice: Client, bob: Account, carol: Account, mallory: Account
) -> None:
    imported(as_server, past(to="bob", at=THEN + 1), past(to="carol", at=THEN + 2), past(to="mallory"))
    assert targets(as_alice) == ["carol", "bob", "mallory"]


def test_without_updateConversation_nothing_is_listed(  # noqa: N802
    as_server: Client, as_alice: Client, bob: Account
) -> None:
    imported(as_server, past(), updateConversation=False)
    assert targets(as_alice) == []
    assert texts(history(as_alice, "bob")) == ["hi"]


def test_nobody_hears_of_it_unless_it_is_pushed(
    as_server: Client, alice: Account, bob: Account, facts: list[Fact]
) -> None:
    imported(as_server, past("quiet"))
    assert facts == []
    results = imported(as_server, past("loud"), past("quiet"), past("louder", THEN + 1), push=True)
    assert [fact.type for fact in facts] == ["message.sent", "message.sent"]
    assert [fact.data["id"] for fact in facts] == [results[0]["id"], results[2]["id"]]
    assert all(fact.data["operatorId"] == "server" and not fact.callbacks for fact in facts)


def test_it_can_be_searched_edited_and_revoked(as_server: Client, as_bob: Client, alice: Account) -> None:
    (result,) = imported(as_server, past("needle"), countUnread=True)
    assert as_bob.get("/api/im/messages/search", keyword="needle").data["total"] == 1
    assert as_server.put(f"/api/im/messages/{result['id']}", {"content": {"text": "thread"}}).ok
    assert as_server.post(f"/api/im/messages/{result['id']}/revoke", {}).ok
    assert conversation(as_bob, "alice")["unread"] == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "messages"),
        ({"messages": []}, "messages"),
        ({"messages": [past()] * 501}, "messages"),
        ({"messages": {}}, "messages"),
        ({"messages": ["x"]}, "messages"),
        ({"messages": [past()], "push": "yes"}, "push"),
    ],
    ids=["nothing", "empty", "501", "no list", "no objects", "no flag"],
)
def test_what_is_wrong_with_the_call_itself_is_400(
    body: Any, field: str, as_server: Client, alice: Account
) -> None:
    answer = as_server.post(ROW, body)
    assert answer.refused(400, "10004")
    assert answer.data["errors"][0]["field"].startswith(field)


def test_each_call_is_logged_once_with_the_ids(as_server: Client, alice: Account, bob: Account) -> None:
    first = imported(as_server, past("a"), past("b"), past(to="nobody"))
    imported(as_server, past("a"))
    one, two = Operation.objects.filter(action="MESSAGE_IMPORT").order_by("pk")
    assert one.detail == {"total": 3, "failed": 1, "messageIds": [first[0]["id"], first[1]["id"]]}
    assert two.detail == {"total": 1, "failed": 0, "messageIds": []}


def test_an_Idempotency_Key_gives_the_first_answer_again(  # noqa: N802
    as_server: Client, alice: Account, bob: Account
) -> None:
    headers = {"Idempotency-Key": "k"}
    first = as_server.call("POST", ROW, body=past(), headers=headers)
    assert as_server.call("POST", ROW, body=past(), headers=headers).raw == first.raw


def test_many_conversations_cost_as_many_statements_as_one(
    as_server: Client, acme: App, alice: Account, club: Room, django_assert_max_num_queries: Any
) -> None:
    for n in range(20):
        make_account(acme, f"peer{n}")
    with django_assert_max_num_queries(100) as few:
        imported(as_server, past(to="peer0"), past(to="club", chatType="GROUP"))
    many = [past(to=f"peer{n}", text=str(m), at=THEN + m) for n in range(20) for m in range(10)]
    with django_assert_max_num_queries(len(few)):
        imported(as_server, *many, past("x", to="club", chatType="GROUP"))


def test_a_live_message_after_an_import_leaves_what_was_imported_untold(
    as_server: Client, as_alice: Client, bob: Account
) -> None:
    first = say(as_alice, "bob")
    imported(as_server, past("a"), past("b"))
    last = say(as_alice, "bob")
    from_gap = Message.objects.get(pk=first["id"]).conversation_id
    assert last["seq"] == 4
    assert frames.missing(from_gap, 1, 4) == []
