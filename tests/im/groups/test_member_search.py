"""GET /api/im/groups/{groupId}/members/search (row 50)."""

from functools import partial
from typing import Any

import pytest

from accounts.models import Account, App
from im.groups.models import Group, GroupMember
from tests.client import Client
from tests.im.groups.steps import TEAM, crowd, dismiss, fill, make, statements

SEARCH = f"{TEAM}/members/search"


def found(client: Client, keyword: str, **query: Any) -> list[str]:
    return [member["userId"] for member in client.get(SEARCH, keyword=keyword, **query).items]


def test_it_finds_the_beginning_of_a_user_id(
    as_alice: Client, as_bob: Client, alice: Account, bob: Account
) -> None:
    make(alice, bob)
    assert found(as_alice, "bo") == found(as_alice, "b") == ["bob"]
    assert found(as_alice, "ob") == ["bob"]  # his nickname is Bob
    assert as_bob.put("/api/im/accounts/bob", {"nickname": None}).ok
    assert found(as_alice, "ob") == found(as_alice, "BO") == []
    assert found(as_alice, "bob") == ["bob"]


def test_it_finds_any_part_of_a_nickname(
    as_alice: Client, as_bob: Client, alice: Account, bob: Account
) -> None:
    assert as_bob.put("/api/im/accounts/bob", {"nickname": "Ｂｏｂｂｙ 王小明"}).ok
    make(alice, Account.objects.get(pk=bob.pk))
    assert found(as_alice, "小明") == found(as_alice, "明") == found(as_alice, "bobby 王") == ["bob"]
    assert found(as_alice, "王明") == []


def test_it_finds_any_part_of_a_name_card(
    as_alice: Client, as_root: Client, alice: Account, bob: Account
) -> None:
    make(alice, bob)
    assert as_alice.post(f"{TEAM}/roles", {"userId": "bob", "nameCard": "Cook 厨师"}).ok
    assert found(as_alice, "厨") == found(as_alice, "COOK") == ["bob"]


def test_it_finds_the_names_of_now(
    as_alice: Client, as_bob: Client, as_root: Client, alice: Account, bob: Account
) -> None:
    make(alice, bob)
    make(bob, group_id="other")
    assert as_bob.put("/api/im/accounts/bob", {"nickname": "Robert"}).ok
    assert (found(as_alice, "rob"), found(as_alice, "Bob")) == (["bob"], [])
    assert as_root.post("/api/im/accounts/import", {"userId": "bob", "nickname": "Bertie"}).ok
    assert (found(as_alice, "bert"), found(as_alice, "rob")) == (["bob"], [])
    assert as_alice.delete(f"{TEAM}/members/bob").ok
    assert as_bob.put("/api/im/accounts/bob", {"nickname": "Rob"}).ok
    assert as_alice.post(f"{TEAM}/members", {"userId": "bob"}).ok
    assert (found(as_alice, "rob"), found(as_alice, "bert")) == (["bob"], [])


def test_it_finds_only_in_this_group(as_alice: Client, alice: Account, bob: Account, carol: Account) -> None:
    make(alice, carol)
    make(bob, carol, group_id="other")
    GroupMember.objects.filter(account=carol, group__group_id="team").update(active=False)
    assert found(as_alice, "bob") == found(as_alice, "carol") == []


def test_signs_are_literal(as_alice: Client, as_bob: Client, alice: Account, bob: Account) -> None:
    make(alice, bob)
    assert as_bob.put("/api/im/accounts/bob", {"nickname": r"100%_\ Bob"}).ok
    for keyword in ("0%", "%_", "\\"):
        assert found(as_alice, keyword) == ["bob"]
    assert found(as_alice, "1%b") == found(as_alice, "a_ice") == []


def test_it_answers_members_in_pages(as_alice: Client, alice: Account, acme: App) -> None:
    fill(make(alice), crowd(acme, 5))
    first, last = (
        as_alice.get(SEARCH, keyword="peer", size=3),
        as_alice.get(SEARCH, keyword="peer", size=3, page=2),
    )
    assert [row["userId"] for row in [*first.items, *last.items]] == [f"peer{n}" for n in range(5)]
    assert (first.data["total"], first.data["hasMore"], last.data["hasMore"]) == (5, True, False)
    assert first.items[0] == as_alice.get(f"{TEAM}/members").items[1]


def test_who_is_no_member_finds_nobody(as_erin: Client, alice: Account) -> None:
    group = make(alice, visibility="PUBLIC")
    assert as_erin.get(SEARCH, keyword="a").refused(403, "10007")
    Group.objects.filter(pk=group.pk).update(visibility="PRIVATE")
    assert as_erin.get(SEARCH, keyword="a").refused(404, "10010")


def test_administrators_find_them(
    as_root: Client, as_server: Client, as_operator: Client, alice: Account
) -> None:
    make(alice)
    for client in (as_root, as_server, as_operator):
        assert found(client, "ali") == ["alice"]


def test_a_dismissed_group_is_not_searched(as_alice: Client, alice: Account) -> None:
    dismiss(make(alice))
    assert as_alice.get(SEARCH, keyword="a").refused(404, "10010")


@pytest.mark.parametrize("query", [{}, {"keyword": ""}, {"keyword": " "}, {"keyword": "k" * 65}])
def test_a_keyword_must_be_given(as_alice: Client, alice: Account, query: dict[str, str]) -> None:
    make(alice)
    assert as_alice.get(SEARCH, **query).refused(400, "10004", "keyword")


def test_its_statements_do_not_grow(as_alice: Client, alice: Account, acme: App) -> None:
    group = make(alice)
    fill(group, crowd(acme, 1, name="peers"))
    few = statements(partial(as_alice.get, SEARCH, keyword="peer", size=100))
    fill(group, crowd(acme, 1_000))
    assert statements(partial(as_alice.get, SEARCH, keyword="peer", size=100)) == few
