"""Rows 37 and 38, GET /api/im/friends/groups and /{groupName}."""

from typing import Any
from urllib.parse import quote

import pytest

from accounts.models import Account
from tests.client import Client
from tests.im.relations.steps import FRIENDS, befriend, crowd

PATH = f"{FRIENDS}/groups"


@pytest.fixture
def filed(alice: Account, bob: Account, carol: Account, erin: Account) -> None:
    befriend(alice, carol, bob, group="工作")
    befriend(alice, erin)


def test_the_groups_by_name_with_their_numbers(as_alice: Client, filed: None) -> None:
    as_alice.put(f"{FRIENDS}/erin/group", {"groupName": "play"})
    assert as_alice.get(PATH).data == {
        "items": [{"groupName": "play", "count": 1}, {"groupName": "工作", "count": 2}],
        "sequence": 1,
    }


def test_with_their_friends(as_alice: Client, filed: None) -> None:
    assert as_alice.get(PATH, withFriends=True).items == [
        {"groupName": "工作", "count": 2, "userIds": ["bob", "carol"]}
    ]
    assert as_alice.get(PATH, withFriends="yes").refused(400, "10004", "withFriends")


def test_without_groups_it_is_empty(as_alice: Client, alice: Account, bob: Account) -> None:
    befriend(alice, bob)
    assert as_alice.get(PATH).data == {"items": [], "sequence": 0}


def test_one_group_is_a_list_like_row_30(as_alice: Client, filed: None) -> None:
    everybody = {item["userId"]: item for item in as_alice.get(FRIENDS).items}
    answer = as_alice.get(f"{PATH}/{quote('工作')}")
    assert answer.data == {
        "items": [everybody["carol"], everybody["bob"]],
        "total": 2,
        "page": 1,
        "size": 20,
        "hasMore": False,
    }
    second = as_alice.get(f"{PATH}/{quote('工作')}", page=2, size=1)
    assert [item["userId"] for item in second.items] == ["bob"]


def test_an_emptied_group_disappears(as_alice: Client, filed: None) -> None:
    as_alice.delete(f"{FRIENDS}/bob")
    as_alice.put(f"{FRIENDS}/carol/group", {"groupName": None})
    assert as_alice.get(PATH).items == []
    assert as_alice.get(f"{PATH}/{quote('工作')}").refused(404, "51009")


def test_an_unknown_group_is_404_and_another_owners_too(
    as_alice: Client, as_bob: Client, filed: None
) -> None:
    assert as_alice.get(f"{PATH}/other").refused(404, "51009")
    assert as_bob.get(f"{PATH}/{quote('工作')}").refused(404, "51009")
    assert as_bob.get(PATH).items == []
    assert as_alice.get(f"{PATH}/{'x' * 300}").refused(404, "51009")


def test_a_group_may_be_called_as_a_path_of_ours(as_alice: Client, filed: None) -> None:
    as_alice.put(f"{FRIENDS}/erin/group", {"groupName": "group"})
    assert [item["userId"] for item in as_alice.get(f"{PATH}/group").items] == ["erin"]


def test_trusted_callers_look_for_somebody(as_server: Client, as_alice: Client, filed: None) -> None:
    path = f"{PATH}/{quote('工作')}"
    assert as_server.get(PATH, actAs="alice").raw == as_alice.get(PATH).raw
    assert as_server.get(path, actAs="alice").raw == as_alice.get(path).raw
    assert as_server.get(PATH).refused(400, "10004", "actAs")


@pytest.mark.parametrize("count", [10, 1000])
def test_large_groups_cost_no_more_statements(
    as_alice: Client, alice: Account, count: int, django_assert_max_num_queries: Any
) -> None:
    befriend(alice, *crowd(alice, count), group="all", one_way=True)
    with django_assert_max_num_queries(4):
        assert len(as_alice.get(PATH, withFriends=True).items[0]["userIds"]) == count
    with django_assert_max_num_queries(5):
        assert as_alice.get(f"{PATH}/all", size=100).data["total"] == count
