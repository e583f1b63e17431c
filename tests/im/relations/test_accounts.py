"""What happens to accounts and concerns their friends: row 6, a new profile; row 10, a deletion."""

from typing import Any

import pytest

from accounts.models import Account
from im.relations.models import Block, Friend, FriendRequest
from journal.facts import Fact
from tests.client import Client
from tests.im.relations.steps import BLACKLIST, FRIENDS, add, asks, befriend, blocks, crowd, lists, sequence

ALICE = "/api/im/accounts/alice"


def told(facts: list[Fact], name: str) -> list[tuple[tuple[str, ...], bool]]:
    return sorted((fact.audience.users, fact.durable) for fact in facts if fact.type == name)


def test_friends_hear_of_a_new_profile_and_strangers_do_not(
    as_alice: Client,
    alice: Account,
    bob: Account,
    carol: Account,
    erin: Account,
    mallory: Account,
    facts: list[Fact],
) -> None:
    befriend(alice, bob, carol)
    befriend(erin, alice, one_way=True)
    befriend(alice, mallory, one_way=True)
    assert as_alice.put(ALICE, {"nickname": "Al"}).ok
    assert told(facts, "account.updated") == [(("alice",), True), (("bob", "carol"), False)]
    shown = next(fact.data for fact in facts if not fact.durable)
    own = next(fact.data for fact in facts if fact.durable)
    assert shown["nickname"] == "Al"
    assert own.keys() - shown.keys() == {"allowType", "admin", "status"}


def test_without_friends_nobody_else_hears_of_it(as_alice: Client, bob: Account, facts: list[Fact]) -> None:
    as_alice.put(ALICE, {"nickname": "Al"})
    assert told(facts, "account.updated") == [(("alice",), True)]


def test_what_changes_nothing_is_told_to_nobody(
    as_alice: Client, alice: Account, bob: Account, facts: list[Fact]
) -> None:
    befriend(alice, bob)
    as_alice.put(ALICE, {"nickname": "Alice"})
    assert not facts


@pytest.fixture
def entangled(alice: Account, bob: Account, carol: Account, erin: Account, mallory: Account) -> None:
    befriend(alice, bob, group="pals")
    befriend(carol, alice, one_way=True)
    befriend(bob, carol)
    blocks(alice, mallory)
    blocks(erin, alice)
    blocks(erin, mallory)
    asks(alice, erin)
    asks(mallory, alice)
    asks(mallory, bob)


def test_a_deletion_ends_all_that_was(
    as_root: Client, alice: Account, entangled: None, facts: list[Fact]
) -> None:
    assert as_root.delete(ALICE).ok
    assert lists() == {"bob>carol", "carol>bob"}
    assert [str(row) for row in Block.objects.all()] == [str(Block.objects.get(owner__user_id="erin"))]
    assert sorted(FriendRequest.objects.values_list("status", flat=True)) == [
        "CANCELLED",
        "CANCELLED",
        "PENDING",
    ]
    assert told(facts, "friend.removed") == [(("bob",), False), (("carol",), False)]
    removed = next(fact for fact in facts if fact.type == "friend.removed")
    assert (removed.data["friendIds"], removed.data["operatorId"]) == (["alice"], "root")


def test_those_it_leaves_see_that_it_has_gone(as_root: Client, as_bob: Client, entangled: None) -> None:
    Friend.objects.update(updated_at="2026-01-01T00:00:00Z")
    before = as_bob.get(FRIENDS).data["sequence"]
    since = 1_790_000_000_000
    as_root.delete(ALICE)
    answer = as_bob.get(FRIENDS, updatedAfter=since)
    assert answer.data["removed"] == ["alice"]
    assert answer.data["sequence"] == before + 1


def test_who_is_revived_has_no_friends(as_root: Client, entangled: None, alice: Account) -> None:
    as_root.delete(ALICE)
    assert as_root.post("/api/im/accounts/import", {"userId": "alice"}).data["created"]
    assert as_root.get(FRIENDS, actAs="alice").items == []
    assert as_root.get(BLACKLIST, actAs="alice").items == []
    assert as_root.post(FRIENDS, {"friendId": "bob"}, actAs="alice").data["result"] == "ADDED"
    assert sequence(alice) == 2


def test_a_deletion_among_a_thousand_costs_no_more_statements(
    as_root: Client, alice: Account, carol: Account, django_assert_max_num_queries: Any
) -> None:
    befriend(alice, *crowd(alice, 1000))
    add(as_root, "carol")
    with django_assert_max_num_queries(30):
        assert as_root.delete(ALICE).ok
    assert not Friend.objects.filter(active=True, owner=alice).exists()
