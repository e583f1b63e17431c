"""GET /api/im/groups/public (row 46)."""

from functools import partial
from typing import Any

import pytest

from accounts.models import Account
from tests.client import Client
from tests.im.groups.steps import GROUPS, crowd, dismiss, fill, make, many, statements
from tests.im.groups.test_show import BRIEF

PUBLIC = f"{GROUPS}/public"


def ids(client: Client, **query: Any) -> list[str]:
    return [group["groupId"] for group in client.get(PUBLIC, **query).items]


def test_anybody_sees_the_public_groups(as_erin: Client, alice: Account, dave: Account) -> None:
    make(alice, group_id="open", visibility="PUBLIC")
    make(alice, group_id="closed")
    dismiss(make(alice, group_id="gone", visibility="PUBLIC"))
    make(dave, group_id="daves", visibility="PUBLIC")
    answer = as_erin.get(PUBLIC)
    assert answer.data["total"] == 1
    assert answer.items[0].keys() == BRIEF
    assert answer.items[0]["groupId"] == "open"


def test_ones_own_private_groups_are_not_among_them(
    as_alice: Client, as_root: Client, alice: Account
) -> None:
    make(alice)
    for client in (as_alice, as_root):
        assert ids(client) == []


def test_the_largest_come_first_or_the_newest(as_erin: Client, alice: Account, acme: Any) -> None:
    groups = many(alice, 3, visibility="PUBLIC")
    fill(groups[1], crowd(acme, 2))
    fill(groups[0], crowd(acme, 1, name="guest"))
    assert ids(as_erin) == ids(as_erin, sort="memberCount") == ["g1", "g0", "g2"]
    assert ids(as_erin, sort="createdAt") == ["g2", "g1", "g0"]


def test_it_is_cut_into_pages(as_erin: Client, alice: Account) -> None:
    many(alice, 5, visibility="PUBLIC")
    first, last = as_erin.get(PUBLIC, size=3), as_erin.get(PUBLIC, size=3, page=2)
    assert [row["groupId"] for row in [*first.items, *last.items]] == ["g4", "g3", "g2", "g1", "g0"]
    assert (first.data["total"], first.data["hasMore"], last.data["hasMore"]) == (5, True, False)


def test_it_is_filtered_by_keyword(as_erin: Client, alice: Account) -> None:
    make(alice, group_id="lunch", name="午餐", visibility="PUBLIC")
    make(alice, group_id="dinner", name="晚餐", visibility="PUBLIC")
    assert ids(as_erin, keyword="午") == ["lunch"]
    assert set(ids(as_erin, keyword="餐")) == {"lunch", "dinner"}
    assert ids(as_erin, keyword="din") == ["dinner"]
    assert ids(as_erin, keyword="inner") == []


@pytest.mark.parametrize(
    ("name", "value"), [("sort", "name"), ("size", 101), ("page", "one"), ("keyword", "")]
)
def test_it_refuses(as_alice: Client, name: str, value: Any) -> None:
    assert as_alice.get(PUBLIC, **{name: value}).refused(400, "10004", name)


@pytest.mark.parametrize("sort", ["memberCount", "createdAt"])
def test_its_statements_do_not_grow(as_erin: Client, alice: Account, sort: str) -> None:
    make(alice, visibility="PUBLIC")
    few = statements(partial(as_erin.get, PUBLIC, size=100, sort=sort))
    many(alice, 1_000, visibility="PUBLIC")
    assert statements(partial(as_erin.get, PUBLIC, size=100, sort=sort)) == few
