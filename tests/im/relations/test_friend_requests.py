"""Beside the reference: GET /api/im/friend-requests, POST …/{requestId}/accept and /reject."""

from typing import Any

import pytest

from accounts.models import Account
from im.relations import rules
from im.relations.models import Friend, FriendRequest
from journal.facts import Fact
from tests.client import Client
from tests.im.relations.steps import (
    BLACKLIST,
    FRIENDS,
    REQUESTS,
    add,
    asks,
    befriend,
    crowd,
    fill,
    lists,
    sequence,
    wants,
)

ANSWERS = ("accept", "reject")


@pytest.fixture
def request_id(as_alice: Client, bob: Account) -> str:
    """alice wants bob."""
    wants(bob, "NEED_CONFIRM")
    more = {"remark": "Bobby", "groupName": "pals", "addSource": "search", "addWording": "it's me"}
    asked: str = add(as_alice, "bob", **more).data["requestId"]
    return asked


def ids(client: Client, **query: Any) -> list[str]:
    return [item["requestId"] for item in client.get(REQUESTS, **query).items]


def test_a_request_lies_in_both_boxes(as_alice: Client, as_bob: Client, request_id: str) -> None:
    (shown,) = as_bob.get(REQUESTS).items
    assert as_alice.get(REQUESTS, box="OUT").items == [shown]
    assert isinstance(shown.pop("createdAt"), int)
    assert shown == {
        "requestId": request_id,
        "fromId": "alice",
        "toId": "bob",
        "wording": "it's me",
        "status": "PENDING",
        "handledAt": None,
    }
    assert as_alice.get(REQUESTS).items == as_bob.get(REQUESTS, box="OUT").items == []


def test_newest_first_by_status_and_page(as_alice: Client, alice: Account) -> None:
    peers = crowd(alice, 4)
    asked = [asks(peer, alice) for peer in peers]
    FriendRequest.objects.filter(pk=asked[1]).update(status="REJECTED")
    assert ids(as_alice) == asked[::-1]
    assert ids(as_alice, page=2, size=3) == asked[:1]
    assert ids(as_alice, status="REJECTED") == [asked[1]]
    assert ids(as_alice, status="ACCEPTED") == []
    for query in ({"box": "in"}, {"status": "OPEN"}, {"size": 101}):
        assert as_alice.get(REQUESTS, **query).refused(400, "10004", next(iter(query)))


def test_accepting_makes_them_friends_as_was_asked(
    as_alice: Client, as_bob: Client, alice: Account, bob: Account, request_id: str
) -> None:
    answer = as_bob.post(f"{REQUESTS}/{request_id}/accept")
    assert (answer.data["status"], answer.data["requestId"]) == ("ACCEPTED", request_id)
    assert answer.data["handledAt"] >= answer.data["createdAt"]
    assert as_alice.get(REQUESTS, box="OUT").items == [answer.data]
    mine, theirs = as_alice.get(FRIENDS).items[0], as_bob.get(FRIENDS).items[0]
    assert (mine["remark"], mine["groupName"]) == ("Bobby", "pals")
    assert (theirs["remark"], theirs["groupName"]) == ("", None)
    for row in (mine, theirs):
        assert (row["addSource"], row["addWording"]) == ("search", "it's me")
    assert (sequence(alice), sequence(bob)) == (1, 1)


def test_single_was_asked_single_it_is(as_alice: Client, as_bob: Client, bob: Account) -> None:
    wants(bob, "NEED_CONFIRM")
    request = add(as_alice, "bob", addType="SINGLE").data["requestId"]
    assert as_bob.post(f"{REQUESTS}/{request}/accept").ok
    assert lists() == {"alice>bob"}


def test_rejecting_makes_nothing_and_one_may_ask_anew(
    as_alice: Client, as_bob: Client, request_id: str
) -> None:
    assert as_bob.post(f"{REQUESTS}/{request_id}/reject").data["status"] == "REJECTED"
    assert lists() == set()
    again = add(as_alice, "bob").data
    assert (again["result"], again["requestId"] != request_id) == ("PENDING", True)


def test_both_hear_of_it(
    as_bob: Client, carol: Account, bob: Account, request_id: str, facts: list[Fact]
) -> None:
    facts.clear()
    as_bob.post(f"{REQUESTS}/{request_id}/accept")
    assert [(fact.type, fact.audience.users, fact.durable) for fact in facts] == [
        ("friend.accepted", ("alice", "bob"), True),
        ("friend.added", ("alice",), False),
        ("friend.added", ("bob",), True),
    ]
    assert facts[0].data["operatorId"] == "bob"
    other = asks(carol, bob)
    facts.clear()
    as_bob.post(f"{REQUESTS}/{other}/reject")
    assert [(fact.type, fact.audience.users) for fact in facts] == [("friend.rejected", ("carol", "bob"))]


@pytest.mark.parametrize("how", ANSWERS)
def test_only_the_addressee_may_answer(
    as_alice: Client, as_carol: Client, as_dave: Client, request_id: str, how: str
) -> None:
    unknown = as_alice.post(f"{REQUESTS}/9000000000000000000/{how}")
    assert unknown.refused(404, "90404")
    for client in (as_alice, as_carol, as_dave):
        assert client.post(f"{REQUESTS}/{request_id}/{how}").raw == unknown.raw
    assert FriendRequest.objects.get().status == "PENDING"


@pytest.mark.parametrize("how", ANSWERS)
@pytest.mark.parametrize("before", ["accept", "reject", "block"])
def test_it_is_answered_once(
    as_alice: Client, as_bob: Client, request_id: str, how: str, before: str
) -> None:
    if before == "block":
        as_alice.post(BLACKLIST, {"userId": "bob"})
    else:
        as_bob.post(f"{REQUESTS}/{request_id}/{before}")
    assert as_bob.post(f"{REQUESTS}/{request_id}/{how}").refused(400, "10015")


@pytest.mark.parametrize("how", ANSWERS)
@pytest.mark.parametrize("wrong", ["x", "-1", "1.0", "9223372036854775808"])
def test_a_request_has_a_number(as_bob: Client, how: str, wrong: str) -> None:
    assert as_bob.post(f"{REQUESTS}/{wrong}/{how}").refused(400, "10004", "requestId")


def test_where_a_list_is_full_it_stays_open(
    as_alice: Client, as_bob: Client, alice: Account, bob: Account, request_id: str
) -> None:
    fill(alice, rules.FRIENDS)
    assert as_bob.post(f"{REQUESTS}/{request_id}/accept").refused(400, "10004")
    assert FriendRequest.objects.get().status == "PENDING"
    Friend.objects.filter(owner=alice).delete()
    Friend.objects.bulk_create(
        Friend(app_id=bob.app_id, owner=bob, friend=peer)
        for peer in Account.objects.filter(user_id__startswith="peer")
    )
    assert as_bob.post(f"{REQUESTS}/{request_id}/accept").refused(400, "10004")
    assert not Friend.objects.filter(owner=alice).exists()


def test_a_group_there_is_no_room_for_by_now_is_left_out(
    as_alice: Client, as_bob: Client, alice: Account, request_id: str
) -> None:
    for number, peer in enumerate(crowd(alice, rules.NAMES)):
        befriend(alice, peer, group=f"group {number}", one_way=True)
    assert as_bob.post(f"{REQUESTS}/{request_id}/accept").ok
    (mine,) = as_alice.get(FRIENDS, keyword="bob").items
    assert (mine["groupName"], mine["remark"]) == (None, "Bobby")


def test_who_became_friends_meanwhile_can_still_accept(
    as_bob: Client, alice: Account, bob: Account, request_id: str
) -> None:
    befriend(alice, bob)
    assert as_bob.post(f"{REQUESTS}/{request_id}/accept").ok
    assert sequence(alice) == 0


@pytest.mark.parametrize("how", ANSWERS)
def test_trusted_callers_answer_for_somebody(
    as_server: Client, bob: Account, request_id: str, how: str, facts: list[Fact]
) -> None:
    assert as_server.get(REQUESTS, actAs="bob").data["total"] == 1
    assert as_server.post(f"{REQUESTS}/{request_id}/{how}").refused(400, "10004", "actAs")
    assert as_server.post(f"{REQUESTS}/{request_id}/{how}", None, actAs="alice").refused(404, "90404")
    assert as_server.post(f"{REQUESTS}/{request_id}/{how}", None, actAs="bob").ok
    assert facts[-1].data["operatorId"] == "server"


@pytest.mark.parametrize("count", [10, 1000])
def test_long_boxes_cost_no_more_statements(
    as_alice: Client, alice: Account, count: int, django_assert_max_num_queries: Any
) -> None:
    FriendRequest.objects.bulk_create(
        FriendRequest(app_id=peer.app_id, sender=peer, receiver=alice) for peer in crowd(alice, count)
    )
    with django_assert_max_num_queries(3):
        assert as_alice.get(REQUESTS, size=100).data["total"] == count
