"""POST /api/im/groups/{groupId}/join-requests (row 62)."""

from typing import Any

import pytest

from accounts.models import Account
from im.groups.models import JoinRequest
from journal.facts import Fact
from tests.client import Client
from tests.im.groups.membership import MEMBERS, REQUESTS, intact, logged, one_told, options, roles, told


@pytest.fixture(autouse=True)
def _open_to_all(team: None) -> None:
    options(visibility="PUBLIC")


def test_one_asks_and_waits(as_erin: Client, facts: list[Fact]) -> None:
    answer = as_erin.post(REQUESTS, {"message": "let me in", "source": "search"})
    request = JoinRequest.objects.get()
    assert answer.data == {"requestId": str(request.pk), "status": "PENDING"}
    assert (request.message, request.source, request.inviter) == ("let me in", "search", None)
    assert "erin" not in roles()
    fact = one_told(facts, "join_requested")
    assert fact.audience.users == ("alice", "bob")
    assert isinstance(fact.data.pop("createdAt"), int)
    assert fact.data == {
        "groupId": "team",
        "operatorId": "erin",
        "userIds": ["erin"],
        "requestId": str(request.pk),
        "userId": "erin",
        "nickname": "Erin",
        "avatar": "",
        "inviterId": None,
        "message": "let me in",
        "source": "search",
        "status": "PENDING",
        "handlerId": None,
        "handleMessage": "",
        "handledAt": None,
    }


def test_asking_again_gives_the_same_request(as_erin: Client, facts: list[Fact]) -> None:
    first = as_erin.post(REQUESTS, {})
    again = as_erin.post(REQUESTS, {"message": "please"})
    assert first.data == again.data
    assert len(told(facts, "join_requested")) == 1
    options(max_members=3)
    assert as_erin.post(REQUESTS).data == first.data


def test_who_was_turned_down_may_ask_anew(as_erin: Client, as_bob: Client) -> None:
    first = as_erin.post(REQUESTS).data["requestId"]
    as_bob.post(f"{REQUESTS}/{first}/reject")
    assert as_erin.post(REQUESTS).data["requestId"] != first


def test_a_free_group_takes_one_at_once(as_erin: Client, facts: list[Fact]) -> None:
    options(join_option="FREE")
    assert as_erin.post(REQUESTS).data == {"requestId": None, "status": "JOINED"}
    fact = one_told(facts, "member_joined")
    assert (fact.data["operatorId"], fact.data["userIds"]) == ("erin", ["erin"])
    assert fact.audience.users == ("erin",)
    assert not told(facts, "join_requested")
    assert logged("GROUP_ADD_MEMBER") == []
    assert intact()


def test_a_disabled_one_takes_nobody(as_erin: Client) -> None:
    options(join_option="DISABLED")
    assert as_erin.post(REQUESTS).refused(403, "10007")


@pytest.mark.parametrize("join_option", ["FREE", "NEED_APPROVAL", "DISABLED"])
def test_a_private_one_is_not_there(as_erin: Client, join_option: str) -> None:
    options(visibility="PRIVATE", join_option=join_option)
    assert as_erin.post(REQUESTS).refused(404, "10010")


@pytest.mark.parametrize("join_option", ["FREE", "NEED_APPROVAL", "DISABLED"])
def test_who_is_in_need_not_ask(as_carol: Client, as_alice: Client, join_option: str) -> None:
    options(join_option=join_option)
    for client in (as_carol, as_alice):
        assert client.post(REQUESTS).refused(400, "10013")


@pytest.mark.parametrize("join_option", ["FREE", "NEED_APPROVAL"])
def test_a_full_one_takes_nobody(as_erin: Client, join_option: str) -> None:
    options(join_option=join_option, max_members=3)
    assert as_erin.post(REQUESTS).refused(400, "10014")
    assert not JoinRequest.objects.exists()


def test_who_takes_the_last_place_fills_it(as_erin: Client, facts: list[Fact]) -> None:
    options(join_option="FREE", max_members=4)
    assert as_erin.post(REQUESTS).ok
    assert one_told(facts, "full").data["memberCount"] == 4


def test_trusted_callers_ask_for_somebody(as_server: Client, as_root: Client, erin: Account) -> None:
    assert as_server.post(REQUESTS).refused(400, "10004", "actAs")
    asked = as_server.post(REQUESTS, None, actAs="erin")
    assert asked.data["status"] == "PENDING"
    assert as_root.post(REQUESTS, None, actAs="erin").data == asked.data
    assert as_root.post(REQUESTS, None, actAs="nobody").refused(404, "70107")


def test_an_invitation_is_a_request_already(as_carol: Client, as_erin: Client) -> None:
    options(invite_option="MEMBERS")
    as_carol.post(MEMBERS, {"userId": "erin"})
    request = JoinRequest.objects.get()
    assert as_erin.post(REQUESTS).data["requestId"] == str(request.pk)


@pytest.mark.parametrize(
    ("body", "field"),
    [({"message": "x" * 257}, "message"), ({"message": 1}, "message"), ({"source": "x" * 65}, "source")],
    ids=["long", "a number", "a long source"],
)
def test_what_makes_no_sense_is_400(as_erin: Client, body: dict[str, Any], field: str) -> None:
    assert as_erin.post(REQUESTS, body).refused(400, "10004", field)


def test_a_key_makes_a_repeat_harmless(as_erin: Client) -> None:
    options(join_option="FREE")
    first, again = (
        as_erin.call("POST", REQUESTS, body={}, headers={"Idempotency-Key": "k"}) for _ in range(2)
    )
    assert first.raw == again.raw
    assert again.data["status"] == "JOINED"
