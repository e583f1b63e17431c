"""Rows 33 to 35: DELETE friends/{friendId}, DELETE friends, POST friends/batch/remove."""

from typing import Any

import pytest

from accounts.models import Account
from im.relations.models import Friend
from journal.facts import Fact
from journal.models import Operation
from tests.client import Client
from tests.im.chat import delete
from tests.im.relations.steps import FRIENDS, befriend, crowd, fill, lists, outcomes, sequence

REMOVE = f"{FRIENDS}/batch/remove"


def test_both_lists_lose_it(as_alice: Client, alice: Account, bob: Account) -> None:
    befriend(alice, bob)
    assert as_alice.delete(f"{FRIENDS}/bob").data == {"friendId": "bob", "deleted": True}
    assert lists() == set()


def test_single_leaves_the_other_list(as_alice: Client, alice: Account, bob: Account) -> None:
    befriend(alice, bob)
    assert as_alice.delete(f"{FRIENDS}/bob", deleteType="SINGLE").ok
    assert lists() == {"bob>alice"}


def test_both_takes_me_out_of_the_other_list_only_too(as_alice: Client, alice: Account, bob: Account) -> None:
    befriend(bob, alice, one_way=True)
    assert as_alice.delete(f"{FRIENDS}/bob").ok
    assert lists() == set()
    assert (sequence(alice), sequence(bob)) == (0, 1)


def test_it_can_be_repeated(as_alice: Client, bob: Account, facts: list[Fact]) -> None:
    for _ in range(2):
        assert as_alice.delete(f"{FRIENDS}/bob").data == {"friendId": "bob", "deleted": True}
    assert not facts


def test_unknown_accounts_are_not_there(as_alice: Client, bob: Account, dave: Account) -> None:
    unknown = as_alice.delete(f"{FRIENDS}/nobody")
    assert unknown.refused(404, "70107")
    assert as_alice.delete(f"{FRIENDS}/dave").raw == unknown.raw
    delete(bob)
    assert as_alice.delete(f"{FRIENDS}/bob").raw == unknown.raw


@pytest.mark.parametrize("delete_type", ["", "both", "ALL"])
def test_the_type_is_one_of_two(as_alice: Client, bob: Account, delete_type: str) -> None:
    query = {"deleteType": delete_type}
    assert as_alice.delete(f"{FRIENDS}/bob", **query).refused(400, "10004", "deleteType")
    assert as_alice.delete(FRIENDS, confirm=True, **query).refused(400, "10004", "deleteType")
    body = {"friendIds": ["bob"], **query}
    assert as_alice.post(REMOVE, body).refused(400, "10004", "deleteType")


def test_each_hears_of_his_own_list(
    as_alice: Client, alice: Account, bob: Account, facts: list[Fact]
) -> None:
    befriend(alice, bob)
    as_alice.delete(f"{FRIENDS}/bob")
    assert [(fact.type, fact.audience.users, fact.durable, fact.data) for fact in facts] == [
        (
            "friend.removed",
            ("alice",),
            True,
            {"ownerId": "alice", "operatorId": "alice", "friendIds": ["bob"]},
        ),
        (
            "friend.removed",
            ("bob",),
            False,
            {"ownerId": "bob", "operatorId": "alice", "friendIds": ["alice"]},
        ),
    ]


def test_all_go_when_it_is_confirmed(
    as_alice: Client, alice: Account, bob: Account, carol: Account, facts: list[Fact]
) -> None:
    befriend(alice, bob)
    befriend(alice, carol, one_way=True)
    for sure in ({}, {"confirm": False}, {"confirm": "yes"}):
        assert as_alice.delete(FRIENDS, **sure).refused(400, "10004", "confirm")
    assert as_alice.delete(FRIENDS, confirm=True).data == {"deleted": 2}
    assert lists() == set()
    assert [fact.data["friendIds"] for fact in facts if fact.durable] == [["bob", "carol"]]
    assert as_alice.delete(FRIENDS, {"confirm": True}).data == {"deleted": 0}
    assert not Operation.objects.exists()


def test_all_of_my_list_only(as_alice: Client, alice: Account, bob: Account, carol: Account) -> None:
    befriend(alice, bob)
    befriend(carol, alice, one_way=True)
    assert as_alice.delete(FRIENDS, confirm=True, deleteType="SINGLE").data == {"deleted": 1}
    assert lists() == {"bob>alice", "carol>alice"}


def test_an_administrators_clearing_is_logged(as_server: Client, alice: Account, bob: Account) -> None:
    befriend(alice, bob)
    assert as_server.delete(FRIENDS, confirm=True, actAs="alice").data == {"deleted": 1}
    entry = Operation.objects.get()
    assert (entry.action, entry.target_id, entry.operator_id) == ("FRIEND_REMOVE_ALL", "alice", "server")
    assert entry.detail == {"userId": "alice", "deleteType": "BOTH", "deleted": 1}


def test_many_at_once(as_alice: Client, alice: Account, bob: Account, carol: Account, dave: Account) -> None:
    befriend(alice, bob)
    answer = as_alice.post(REMOVE, {"friendIds": ["bob", "carol", "dave", "bob", "nobody"]})
    assert outcomes(answer) == [
        ("bob", "0"),
        ("carol", "0"),
        ("dave", "70107"),
        ("bob", "0"),
        ("nobody", "70107"),
    ]
    assert lists() == set()
    assert sequence(alice) == 1


@pytest.mark.parametrize("names", [None, [], "bob", [5], ["a b"], ["x"] * 1001])
def test_it_takes_one_to_a_thousand_ids(as_alice: Client, names: Any) -> None:
    assert as_alice.post(REMOVE, {"friendIds": names}).refused(400, "10004")


def test_three_thousand_go_in_a_constant_number_of_statements(
    as_alice: Client, alice: Account, django_assert_max_num_queries: Any
) -> None:
    names = [peer.user_id for peer in fill(alice, 3000)]
    for some in (names[:2], names[2:1002]):
        with django_assert_max_num_queries(10):
            assert as_alice.post(REMOVE, {"friendIds": some}).data["failed"] == 0
    with django_assert_max_num_queries(11):
        assert as_alice.delete(FRIENDS, confirm=True).data == {"deleted": 1998}
    assert not Friend.objects.filter(active=True).exists()
    assert sequence(alice) == 3000


def test_a_stranger_among_many_keeps_what_he_has(as_alice: Client, bob: Account, carol: Account) -> None:
    befriend(bob, carol)
    crowd(bob, 1)
    as_alice.post(REMOVE, {"friendIds": ["bob", "carol", "peer0"]})
    assert lists() == {"bob>carol", "carol>bob"}
