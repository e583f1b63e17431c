"""Row 30, GET /api/im/friends."""

from typing import Any

import pytest

from accounts.models import Account
from config.clock import now_ms
from config.redis import client
from im.presence import store
from im.relations import rules
from im.relations.models import Friend
from tests.client import Client
from tests.im.relations.steps import FRIENDS, add, befriend, crowd, fill, sequence


def names(client: Client, **query: Any) -> list[str]:
    return [item["userId"] for item in client.get(FRIENDS, **query).items]


def test_without_friends_it_is_empty(as_alice: Client) -> None:
    assert as_alice.get(FRIENDS).data == {
        "items": [],
        "total": 0,
        "page": 1,
        "size": 20,
        "hasMore": False,
        "sequence": 0,
    }


def test_friends_stand_in_the_order_they_came(as_alice: Client, alice: Account) -> None:
    fill(alice, 25)
    first = as_alice.get(FRIENDS)
    assert [item["userId"] for item in first.items] == [f"peer{n}" for n in range(20)]
    assert (first.data["total"], first.data["hasMore"]) == (25, True)
    assert names(as_alice, page=2) == [f"peer{n}" for n in range(20, 25)]
    assert names(as_alice, page=3) == []
    assert as_alice.get(FRIENDS, size=101).refused(400, "10004", "size")


def test_who_only_has_me_in_his_list_is_not_in_mine(as_alice: Client, alice: Account, bob: Account) -> None:
    befriend(bob, alice, one_way=True)
    assert names(as_alice) == []


@pytest.mark.parametrize(
    ("keyword", "found"),
    [
        ("bo", ["bob"]),
        ("ob", ["bob"]),  # in the nickname
        ("OB", ["bob"]),
        ("BO", ["bob"]),
        ("同事", ["carol"]),
        ("ＣＯＬＬ", ["carol"]),
        ("%", []),
        ("_", []),
        ("erin", []),
    ],
)
def test_a_keyword_finds_ids_nicknames_and_remarks(
    as_alice: Client,
    alice: Account,
    bob: Account,
    carol: Account,
    erin: Account,
    keyword: str,
    found: list[str],
) -> None:
    add(as_alice, "bob")
    add(as_alice, "carol", remark="同事 Colleague")
    assert names(as_alice, keyword=keyword) == found
    assert as_alice.get(FRIENDS, keyword="").refused(400, "10004", "keyword")


def test_the_sequence_rises_by_one_with_each_change(as_alice: Client, bob: Account, carol: Account) -> None:
    seen = [as_alice.get(FRIENDS).data["sequence"]]
    for change in (
        lambda: add(as_alice, "bob"),
        lambda: add(as_alice, "carol", addType="SINGLE"),
        lambda: as_alice.put(f"{FRIENDS}/bob/group", {"groupName": "pals"}),
        lambda: as_alice.delete(f"{FRIENDS}/bob"),
    ):
        assert change().ok
        seen.append(as_alice.get(FRIENDS).data["sequence"])
    assert seen == [0, 1, 2, 3, 4]
    as_alice.delete(f"{FRIENDS}/bob")
    add(as_alice, "carol", addType="SINGLE")
    assert as_alice.get(FRIENDS).data["sequence"] == 4


def test_updated_after_shows_what_has_changed_and_who_has_gone(
    as_alice: Client, alice: Account, bob: Account, carol: Account, erin: Account
) -> None:
    befriend(alice, bob, carol, erin)
    since = now_ms()
    Friend.objects.update(updated_at="2026-01-01T00:00:00Z")
    Account.objects.update(updated_at="2026-01-01T00:00:00Z")
    assert as_alice.get(FRIENDS, updatedAfter=since - 1).items == []
    as_alice.put(f"{FRIENDS}/carol/group", {"remark": "C"})
    as_alice.delete(f"{FRIENDS}/erin")
    answer = as_alice.get(FRIENDS, updatedAfter=since - 1)
    assert [item["userId"] for item in answer.items] == ["carol"]
    assert answer.data["removed"] == ["erin"]
    assert answer.data["sequence"] == 2
    assert "removed" not in as_alice.get(FRIENDS).data


def test_who_came_back_is_not_gone(as_alice: Client, bob: Account) -> None:
    since = now_ms() - 1
    add(as_alice, "bob")
    as_alice.delete(f"{FRIENDS}/bob")
    add(as_alice, "bob")
    answer = as_alice.get(FRIENDS, updatedAfter=since)
    assert (answer.data["removed"], [item["userId"] for item in answer.items]) == ([], ["bob"])


def test_a_friends_new_name_counts_as_a_change(as_alice: Client, as_bob: Client, alice: Account) -> None:
    befriend(alice, Account.objects.get(user_id="bob"))
    Friend.objects.update(updated_at="2026-01-01T00:00:00Z")
    since = now_ms() - 1
    as_bob.put("/api/im/accounts/bob", {"nickname": "Robert"})
    assert [item["nickname"] for item in as_alice.get(FRIENDS, updatedAfter=since).items] == ["Robert"]


def test_it_shows_who_is_online(as_alice: Client, alice: Account, bob: Account, carol: Account) -> None:
    befriend(alice, bob, carol)
    device = store.Device("s", "WEB", "", "n", now_ms(), False, "", "1")
    store.apply(client(), [store.Change(bob.app_id, "bob", b"", store.member(device))])
    shown = {item["userId"]: item["online"] for item in as_alice.get(FRIENDS).items}
    assert shown == {"bob": True, "carol": False}


def test_without_redis_nobody_is_online(
    redis_away: None, as_alice: Client, alice: Account, bob: Account
) -> None:
    befriend(alice, bob)
    assert [item["online"] for item in as_alice.get(FRIENDS).items] == [False]


def test_trusted_callers_look_for_somebody(as_server: Client, as_alice: Client, alice: Account) -> None:
    fill(alice, 3)
    assert as_server.get(FRIENDS, actAs="alice").raw == as_alice.get(FRIENDS).raw
    assert as_server.get(FRIENDS).refused(400, "10004", "actAs")
    assert as_alice.get(FRIENDS, actAs="bob").refused(403, "60010")


@pytest.mark.parametrize("count", [10, rules.FRIENDS])
def test_long_lists_cost_no_more_statements(
    as_alice: Client, alice: Account, count: int, django_assert_max_num_queries: Any
) -> None:
    fill(alice, count)
    with django_assert_max_num_queries(5):
        assert len(as_alice.get(FRIENDS, size=100).items) == min(count, 100)
    with django_assert_max_num_queries(6):
        assert as_alice.get(FRIENDS, size=100, updatedAfter=0, keyword="peer").data["total"] == count


def test_the_lists_of_others_change_no_sequence_of_mine(
    as_alice: Client, as_bob: Client, alice: Account, carol: Account
) -> None:
    crowd(alice, 1)
    add(as_bob, "carol")
    assert sequence(alice) == 0
