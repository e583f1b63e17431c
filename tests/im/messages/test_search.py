"""Row 17, GET /api/im/messages/search."""

from typing import Any

import pytest

from accounts.models import Account
from im.messages.models import Message
from journal.models import Operation
from tests.client import Client
from tests.im.chat import Room, delete, say, say_in, texts

PATH = "/api/im/messages/search"


def found(client: Client, keyword: str, **query: Any) -> list[str]:
    answer = client.get(PATH, keyword=keyword, **query)
    assert answer.ok, answer
    return texts([item["message"] for item in answer.items])


def test_it_finds_ones_own_conversations(as_alice: Client, as_bob: Client, as_carol: Client) -> None:
    message = say(as_alice, "bob", "我们明天去北京吧")
    answer = as_bob.get(PATH, keyword="北京")
    assert answer.data == {
        "items": [{"message": message, "highlight": "我们明天去<em>北京</em>吧"}],
        "total": 1,
        "page": 1,
        "size": 20,
        "hasMore": False,
    }
    assert found(as_carol, "北京") == []


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        ("Hello World", "WORLD"),
        ("Hello World", "o w"),
        ("ＨＥＬＬＯ", "hello"),
        ("hello", "ＬＬ"),
        ("straße", "STRASSE"),
        ("100% sure", "0% s"),
        ("snake_case", "e_c"),
        ("back\\slash", "k\\s"),
        ('quote\'d "text"', "e'd \""),
        ("line one\nline two", "one line"),
        ("今天😀很好", "😀很"),
        ("ab", "ab"),
    ],
)
def test_case_and_width_make_no_difference_and_signs_are_literal(
    as_alice: Client, bob: Account, text: str, keyword: str
) -> None:
    say(as_alice, "bob", text)
    assert found(as_alice, keyword) == [text]


@pytest.mark.parametrize(
    ("text", "keyword"), [("100 sure", "0% s"), ("snakeXcase", "e_c"), ("abc", "a%c"), ("acb", "abc")]
)
def test_there_are_no_wild_cards(as_alice: Client, bob: Account, text: str, keyword: str) -> None:
    say(as_alice, "bob", text)
    assert found(as_alice, keyword) == []


@pytest.mark.parametrize(
    ("msg_type", "content", "keyword"),
    [
        ("FILE", {"url": "https://a.example", "name": "report.pdf"}, "report"),
        ("LOCATION", {"lat": 0, "lng": 0, "desc": "天安门"}, "天安"),
        ("CUSTOM", {"data": "{}", "desc": "an order"}, "order"),
        ("MERGED", {"title": "chat of yesterday", "messageIds": ["1"]}, "yesterday"),
    ],
)
def test_other_kinds_are_found_by_their_words(
    as_alice: Client, bob: Account, msg_type: str, content: dict[str, Any], keyword: str
) -> None:
    say(as_alice, "bob", msgType=msg_type, content=content)
    (item,) = as_alice.get(PATH, keyword=keyword).items
    assert f"<em>{keyword}</em>" in item["highlight"]


@pytest.mark.parametrize("keyword", ["", "x", "   ", " x ", "é", "ß", "k" * 65, " " * 201])
def test_a_keyword_has_two_to_sixty_four_characters(as_alice: Client, keyword: str) -> None:
    assert as_alice.get(PATH, keyword=keyword).refused(400, "10004", "keyword")


def test_a_keyword_is_needed(as_alice: Client) -> None:
    assert as_alice.get(PATH).refused(400, "10004", "keyword")


def test_the_longest_and_the_shortest_keyword_work(as_alice: Client, bob: Account) -> None:
    say(as_alice, "bob", "k" * 64)
    assert found(as_alice, "k" * 64) == ["k" * 64]
    assert found(as_alice, "  kk  ") == ["k" * 64]


def test_a_highlight_is_a_piece_of_html_with_everything_else_escaped(as_alice: Client, bob: Account) -> None:
    say(as_alice, "bob", "<b>bold</b> & " + "x" * 100 + " bold")
    (item,) = as_alice.get(PATH, keyword="<b>bo").items
    assert item["highlight"].startswith("<em>&lt;b&gt;bo</em>ld&lt;/b&gt; &amp; xxx")
    assert item["highlight"].endswith("…")


def test_the_newest_come_first_in_pages(as_alice: Client, as_bob: Client) -> None:
    for n in range(5):
        say(as_alice, "bob", f"word {n}")
    page = as_alice.get(PATH, keyword="word", page=2, size=2)
    assert texts([item["message"] for item in page.items]) == ["word 2", "word 1"]
    assert (page.data["total"], page.data["hasMore"]) == (5, True)
    assert found(as_alice, "word", page=3, size=2) == ["word 0"]
    assert found(as_alice, "word", page=4, size=2) == []


def test_fifty_is_the_most(as_alice: Client) -> None:
    assert as_alice.get(PATH, keyword="word", size=50).ok
    assert as_alice.get(PATH, keyword="word", size=51).refused(400, "10004", "size")
    assert as_alice.get(PATH, keyword="word", size=0).refused(400, "10004", "size")
    assert as_alice.get(PATH, keyword="word", page=0).refused(400, "10004", "page")


@pytest.fixture
def words(as_alice: Client, as_bob: Client, as_carol: Client, club: Room) -> None:
    say(as_alice, "bob", "word 1")
    say(as_bob, "alice", "word 2")
    say(as_carol, "alice", "word 3")
    say_in(as_bob, "club", "word 4")
    say(as_alice, "bob", msgType="FILE", content={"url": "https://a.example", "name": "word"})
    say(as_bob, "carol", "word 6")


@pytest.mark.parametrize(
    ("query", "result"),
    [
        ({}, ["", "word 4", "word 3", "word 2", "word 1"]),
        ({"chatType": "GROUP"}, ["word 4"]),
        ({"chatType": "SINGLE"}, ["", "word 3", "word 2", "word 1"]),
        ({"targetId": "bob"}, ["", "word 2", "word 1"]),
        ({"targetId": "club"}, ["word 4"]),
        ({"targetId": "erin"}, []),
        ({"targetId": "alice"}, []),
        ({"fromId": "bob"}, ["word 4", "word 2"]),
        ({"targetId": "bob", "fromId": "alice"}, ["", "word 1"]),
        ({"msgTypes": "FILE"}, [""]),
        ({"msgTypes": "TEXT,FILE", "targetId": "carol"}, ["word 3"]),
    ],
)
def test_it_can_be_narrowed(
    as_alice: Client, erin: Account, words: None, query: dict[str, Any], result: list[str]
) -> None:
    assert found(as_alice, "word", **query) == result


def test_it_can_be_narrowed_to_a_span_of_time(as_alice: Client, words: None) -> None:
    Message.objects.filter(content__text="word 2").update(created_at="2024-01-01T00:00:00Z")
    Message.objects.filter(content__text="word 3").update(created_at="2024-01-01T00:00:01Z")
    start = 1_704_067_200_000
    assert found(as_alice, "word", startTime=start, endTime=start) == ["word 2"]
    assert found(as_alice, "word", startTime=start + 1, endTime=start + 1000) == ["word 3"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("chatType", "ALL"), ("targetId", "a b"), ("fromId", ""), ("msgTypes", "X"), ("startTime", -1)],
)
def test_a_bad_word_in_the_query_is_named(as_alice: Client, name: str, value: Any) -> None:
    answer = as_alice.get(PATH, keyword="word", **{name: value})
    assert answer.refused(400, "10004")
    assert answer.data["errors"][0]["field"].startswith(name)


def test_what_one_cannot_see_is_not_found(
    as_alice: Client, as_erin: Client, erin: Account, words: None, club: Room
) -> None:
    as_alice.delete("/api/im/conversations/bob")
    assert found(as_alice, "word") == ["word 4", "word 3"]
    assert found(as_erin, "word") == []
    club.enter(erin)
    assert found(as_erin, "word") == []
    say_in(as_alice, "club", "word 7")
    assert found(as_erin, "word", targetId="club") == ["word 7"]


def test_a_group_that_is_not_mine_is_refused(
    as_erin: Client, as_bob: Client, bob: Account, words: None, club: Room
) -> None:
    club.leave(bob)
    for client in (as_erin, as_bob):
        assert client.get(PATH, keyword="word", targetId="club").refused(404, "10010")
    club.change(visibility="PUBLIC")
    for client in (as_erin, as_bob):
        assert client.get(PATH, keyword="word", targetId="club").refused(403, "10007")
    assert found(as_bob, "word", chatType="GROUP") == []


def test_an_unknown_target_is_404_and_so_is_a_foreign_one(
    as_alice: Client, as_dave: Client, words: None
) -> None:
    unknown = as_alice.get(PATH, keyword="word", targetId="nobody")
    assert unknown.refused(404, "20003")
    assert as_alice.get(PATH, keyword="word", targetId="dave").raw == unknown.raw
    assert as_dave.get(PATH, keyword="word", targetId="club").raw == unknown.raw
    assert found(as_dave, "word") == []


def test_the_past_of_a_dismissed_group_is_found(as_alice: Client, words: None, club: Room) -> None:
    club.dismiss()
    assert found(as_alice, "word", targetId="club") == ["word 4"]


def test_words_with_a_deleted_peer_are_found(as_alice: Client, words: None, bob: Account) -> None:
    delete(bob)
    assert found(as_alice, "word", targetId="bob") == ["", "word 2", "word 1"]


@pytest.mark.parametrize(
    ("door", "role", "name"),
    [("as_root", "A", "root"), ("as_server", "S", "server"), ("as_operator", "T", "olga")],
)
def test_trusted_callers_search_everything_and_are_logged(
    request: pytest.FixtureRequest, words: None, door: str, role: str, name: str
) -> None:
    client = request.getfixturevalue(door)
    assert found(client, "word") == ["word 6", "", "word 4", "word 3", "word 2", "word 1"]
    assert found(client, "word", targetId="carol") == ["word 6", "word 3"]
    assert found(client, "word", userId="carol", targetId="alice") == ["word 3"]
    assert found(client, "word", actAs="carol") == ["word 6", "word 4", "word 3"]
    entries = Operation.objects.order_by("id")
    assert {(entry.action, entry.operator_role, entry.operator_id) for entry in entries} == {
        ("MESSAGE_SEARCH", role, name)
    }
    assert entries[2].detail["keyword"] == "word"
    assert (entries[2].detail["userId"], entries[2].detail["targetId"]) == ("carol", "alice")
    assert entries[3].detail["userId"] == "carol"
    assert len(entries) == 4


def test_nobody_else_is_logged_or_names_anybody(as_alice: Client, words: None) -> None:
    found(as_alice, "word")
    assert as_alice.get(PATH, keyword="word", userId="bob").refused(403, "60010")
    assert not Operation.objects.exists()


def test_trusted_callers_see_only_their_app(as_server: Client, as_dave: Client, dave: Account) -> None:
    say(as_dave, "dave", "foreign word")
    assert found(as_server, "word") == []
    assert as_server.get(PATH, keyword="word", userId="dave").refused(404, "70107")
