"""Row 39, POST /api/im/friends/check."""

from typing import Any

import pytest

from accounts.models import Account
from tests.client import Client
from tests.im.chat import delete
from tests.im.relations.steps import FRIENDS, befriend, crowd

CHECK = f"{FRIENDS}/check"


def relations(client: Client, *names: str, **more: Any) -> list[tuple[str, str, str]]:
    results = client.post(CHECK, {"userIds": names, **more}).data["results"]
    return [(item["userId"], item["relation"], item["status"]) for item in results]


@pytest.fixture
def known(alice: Account, bob: Account, carol: Account, erin: Account, mallory: Account) -> None:
    befriend(alice, bob)
    befriend(alice, carol, one_way=True)
    befriend(erin, alice, one_way=True)


def test_each_in_order_whoever_has_whom(as_alice: Client, known: None, dave: Account) -> None:
    names = ("bob", "carol", "erin", "mallory", "alice", "dave", "nobody", "bob")
    assert relations(as_alice, *names) == [
        ("bob", "BOTH_WAY", "0"),
        ("carol", "A_WITH_B", "0"),
        ("erin", "B_WITH_A", "0"),
        ("mallory", "NONE", "0"),
        ("alice", "NONE", "0"),
        ("dave", "NONE", "70107"),
        ("nobody", "NONE", "70107"),
        ("bob", "BOTH_WAY", "0"),
    ]


def test_single_looks_only_into_my_list(as_alice: Client, known: None) -> None:
    found = relations(as_alice, "bob", "carol", "erin", checkType="SINGLE")
    assert [relation for _, relation, _ in found] == ["A_WITH_B", "A_WITH_B", "NONE"]


def test_the_deleted_are_not_there(as_alice: Client, known: None, bob: Account) -> None:
    delete(bob)
    assert relations(as_alice, "bob")[0][2] == "70107"


@pytest.mark.parametrize("names", [None, [], "bob", [5], ["a b"], ["x"] * 1001])
def test_it_takes_one_to_a_thousand_ids(as_alice: Client, names: Any) -> None:
    assert as_alice.post(CHECK, {"userIds": names}).refused(400, "10004")
    assert as_alice.post(CHECK, {"userIds": ["bob"], "checkType": "x"}).refused(400, "10004", "checkType")


@pytest.mark.parametrize("count", [10, 1000])
def test_a_thousand_cost_no_more_statements(
    as_alice: Client, alice: Account, count: int, django_assert_max_num_queries: Any
) -> None:
    befriend(alice, *crowd(alice, 10))
    names = [f"peer{n}" for n in range(count)]
    with django_assert_max_num_queries(4):
        assert [relation for _, relation, _ in relations(as_alice, *names)].count("BOTH_WAY") == 10


def test_trusted_callers_look_for_somebody(as_server: Client, known: None) -> None:
    body = {"userIds": ["bob"]}
    answer = as_server.post(CHECK, body, actAs="alice")
    assert answer.data["results"] == [{"userId": "bob", "relation": "BOTH_WAY", "status": "0"}]
    assert as_server.post(CHECK, body).refused(400, "10004", "actAs")
