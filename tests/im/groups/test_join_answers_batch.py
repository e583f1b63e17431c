"""POST /api/im/groups/{groupId}/join-requests/batch/accept and /batch/reject (rows 66 and 67)."""

from typing import Any

import pytest

from accounts.models import Account
from im.groups.models import Group, JoinRequest
from journal.facts import Fact
from tests.client import Client
from tests.im.groups.membership import (
    MEMBERS,
    REQUESTS,
    crowd,
    intact,
    logged,
    one_told,
    options,
    results,
    roles,
    told,
)

ANSWERS = pytest.mark.parametrize("how", ["accept", "reject"])


def ask_all(team: Group, accounts: list[Account]) -> list[str]:
    """Their requests' ids."""
    made = JoinRequest.objects.bulk_create(
        JoinRequest(app=account.app, group=team, account=account) for account in accounts
    )
    return [str(request.pk) for request in made]


@pytest.fixture
def asked(team: Group, alice: Account) -> list[str]:
    """Of peer0, peer1 and peer2."""
    return ask_all(team, crowd(alice, 3))


def test_all_who_are_accepted_come_at_once(as_bob: Client, asked: list[str], facts: list[Fact]) -> None:
    answer = as_bob.post(f"{REQUESTS}/batch/accept", {"requestIds": asked, "message": "welcome"})
    assert answer.data == {
        "total": 3,
        "success": 3,
        "failed": 0,
        "results": [{"requestId": key, "status": "0", "message": "success"} for key in asked],
    }
    assert one_told(facts, "member_joined").data["userIds"] == ["peer0", "peer1", "peer2"]
    accepted = [fact for fact in facts if fact.type == "group.join_accepted"]
    assert [fact.audience.users for fact in accepted] == [("peer0",), ("peer1",), ("peer2",)]
    assert {fact.data["handleMessage"] for fact in accepted} == {"welcome"}
    ((who, role, detail),) = logged("GROUP_JOIN_ACCEPT")
    assert (who, role, detail["requestIds"]) == ("bob", "ADMIN", asked)
    assert set(roles()) >= {"peer0", "peer1", "peer2"}
    assert intact()


def test_all_who_are_rejected_hear_of_it(as_bob: Client, asked: list[str], facts: list[Fact]) -> None:
    assert as_bob.post(f"{REQUESTS}/batch/reject", {"requestIds": asked}).data["success"] == 3
    assert [fact.type for fact in facts] == ["group.join_rejected"] * 3
    assert len(logged("GROUP_JOIN_REJECT")) == 1
    assert len(roles()) == 3


@ANSWERS
def test_each_is_judged_by_itself(as_bob: Client, asked: list[str], how: str) -> None:
    JoinRequest.objects.filter(pk=asked[1]).update(status="REJECTED")
    keys = [asked[0], asked[1], "9000000000000000000", asked[0]]
    answer = as_bob.post(f"{REQUESTS}/batch/{how}", {"requestIds": keys})
    assert results(answer) == list(zip(keys, ["0", "10015", "90404", "0"], strict=True))
    assert (answer.data["success"], answer.data["failed"]) == (2, 2)
    assert intact()


def test_who_finds_no_place_waits_on(as_bob: Client, asked: list[str], facts: list[Fact]) -> None:
    options(max_members=5)
    as_bob.post(MEMBERS, {"userId": "peer1"})
    facts.clear()
    answer = as_bob.post(f"{REQUESTS}/batch/accept", {"requestIds": asked})
    assert [code for _, code in results(answer)] == ["0", "0", "10014"]
    assert JoinRequest.objects.get(pk=asked[2]).status == "PENDING"
    assert one_told(facts, "member_joined").data["userIds"] == ["peer0"]
    assert len(told(facts, "full")) == 1
    assert intact()


@ANSWERS
def test_it_is_for_managers(as_carol: Client, as_erin: Client, asked: list[str], how: str) -> None:
    assert as_carol.post(f"{REQUESTS}/batch/{how}", {"requestIds": asked}).refused(403, "10007")
    assert as_erin.post(f"{REQUESTS}/batch/{how}", {"requestIds": asked}).refused(404, "10010")
    assert JoinRequest.objects.filter(status="PENDING").count() == 3


@pytest.mark.usefixtures("remembering")
@ANSWERS
def test_their_number_costs_no_more_statements(
    as_alice: Client, alice: Account, team: Group, how: str, django_assert_max_num_queries: Any
) -> None:
    keys = ask_all(team, crowd(alice, 101))
    with django_assert_max_num_queries(30) as few:
        as_alice.post(f"{REQUESTS}/batch/{how}", {"requestIds": keys[:1]})
    with django_assert_max_num_queries(len(few)):
        assert as_alice.post(f"{REQUESTS}/batch/{how}", {"requestIds": keys[1:]}).data["success"] == 100


@ANSWERS
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "requestIds"),
        ({"requestIds": []}, "requestIds"),
        ({"requestIds": [str(n) for n in range(101)]}, "requestIds"),
        ({"requestIds": ["x"]}, "requestIds[0]"),
        ({"requestIds": [1]}, "requestIds[0]"),
        ({"requestIds": ["1"], "message": "x" * 257}, "message"),
    ],
    ids=["nothing", "none", "101", "no number", "no string", "a long message"],
)
def test_what_makes_no_sense_is_400(
    as_alice: Client, team: Group, how: str, body: dict[str, Any], field: str
) -> None:
    assert as_alice.post(f"{REQUESTS}/batch/{how}", body).refused(400, "10004", field)
