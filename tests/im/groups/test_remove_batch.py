"""POST /api/im/groups/{groupId}/members/batch/remove (row 55)."""

from typing import Any

import pytest

from accounts.models import Account
from journal.facts import Fact
from tests.client import Client
from tests.im.groups.membership import MEMBERS, crowd, intact, logged, one_told, results, roles, told

pytestmark = pytest.mark.usefixtures("team")
REMOVE = f"{MEMBERS}/batch/remove"


def test_each_is_judged_by_himself(
    as_bob: Client, as_alice: Client, erin: Account, facts: list[Fact]
) -> None:
    as_alice.post(MEMBERS, {"userId": "erin"})
    as_alice.post("/api/im/groups/team/roles", {"userId": "erin", "role": "ADMIN"})
    facts.clear()
    answer = as_bob.post(REMOVE, {"userIds": ["carol", "alice", "erin", "nobody", "carol"], "reason": "x"})
    assert results(answer) == [
        ("carol", "0"),
        ("alice", "10004"),
        ("erin", "10007"),
        ("nobody", "0"),
        ("carol", "0"),
    ]
    assert (answer.data["total"], answer.data["success"], answer.data["failed"]) == (5, 3, 2)
    data = one_told(facts, "member_left").data
    assert (data["userIds"], data["kind"], data["reason"], data["memberCount"]) == (
        ["carol"],
        "KICKED",
        "x",
        3,
    )
    assert set(roles()) == {"alice", "bob", "erin"}
    assert intact()


def test_oneself_among_them_quits(as_bob: Client, facts: list[Fact]) -> None:
    assert results(as_bob.post(REMOVE, {"userIds": ["bob", "carol"]})) == [("bob", "0"), ("carol", "0")]
    assert [(data["kind"], data["userIds"]) for data in told(facts, "member_left")] == [
        ("QUIT", ["bob"]),
        ("KICKED", ["carol"]),
    ]
    assert intact()


def test_it_is_for_managers(as_carol: Client, as_erin: Client) -> None:
    assert as_carol.post(REMOVE, {"userIds": ["carol"]}).refused(403, "10007")
    assert as_erin.post(REMOVE, {"userIds": ["carol"]}).refused(404, "10010")


def test_one_entry_tells_of_all(as_server: Client) -> None:
    as_server.post(REMOVE, {"userIds": ["carol", "bob", "erin"]})
    ((who, role, detail),) = logged("GROUP_REMOVE_MEMBER")
    assert (who, role, sorted(detail["userIds"])) == ("server", "S", ["bob", "carol"])


def test_their_number_costs_no_more_statements(
    as_alice: Client, alice: Account, django_assert_max_num_queries: Any
) -> None:
    crowd(alice, 101)
    peers = [f"peer{n}" for n in range(101)]
    as_alice.post(f"{MEMBERS}/batch", {"userIds": peers})
    with django_assert_max_num_queries(30) as few:
        as_alice.post(REMOVE, {"userIds": peers[:1]})
    with django_assert_max_num_queries(len(few)):
        as_alice.post(REMOVE, {"userIds": peers[1:]})
    assert set(roles()) == {"alice", "bob", "carol"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "userIds"),
        ({"userIds": []}, "userIds"),
        ({"userIds": [f"u{n}" for n in range(101)]}, "userIds"),
        ({"userIds": ["bob"], "reason": "x" * 201}, "reason"),
    ],
    ids=["nothing", "none", "101", "a long reason"],
)
def test_what_makes_no_sense_is_400(as_alice: Client, body: dict[str, Any], field: str) -> None:
    assert as_alice.post(REMOVE, body).refused(400, "10004", field)
