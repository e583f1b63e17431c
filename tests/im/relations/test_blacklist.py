"""Rows 40 to 43: GET, POST, DELETE /api/im/blacklist and GET /api/im/blacklist/check."""

from typing import Any

import pytest

from accounts.models import Account, App
from config.clock import now_ms
from im.relations import rules
from im.relations.models import Block, FriendRequest
from journal.facts import Fact
from journal.models import Operation
from tests.client import Answer, Client
from tests.im.chat import delete
from tests.im.relations.steps import (
    BLACKLIST,
    FRIENDS,
    add,
    asks,
    befriend,
    blocks,
    crowd,
    lists,
    outcomes,
    sequence,
)


def block(client: Client, *names: str, **query: Any) -> Answer:
    return client.post(BLACKLIST, {"userIds": list(names)}, **query)


def blocked(client: Client, **query: Any) -> list[str]:
    return [item["userId"] for item in client.get(BLACKLIST, **query).items]


def test_the_newest_stand_first(as_alice: Client, bob: Account, carol: Account) -> None:
    assert as_alice.get(BLACKLIST).items == []
    block(as_alice, "bob")
    block(as_alice, "carol")
    answer = as_alice.get(BLACKLIST)
    assert answer.data["total"] == 2
    assert 0 <= now_ms() - answer.items[0].pop("createdAt") < 60_000
    assert answer.items[0] == {"userId": "carol", "nickname": "Carol", "avatar": ""}
    assert blocked(as_alice, page=2, size=1) == ["bob"]
    assert as_alice.get(BLACKLIST, size=101).refused(400, "10004", "size")


def test_each_has_its_result_in_order(
    as_alice: Client, alice: Account, bob: Account, carol: Account, erin: Account, dave: Account
) -> None:
    blocks(alice, bob)
    delete(erin)
    answer = block(as_alice, "bob", "carol", "alice", "dave", "nobody", "erin", "carol")
    assert outcomes(answer) == [
        ("bob", "30001"),
        ("carol", "0"),
        ("alice", "10004"),
        ("dave", "70107"),
        ("nobody", "70107"),
        ("erin", "70107"),
        ("carol", "0"),
    ]
    assert (answer.data["success"], answer.data["failed"]) == (2, 5)
    assert blocked(as_alice) == ["carol", "bob"]


def test_one_may_be_named_alone(as_alice: Client, bob: Account) -> None:
    assert outcomes(as_alice.post(BLACKLIST, {"userId": "bob"})) == [("bob", "0")]
    assert outcomes(as_alice.post(BLACKLIST, {"userId": "alice"})) == [("alice", "10004")]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"userIds": []},
        {"userIds": "bob"},
        {"userIds": [5]},
        {"userIds": ["a b"]},
        {"userIds": ["x"] * 1001},
        {"userId": "bob", "userIds": ["bob"]},
        {"userId": None},
    ],
)
def test_it_takes_one_or_up_to_a_thousand(as_alice: Client, bob: Account, body: dict[str, Any]) -> None:
    assert as_alice.post(BLACKLIST, body).refused(400, "10004")
    assert not Block.objects.exists()


def test_a_thousand_are_the_most(as_alice: Client, alice: Account, bob: Account, carol: Account) -> None:
    blocks(alice, *crowd(alice, rules.BLOCKED - 1))
    assert outcomes(block(as_alice, "bob", "carol", "peer0")) == [
        ("bob", "0"),
        ("carol", "10004"),
        ("peer0", "30001"),
    ]
    as_alice.delete(BLACKLIST, userIds="peer0")
    assert outcomes(block(as_alice, "carol")) == [("carol", "0")]


def test_a_block_ends_the_friendship_both_ways(
    as_alice: Client, alice: Account, bob: Account, carol: Account, facts: list[Fact]
) -> None:
    befriend(alice, bob, carol)
    block(as_alice, "bob")
    assert lists() == {"alice>carol", "carol>alice"}
    assert (sequence(alice), sequence(bob)) == (1, 1)
    assert [(fact.type, fact.audience.users) for fact in facts] == [
        ("friend.removed", ("alice",)),
        ("friend.removed", ("bob",)),
        ("blacklist.added", ("alice",)),
    ]
    assert facts[-1].data == {"ownerId": "alice", "userIds": ["bob"], "operatorId": "alice"}


def test_unless_the_app_keeps_it(as_alice: Client, alice: Account, bob: Account, acme: App) -> None:
    acme.changed_settings = {"keepFriendOnBlock": True}
    acme.save()
    befriend(alice, bob)
    assert block(as_alice, "bob").ok
    assert lists() == {"alice>bob", "bob>alice"}
    assert sequence(alice) == 0


def test_a_block_cancels_what_they_asked_of_one_another(
    as_alice: Client, alice: Account, bob: Account, carol: Account, facts: list[Fact]
) -> None:
    asks(bob, alice)
    asks(alice, carol)
    block(as_alice, "bob", "carol")
    assert set(FriendRequest.objects.values_list("status", flat=True)) == {"CANCELLED"}
    assert [fact.type for fact in facts] == ["blacklist.added"]


def test_neither_can_ask_the_other(as_alice: Client, as_bob: Client, alice: Account, bob: Account) -> None:
    block(as_alice, "bob")
    Account.objects.update(allow_type="NEED_CONFIRM")
    assert add(as_bob, "alice").refused(403, "20007")
    assert add(as_alice, "bob").refused(403, "20007")
    as_alice.delete(BLACKLIST, userIds="bob")
    assert add(as_bob, "alice").data["result"] == "PENDING"


def test_taking_off_gives_no_friendship_back(
    as_alice: Client, alice: Account, bob: Account, carol: Account, dave: Account, facts: list[Fact]
) -> None:
    befriend(alice, bob)
    block(as_alice, "bob", "carol")
    facts.clear()
    answer = as_alice.delete(BLACKLIST, userIds=["bob", "nobody", "dave", "bob"])
    assert outcomes(answer) == [("bob", "0"), ("nobody", "70107"), ("dave", "70107"), ("bob", "0")]
    assert blocked(as_alice) == ["carol"]
    assert lists() == set()
    assert [fact.data for fact in facts] == [{"ownerId": "alice", "userIds": ["bob"], "operatorId": "alice"}]
    assert outcomes(as_alice.delete(BLACKLIST, {"userIds": ["bob", "carol"]})) == [
        ("bob", "0"),
        ("carol", "0"),
    ]
    assert [fact.data["userIds"] for fact in facts[1:]] == [["carol"]]


@pytest.mark.parametrize("names", ["", ",", "a b", ",".join(["x"] * 1001)])
def test_taking_off_takes_one_to_a_thousand_ids(as_alice: Client, names: str) -> None:
    assert as_alice.delete(BLACKLIST, userIds=names).refused(400, "10004")
    assert as_alice.delete(BLACKLIST).refused(400, "10004", "userIds")


def test_checking_says_who_blocks_whom(
    as_alice: Client, alice: Account, bob: Account, carol: Account, erin: Account, mallory: Account
) -> None:
    blocks(alice, bob, carol)
    blocks(bob, alice)
    blocks(erin, alice)
    names = ["bob", "carol", "erin", "mallory", "nobody"]
    answer = as_alice.get(f"{BLACKLIST}/check", userIds=names)
    assert answer.data["results"] == [
        {"userId": "bob", "relation": "BOTH_WAY", "status": "0"},
        {"userId": "carol", "relation": "A_WITH_B", "status": "0"},
        {"userId": "erin", "relation": "B_WITH_A", "status": "0"},
        {"userId": "mallory", "relation": "NONE", "status": "0"},
        {"userId": "nobody", "relation": "NONE", "status": "70107"},
    ]
    single = as_alice.get(f"{BLACKLIST}/check", userIds=names, checkType="SINGLE").data["results"]
    assert [item["relation"] for item in single] == ["A_WITH_B", "A_WITH_B", "NONE", "NONE", "NONE"]


@pytest.mark.parametrize("query", [{}, {"userIds": ""}, {"userIds": "x," * 1001}, {"userIds": "a b"}])
def test_checking_takes_one_to_a_thousand_ids(as_alice: Client, query: dict[str, str]) -> None:
    assert as_alice.get(f"{BLACKLIST}/check", **query).refused(400, "10004")


def test_blacklists_are_each_owners_own(as_alice: Client, as_bob: Client, carol: Account) -> None:
    block(as_alice, "carol")
    assert blocked(as_bob) == []
    as_bob.delete(BLACKLIST, userIds="carol")
    assert blocked(as_alice) == ["carol"]


def test_trusted_callers_act_for_somebody(
    as_server: Client, as_alice: Client, bob: Account, facts: list[Fact]
) -> None:
    assert block(as_server, "bob").refused(400, "10004", "actAs")
    assert block(as_server, "bob", actAs="alice").ok
    assert facts[-1].data["operatorId"] == "server"
    assert as_server.get(BLACKLIST, actAs="alice").raw == as_alice.get(BLACKLIST).raw
    assert as_server.delete(BLACKLIST, userIds="bob", actAs="alice").ok
    assert block(as_alice, "bob", actAs="bob").refused(403, "60010")
    actions = Operation.objects.order_by("pk").values_list("action", "target_id")
    assert list(actions) == [("BLACKLIST_ADD", "alice"), ("BLACKLIST_REMOVE", "alice")]


@pytest.mark.usefixtures("remembering")
def test_a_thousand_cost_no_more_statements_than_two(
    as_alice: Client, alice: Account, django_assert_max_num_queries: Any
) -> None:
    peers = crowd(alice, 1000)
    befriend(alice, *peers)
    names = [peer.user_id for peer in peers]
    for some in (names[:2], names[2:]):
        with django_assert_max_num_queries(12):
            assert block(as_alice, *some).data["failed"] == 0
    assert as_alice.get(FRIENDS).items == []
    assert sequence(alice) == 1000
    with django_assert_max_num_queries(3):
        assert as_alice.get(BLACKLIST, size=100).data["total"] == 1000
    with django_assert_max_num_queries(8):
        assert as_alice.delete(BLACKLIST, {"userIds": names}).data["success"] == 1000
