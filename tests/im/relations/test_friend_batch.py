"""Row 32, POST /api/im/friends/batch."""

from typing import Any

import pytest

from accounts.models import Account
from config.clock import now_ms
from im.relations import rules
from im.relations.models import Friend, FriendRequest
from journal.facts import Fact
from journal.models import Operation
from tests.client import Answer, Client
from tests.im.relations.steps import FRIENDS, befriend, blocks, crowd, fill, lists, outcomes, sequence, wants

BATCH = f"{FRIENDS}/batch"


def add_all(client: Client, *friends: Any, **more: Any) -> Answer:
    named = [{"friendId": one} if isinstance(one, str) else one for one in friends]
    query = {"actAs": more.pop("act_as")} if "act_as" in more else {}
    return client.post(BATCH, {"friends": named, **more}, **query)


def results(answer: Answer) -> list[str]:
    return [item.get("result", item["status"]) for item in answer.data["results"]]


def test_each_has_its_result_in_order(
    as_alice: Client,
    alice: Account,
    bob: Account,
    carol: Account,
    erin: Account,
    mallory: Account,
    dave: Account,
) -> None:
    befriend(alice, bob)
    wants(carol, "NEED_CONFIRM")
    wants(erin, "DENY_ANY")
    blocks(mallory, alice)
    (peer,) = crowd(alice, 1)
    answer = add_all(as_alice, "bob", "carol", "erin", "mallory", "dave", "alice", peer.user_id, "nobody")
    assert results(answer) == ["ALREADY", "PENDING", "30516", "20007", "70107", "10004", "ADDED", "70107"]
    assert (answer.data["total"], answer.data["success"], answer.data["failed"]) == (8, 3, 5)
    assert answer.data["results"][1]["requestId"] == str(FriendRequest.objects.get().pk)
    assert lists() == {"alice>bob", "bob>alice", "alice>peer0", "peer0>alice"}


def test_repeats_are_done_once_and_answered_each_time(as_alice: Client, alice: Account, bob: Account) -> None:
    answer = add_all(
        as_alice, {"friendId": "bob", "remark": "first"}, {"friendId": "bob", "remark": "second"}
    )
    assert results(answer) == ["ADDED", "ADDED"]
    assert Friend.objects.get(owner=alice).remark == "first"
    assert sequence(alice) == 1


def test_a_bad_entry_harms_no_other(as_alice: Client, bob: Account, carol: Account) -> None:
    answer = add_all(
        as_alice,
        {"friendId": "bob", "remark": "r" * 97},
        {"friendId": "a b"},
        {"friendId": "bob", "groupName": "a/b"},
        {"friendId": "", "addType": "SINGLE"},
        "carol",
    )
    assert outcomes(answer) == [
        ("bob", "10004"),
        ("a b", "10004"),
        ("bob", "51011"),
        ("", "10004"),
        ("carol", "0"),
    ]


@pytest.mark.parametrize(
    "friends", [None, [], "bob", ["bob"], [{}], [{"friendId": 5}], [{"friendId": "x"}] * 101]
)
def test_it_takes_one_to_a_hundred_objects_with_ids(as_alice: Client, friends: Any) -> None:
    assert as_alice.post(BATCH, {"friends": friends}).refused(400, "10004")
    assert as_alice.post(BATCH, {}).refused(400, "10004", "friends")


def test_a_hundred_go_at_once_with_one_event_for_the_owner(
    as_alice: Client, alice: Account, facts: list[Fact]
) -> None:
    peers = crowd(alice, 100)
    assert add_all(as_alice, *(peer.user_id for peer in peers)).data["success"] == 100
    assert sequence(alice) == 100
    durable = [fact for fact in facts if fact.durable]
    assert [len(fact.data["friends"]) for fact in durable] == [100]
    others = [fact for fact in facts if not fact.durable]
    assert {fact.audience.users for fact in others} == {(peer.user_id,) for peer in peers}
    assert all([row["userId"] for row in fact.data["friends"]] == ["alice"] for fact in others)


def test_the_limit_is_met_within_a_batch(as_alice: Client, alice: Account) -> None:
    fill(alice, rules.FRIENDS - 2)
    peers = [peer.user_id for peer in crowd(alice, 4, "more")]
    assert results(add_all(as_alice, *peers)) == ["ADDED", "ADDED", "10004", "10004"]


def test_so_is_that_of_requests_and_of_groups(as_alice: Client, alice: Account) -> None:
    peers = crowd(alice, 3)
    Account.objects.filter(pk=peers[0].pk).update(allow_type="NEED_CONFIRM")
    Account.objects.filter(pk=peers[1].pk).update(allow_type="NEED_CONFIRM")
    asked = crowd(alice, rules.ASKED - 1, "asked")
    FriendRequest.objects.bulk_create(
        FriendRequest(app_id=alice.app_id, sender=alice, receiver=peer) for peer in asked
    )
    assert results(add_all(as_alice, "peer0", "peer1", "peer2")) == ["PENDING", "10004", "ADDED"]
    wished = [{"friendId": peer.user_id, "groupName": f"g{n}"} for n, peer in enumerate(asked[:33])]
    assert results(add_all(as_alice, *wished)) == ["ADDED"] * 32 + ["51010"]


def test_an_import_asks_nobody_and_tells_nobody(
    as_server: Client, alice: Account, bob: Account, carol: Account, mallory: Account, facts: list[Fact]
) -> None:
    wants(bob, "DENY_ANY")
    wants(carol, "NEED_CONFIRM")
    blocks(alice, mallory)
    then = now_ms() - 10**9
    answer = add_all(
        as_server,
        {"friendId": "bob", "addTime": then, "remark": "B"},
        "carol",
        "mallory",
        {"friendId": "alice", "addTime": now_ms() + 10**6},
        act_as="alice",
        importMode=True,
    )
    assert results(answer) == ["ADDED", "ADDED", "ADDED", "10004"]
    shown = {item["userId"]: item for item in as_server.get(FRIENDS, actAs="alice").items}
    assert (shown["bob"]["createdAt"], shown["bob"]["remark"]) == (then, "B")
    assert now_ms() - shown["carol"]["createdAt"] < 60_000
    assert not facts
    assert Operation.objects.get(action="FRIEND_ADD").detail["friendIds"] == ["bob", "carol", "mallory"]


def test_a_time_counts_only_in_an_import(as_server: Client, alice: Account, bob: Account) -> None:
    add_all(as_server, {"friendId": "bob", "addTime": 5}, act_as="alice")
    assert now_ms() - as_server.get(FRIENDS, actAs="alice").items[0]["createdAt"] < 60_000


@pytest.mark.parametrize("more", [{"importMode": True}, {"importMode": False}])
def test_imports_are_for_trusted_callers(as_alice: Client, bob: Account, more: dict[str, Any]) -> None:
    assert add_all(as_alice, "bob", **more).refused(403, "60010")
    assert add_all(as_alice, {"friendId": "bob", "force": True}).refused(403, "60010")
    assert add_all(as_alice, {"friendId": "bob", "addTime": 5}).refused(403, "60010")
    assert not Friend.objects.exists()


def test_it_costs_the_same_statements_for_two_as_for_a_hundred(
    as_alice: Client, alice: Account, django_assert_max_num_queries: Any
) -> None:
    peers = [peer.user_id for peer in crowd(alice, 102)]
    for some in (peers[:2], peers[2:]):
        with django_assert_max_num_queries(16):
            assert add_all(as_alice, *some).data["failed"] == 0
