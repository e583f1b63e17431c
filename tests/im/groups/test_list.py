"""GET /api/im/groups (row 44)."""

from functools import partial
from typing import Any

import pytest

from accounts.models import Account
from config.clock import EPOCH, MILLISECOND
from im.groups.models import Group, GroupMember
from tests.client import Client
from tests.im.groups.steps import GROUPS, dismiss, make, many, statements


def ids(client: Client, **query: Any) -> list[str]:
    return [group["groupId"] for group in client.get(GROUPS, **query).items]


def test_it_lists_the_groups_one_is_in(as_bob: Client, alice: Account, bob: Account) -> None:
    make(alice, bob, group_id="one")
    make(bob, alice, group_id="two", name="Two", visibility="PUBLIC")
    make(alice, group_id="three", visibility="PUBLIC")
    answer = as_bob.get(GROUPS)
    assert (answer.data["total"], answer.data["hasMore"]) == (2, False)
    assert [group["groupId"] for group in answer.items] == ["one", "two"]
    two = answer.items[1]
    assert (two["name"], two["memberCount"], two["self"]["role"]) == ("Two", 2, "OWNER")
    assert two["self"].keys() == {"role", "joinTime", "muteUntil", "nameCard", "msgFlag", "readSeq"}
    assert "ownerId" not in two


def test_who_is_in_none_gets_none(as_erin: Client, alice: Account) -> None:
    make(alice)
    assert as_erin.get(GROUPS).data == {"items": [], "total": 0, "page": 1, "size": 20, "hasMore": False}


def test_left_and_dismissed_ones_are_not_listed(as_bob: Client, alice: Account, bob: Account) -> None:
    for name in ("left", "gone", "here"):
        make(alice, bob, group_id=name)
    GroupMember.objects.filter(group__group_id="left", account=bob).update(active=False)
    dismiss(Group.objects.get(group_id="gone"))
    assert ids(as_bob) == ["here"]


def test_it_is_cut_into_pages(as_alice: Client, alice: Account) -> None:
    many(alice, 5)
    first, last = as_alice.get(GROUPS, size=3), as_alice.get(GROUPS, size=3, page=2)
    assert [row["groupId"] for row in [*first.items, *last.items]] == ["g0", "g1", "g2", "g3", "g4"]
    assert (first.data["hasMore"], last.data["hasMore"], last.data["total"]) == (True, False, 5)


def test_it_is_filtered_by_role(as_bob: Client, alice: Account, bob: Account) -> None:
    make(bob, group_id="own")
    make(alice, admins=[bob], group_id="led")
    make(alice, bob, group_id="joined")
    assert [ids(as_bob, role=role) for role in ("OWNER", "ADMIN", "MEMBER")] == [["own"], ["led"], ["joined"]]


def test_it_is_filtered_by_keyword(as_alice: Client, alice: Account) -> None:
    make(alice, group_id="crew1", name="午餐 Club")
    make(alice, group_id="team1", name="Ｃｒｅｗ meeting")
    make(alice, group_id="acrew", name="100%")
    assert ids(as_alice, keyword="crew") == ["crew1", "team1"]
    assert ids(as_alice, keyword="餐") == ["crew1"]
    assert ids(as_alice, keyword="午餐 c") == ["crew1"]
    assert ids(as_alice, keyword="Crew1") == []
    assert ids(as_alice, keyword="%") == ["acrew"]
    assert ids(as_alice, keyword="_") == []


def test_it_is_filtered_by_what_changed_since(as_alice: Client, alice: Account) -> None:
    for name in ("one", "two", "three"):
        make(alice, group_id=name)
    Group.objects.update(updated_at=EPOCH)
    GroupMember.objects.update(updated_at=EPOCH)
    assert ids(as_alice, updatedAfter=0) == []
    assert as_alice.put(f"{GROUPS}/two", {"name": "Two"}).ok
    GroupMember.objects.filter(group__group_id="three").update(updated_at=EPOCH + MILLISECOND)
    assert ids(as_alice, updatedAfter=0) == ["two", "three"]
    assert ids(as_alice, updatedAfter=1) == ["two"]
    assert ids(as_alice, updatedAfter=as_alice.get(f"{GROUPS}/two").data["updatedAt"]) == []


def test_administrators_see_all_groups_of_the_app(
    as_root: Client, as_server: Client, as_operator: Client, alice: Account, root: Account, dave: Account
) -> None:
    make(alice, group_id="one")
    make(alice, root, group_id="two")
    dismiss(make(alice, group_id="gone"))
    make(dave, group_id="daves")
    for client in (as_root, as_server, as_operator):
        assert ids(client) == ["two", "one"]
    assert [group["self"] is None for group in as_root.get(GROUPS).items] == [False, True]
    assert [group["self"] is None for group in as_server.get(GROUPS).items] == [True, True]
    assert ids(as_root, keyword="on") == ["one"]
    assert ids(as_root, updatedAfter=32_000_000_000_000) == []


def test_administrators_see_somebodys_groups(
    as_root: Client, as_server: Client, alice: Account, bob: Account
) -> None:
    make(alice, group_id="one")
    make(bob, alice, group_id="two")
    for client in (as_root, as_server):
        for name in ("userId", "actAs"):
            assert ids(client, **{name: "alice"}) == ["one", "two"]
            assert client.get(GROUPS, **{name: "nobody"}).refused(404, "70107")
    assert as_root.get(GROUPS, userId="bob").items[0]["self"]["role"] == "OWNER"
    assert ids(as_root, userId="root") == []


def test_a_role_is_somebodys(as_root: Client, as_server: Client, alice: Account) -> None:
    make(alice)
    for client in (as_root, as_server):
        assert client.get(GROUPS, role="OWNER").refused(400, "10004", "role")
        assert ids(client, role="OWNER", userId="alice") == ["team"]


def test_nobody_else_names_another(as_bob: Client, alice: Account) -> None:
    for name in ("userId", "actAs"):
        for who in ("alice", "nobody"):
            assert as_bob.get(GROUPS, **{name: who}).refused(403, "60010")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("size", 101),
        ("size", 0),
        ("page", 0),
        ("role", "GUEST"),
        ("updatedAfter", -1),
        ("updatedAfter", "soon"),
        ("keyword", ""),
        ("keyword", "k" * 65),
    ],
)
def test_it_refuses(as_alice: Client, name: str, value: Any) -> None:
    assert as_alice.get(GROUPS, **{name: value}).refused(400, "10004", name)


@pytest.mark.parametrize(
    "query", [{}, {"keyword": "group"}, {"role": "OWNER"}], ids=["all", "keyword", "role"]
)
def test_its_statements_do_not_grow(as_alice: Client, alice: Account, query: dict[str, str]) -> None:
    make(alice, name="A group")
    few = statements(partial(as_alice.get, GROUPS, size=100, **query))
    many(alice, 1_000)
    assert len(as_alice.get(GROUPS, size=100, **query).items) == 100
    assert statements(partial(as_alice.get, GROUPS, size=100, **query)) == few


def test_neither_do_those_for_all_groups(as_root: Client, alice: Account) -> None:
    make(alice)
    few = statements(partial(as_root.get, GROUPS, size=100))
    many(alice, 1_000)
    assert statements(partial(as_root.get, GROUPS, size=100)) == few
