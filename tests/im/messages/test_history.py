"""Row 15, GET /api/im/messages/history/{toId}."""

from typing import Any

import pytest

from accounts.models import Account
from im.messages.models import Message
from tests.client import Client
from tests.im.chat import Room, conversation, delete, history, say, seqs

PATH = "/api/im/messages/history/bob"


@pytest.fixture
def talk(as_alice: Client, as_bob: Client) -> list[dict[str, Any]]:
    """Thirty messages, those of odd seq alice's."""
    return [say(*((as_alice, "bob") if n % 2 else (as_bob, "alice")), str(n)) for n in range(1, 31)]


def test_the_newest_twenty_come_first(as_alice: Client, talk: list[dict[str, Any]]) -> None:
    answer = as_alice.get(PATH)
    assert answer.items == talk[:9:-1]
    assert {key: value for key, value in answer.data.items() if key != "items"} == {
        "conversationId": talk[0]["conversationId"],
        "minSeq": 1,
        "maxSeq": 30,
        "hasMore": True,
        "peerReadSeq": 30,
    }


def test_paging_back_by_before_seq_meets_everything_once(
    as_alice: Client, talk: list[dict[str, Any]]
) -> None:
    first = as_alice.get(PATH, limit=13)
    second = as_alice.get(PATH, limit=13, beforeSeq=first.items[-1]["seq"])
    third = as_alice.get(PATH, limit=13, beforeSeq=second.items[-1]["seq"])
    assert seqs(first.items + second.items + third.items) == list(range(30, 0, -1))
    assert [page.data["hasMore"] for page in (first, second, third)] == [True, True, False]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"afterSeq": 25}, [26, 27, 28, 29, 30]),
        ({"afterSeq": 10, "limit": 3}, [11, 12, 13]),
        ({"afterSeq": 10, "limit": 3, "order": "desc"}, [13, 12, 11]),
        ({"afterSeq": 10, "limit": 3, "order": "asc"}, [11, 12, 13]),
        ({"afterSeq": 30}, []),
        ({"afterSeq": 2**63 - 1}, []),
        ({"beforeSeq": 3}, [2, 1]),
        ({"beforeSeq": 1}, []),
        ({"beforeSeq": 0}, []),
        ({"beforeSeq": 25, "limit": 2, "order": "asc"}, [1, 2]),
        ({"order": "asc", "limit": 2}, [1, 2]),
        ({"limit": 1}, [30]),
    ],
)
def test_bounds_are_exclusive_and_order_says_where_to_begin(
    as_alice: Client, talk: list[dict[str, Any]], query: dict[str, Any], found: list[int]
) -> None:
    assert seqs(history(as_alice, "bob", **query)) == found


def test_a_hundred_is_the_most(as_alice: Client, talk: list[dict[str, Any]]) -> None:
    assert len(history(as_alice, "bob", limit=100)) == 30
    assert as_alice.get(PATH, limit=101).refused(400, "10004", "limit")
    assert as_alice.get(PATH, limit=0).refused(400, "10004", "limit")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "many"),
        ("limit", ""),
        ("beforeSeq", "-1"),
        ("afterSeq", "1.5"),
        ("afterSeq", 2**63),
        ("startTime", "yesterday"),
        ("endTime", 253_402_300_800_000),
        ("order", "up"),
        ("msgTypes", "TEXT,POEM"),
        ("includeRevoked", "yes"),
        ("userId", "a b"),
    ],
)
def test_a_bad_word_in_the_query_is_named(as_alice: Client, bob: Account, name: str, value: Any) -> None:
    answer = as_alice.get(PATH, **{name: value})
    assert answer.refused(400, "10004")
    assert answer.data["errors"][0]["field"].startswith(name)


def test_both_bounds_at_once_are_refused(as_alice: Client, bob: Account) -> None:
    assert as_alice.get(PATH, beforeSeq=5, afterSeq=1).refused(400, "10004", "beforeSeq")


def test_a_span_of_time_has_inclusive_ends(as_alice: Client, talk: list[dict[str, Any]]) -> None:
    for message in talk:
        Message.objects.filter(pk=message["id"]).update(created_at=f"2024-01-01T00:00:{message['seq']:02}Z")
    start = 1_704_067_200_000
    found = history(as_alice, "bob", startTime=start + 5000, endTime=start + 8000)
    assert seqs(found) == [8, 7, 6, 5]
    assert seqs(history(as_alice, "bob", startTime=start + 8001, endTime=start + 9999)) == [9]
    assert seqs(history(as_alice, "bob", endTime=start + 2000)) == [2, 1]
    assert history(as_alice, "bob", startTime=start + 8000, endTime=start + 5000) == []
    assert history(as_alice, "bob", startTime=253_402_300_799_999) == []


def test_only_some_kinds_can_be_asked_for(as_alice: Client, bob: Account) -> None:
    say(as_alice, "bob")
    say(as_alice, "bob", msgType="CUSTOM", content={"data": "x"})
    say(as_alice, "bob", msgType="FACE", content={"index": 1})
    assert seqs(history(as_alice, "bob", msgTypes="CUSTOM,FACE")) == [3, 2]
    assert seqs(history(as_alice, "bob", msgTypes="TIP")) == []


def test_revoked_ones_can_be_left_out(as_alice: Client, bob: Account) -> None:
    message = say(as_alice, "bob")
    say(as_alice, "bob")
    as_alice.post(f"/api/im/messages/{message['id']}/revoke")
    assert seqs(history(as_alice, "bob")) == [2, 1]
    assert seqs(history(as_alice, "bob", includeRevoked=False)) == [2]
    assert seqs(history(as_alice, "bob", includeRevoked="0")) == [2]
    assert seqs(history(as_alice, "bob", includeRevoked="1")) == [2, 1]


def test_it_tells_how_far_the_peer_has_read(as_alice: Client, as_bob: Client) -> None:
    for _ in range(3):
        say(as_alice, "bob")
    assert as_alice.get(PATH).data["peerReadSeq"] == 0
    as_bob.put("/api/im/conversations/alice/read", {"seq": 2})
    assert as_alice.get(PATH).data["peerReadSeq"] == 2


def test_looking_marks_nothing_as_read(as_alice: Client, as_bob: Client) -> None:
    say(as_alice, "bob")
    history(as_bob, "alice")
    assert conversation(as_bob, "alice")["unread"] == 1


EMPTY: dict[str, Any] = {
    "items": [],
    "conversationId": None,
    "minSeq": 0,
    "maxSeq": 0,
    "hasMore": False,
    "peerReadSeq": 0,
}


def test_without_a_talk_it_is_empty(as_alice: Client, bob: Account) -> None:
    assert as_alice.get(PATH).data == EMPTY


def test_a_conversation_without_messages_has_no_bounds(as_alice: Client, bob: Account) -> None:
    as_alice.put("/api/im/conversations/bob/pinned", {"pinned": True})
    answer = as_alice.get(PATH)
    assert answer.data == {**EMPTY, "conversationId": answer.data["conversationId"]}


def test_a_peer_who_never_existed_is_404(as_alice: Client, dave: Account, club: Room) -> None:
    unknown = as_alice.get("/api/im/messages/history/nobody")
    assert unknown.refused(404, "20003")
    assert as_alice.get("/api/im/messages/history/dave").raw == unknown.raw
    assert as_alice.get("/api/im/messages/history/club").raw == unknown.raw
    assert as_alice.get("/api/im/messages/history/a%20b").refused(400, "10004", "toId")


def test_what_a_deleted_peer_said_stays(as_alice: Client, talk: list[dict[str, Any]], bob: Account) -> None:
    delete(bob)
    assert len(history(as_alice, "bob", limit=100)) == 30


def test_what_row_29_cleared_stays_hidden_for_me_only(as_alice: Client, as_bob: Client) -> None:
    for _ in range(3):
        say(as_bob, "alice")
    as_alice.delete("/api/im/conversations/bob")
    empty = as_alice.get(PATH).data
    assert (empty["items"], empty["minSeq"], empty["maxSeq"]) == ([], 0, 0)
    say(as_bob, "alice")
    answer = as_alice.get(PATH, afterSeq=1)
    assert (seqs(answer.items), answer.data["minSeq"], answer.data["maxSeq"]) == ([4], 4, 4)
    assert seqs(history(as_bob, "alice")) == [4, 3, 2, 1]


def test_one_reads_what_one_wrote_to_oneself(as_alice: Client) -> None:
    say(as_alice, "alice")
    answer = as_alice.get("/api/im/messages/history/alice")
    assert (seqs(answer.items), answer.data["peerReadSeq"]) == ([1], 1)


@pytest.mark.parametrize("door", ["as_root", "as_server", "as_operator"])
@pytest.mark.parametrize("word", ["userId", "actAs"])
def test_trusted_callers_look_over_a_shoulder(
    request: pytest.FixtureRequest, talk: list[dict[str, Any]], as_alice: Client, door: str, word: str
) -> None:
    client = request.getfixturevalue(door)
    assert client.get(PATH, **{word: "alice"}).items == as_alice.get(PATH).items
    assert client.get(PATH, **{word: "nobody"}).refused(404, "70107")


@pytest.mark.parametrize("door", ["as_server", "as_operator"])
def test_who_has_no_account_must_say_whose(request: pytest.FixtureRequest, bob: Account, door: str) -> None:
    assert request.getfixturevalue(door).get(PATH).refused(400, "10004", "actAs")


def test_an_administrator_has_a_history_of_his_own(as_root: Client, bob: Account) -> None:
    say(as_root, "bob")
    assert seqs(history(as_root, "bob")) == [1]


@pytest.mark.parametrize("word", ["userId", "actAs"])
def test_nobody_else_does(as_carol: Client, talk: list[dict[str, Any]], word: str) -> None:
    assert as_carol.get(PATH, **{word: "alice"}).refused(403, "60010")


def test_a_third_person_sees_a_talk_of_his_own(as_carol: Client, talk: list[dict[str, Any]]) -> None:
    assert as_carol.get(PATH).data == EMPTY
