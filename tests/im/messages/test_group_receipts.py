"""Row 77, GET /api/im/admin/groups/{groupId}/read-receipts, and the counts that histories show."""

from random import Random
from typing import Any

import pytest

from accounts.models import Account, App
from im.conversations.models import Conversation, Member
from im.messages.models import Message
from im.messages.receipts import receipts_of
from tests.client import Client
from tests.im.chat import Room, say_in

PATH = "/api/im/admin/groups/club/read-receipts"
READ = "/api/im/conversations/club/read"


@pytest.fixture
def said(as_alice: Client, as_bob: Client, club: Room) -> list[dict[str, Any]]:
    """Three messages; bob, who said the second, has read up to it, carol the first."""
    messages = [say_in(as_alice, "club"), say_in(as_bob, "club"), say_in(as_alice, "club")]
    return messages


def counts(client: Client, **query: Any) -> list[tuple[int, int, int, int]]:
    items = client.get(PATH, **query).items
    return [(item["seq"], item["readCount"], item["unreadCount"], item["memberCount"]) for item in items]


@pytest.mark.parametrize("door", ["as_root", "as_server", "as_operator"])
def test_messages_are_named_in_three_ways(
    request: pytest.FixtureRequest, as_carol: Client, said: list[dict[str, Any]], door: str
) -> None:
    as_carol.put(READ, {"seq": 1})
    client = request.getfixturevalue(door)
    expected = [(1, 2, 0, 2), (2, 1, 1, 2), (3, 0, 2, 2)]
    assert counts(client, fromSeq=1, toSeq=50) == expected
    assert counts(client, seqs="3,1,2") == expected
    assert counts(client, messageIds=[message["id"] for message in said]) == expected
    assert counts(client, seqs=2) == expected[1:2]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "messageIds"),
        ({"fromSeq": 1}, "messageIds"),
        ({"seqs": "1", "messageIds": "1"}, "messageIds"),
        ({"fromSeq": 1, "toSeq": 51}, "toSeq"),
        ({"fromSeq": 2, "toSeq": 1}, "toSeq"),
        ({"seqs": ",".join(map(str, range(1, 52)))}, "seqs"),
        ({"seqs": "x"}, "seqs[0]"),
        ({"seqs": "1", "limit": 201}, "limit"),
        ({"seqs": "1", "detail": "ALL"}, "detail"),
        ({"seqs": "1", "detail": "READ", "cursor": "x"}, "cursor"),
    ],
)
def test_what_is_asked_amiss_is_said(
    as_root: Client, said: list[dict[str, Any]], query: dict[str, Any], field: str
) -> None:
    assert as_root.get(PATH, **query).refused(400, "10004", field)


def test_it_says_who(as_root: Client, as_carol: Client, said: list[dict[str, Any]]) -> None:
    read = as_carol.put(READ, {"seq": 1}).data
    (first, second) = as_root.get(PATH, seqs="1,2", detail="READ").items
    assert {"userId": "carol", "readAt": read["readAt"]} in first["readers"]
    assert {reader["userId"] for reader in first["readers"]} == {"bob", "carol"}
    assert [reader["userId"] for reader in second["readers"]] == ["alice"]
    answer = as_root.get(PATH, seqs="2", detail="UNREAD")
    assert answer.items[0]["unreaders"] == [{"userId": "carol"}]
    assert "readers" not in answer.items[0]
    assert (answer.data["nextCursor"], answer.data["hasMore"]) == (None, False)


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_show_everybody_once(
    as_root: Client, club: Room, erin: Account, mallory: Account, said: list[dict[str, Any]], limit: int
) -> None:
    Member.objects.filter(account__user_id__in=("alice", "bob")).update(join_seq=9)
    for account in (erin, mallory):
        club.enter(account)
    Member.objects.filter(account__in=(erin, mallory)).update(join_seq=2, read_seq=2)
    seen: dict[int, list[str]] = {1: [], 3: []}
    query: dict[str, Any] = {"seqs": "1,3", "detail": "UNREAD", "limit": limit}
    while True:
        answer = as_root.get(PATH, **query).data
        for item in answer["items"]:
            assert len(item["unreaders"]) <= limit
            seen[item["seq"]] += [person["userId"] for person in item["unreaders"]]
        assert answer["hasMore"] is (answer["nextCursor"] is not None)
        if answer["nextCursor"] is None:
            break
        query["cursor"] = answer["nextCursor"]
    assert seen == {1: ["carol"], 3: ["carol", "erin", "mallory"]}


def test_what_is_not_there_is_left_out(
    as_root: Client, as_dave: Client, acme: App, alice: Account, said: list[dict[str, Any]]
) -> None:
    Room(acme, "den", alice)
    elsewhere = say_in(Client(as_root.headers), "den", fromId="alice")
    assert as_root.get(PATH, messageIds=[elsewhere["id"], "1"]).items == []
    assert as_root.get(PATH, seqs="9").items == []
    assert as_dave.get(PATH, seqs="1").refused(403, "60010")
    assert as_root.get(PATH.replace("club", "nowhere"), seqs="1").refused(404, "10010")


def test_the_past_of_a_dismissed_group_has_receipts_too(
    as_root: Client, club: Room, said: list[dict[str, Any]]
) -> None:
    club.dismiss()
    assert counts(as_root, seqs="2") == [(2, 1, 1, 2)]


@pytest.mark.parametrize("seed", range(5))
def test_one_pass_counts_what_counting_one_by_one_counts(
    acme: App, alice: Account, bob: Account, carol: Account, erin: Account, club: Room, seed: int
) -> None:
    random = Random(seed)
    club.enter(erin)
    for member in Member.objects.all():
        member.join_seq = random.randint(0, 12)
        member.read_seq = random.randint(0, 14)
        member.active = random.random() > 0.2
        member.save()
    names = [*Member.objects.values_list("account__user_id", flat=True), "nobody"]
    asked = [{"seq": seq, "fromId": random.choice(names)} for seq in random.sample(range(1, 15), 8)]
    expected = {}
    for message in asked:
        there = Member.objects.filter(active=True, join_seq__lt=message["seq"])
        there = there.exclude(account__user_id=message["fromId"])
        read = there.filter(read_seq__gte=message["seq"]).count()
        expected[message["seq"]] = {"readCount": read, "unreadCount": there.count() - read}
    assert receipts_of(Conversation.objects.get(), asked) == expected


@pytest.mark.parametrize("number", [1, 50])
def test_many_messages_cost_no_more_statements(
    as_root: Client, as_server: Client, club: Room, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        say_in(as_server, "club", fromId="alice")
    as_root.get(PATH, seqs="1")
    with django_assert_max_num_queries(8):
        assert len(as_root.get(PATH, fromSeq=1, toSeq=50, detail="UNREAD").items) == number
    assert Message.objects.count() == number
