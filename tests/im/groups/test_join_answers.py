"""POST /api/im/groups/{groupId}/join-requests/{requestId}/accept and /reject (rows 64 and 65)."""

from typing import Any

import pytest

from im.groups.models import Group, JoinRequest
from journal.facts import Fact
from tests.client import Answer, Client
from tests.im.chat import SEND, to_group
from tests.im.groups.membership import (
    MEMBERS,
    REQUESTS,
    intact,
    logged,
    one_told,
    options,
    place,
    roles,
    told,
)
from tests.im.groups.steps import make

ANSWERS = pytest.mark.parametrize("how", ["accept", "reject"])


@pytest.fixture
def request_id(team: Group, as_erin: Client, facts: list[Fact]) -> str:
    """erin's."""
    options(visibility="PUBLIC")
    asked: str = as_erin.post(REQUESTS, {"message": "hi"}).data["requestId"]
    facts.clear()
    return asked


def handle(client: Client, request_id: str, how: str, message: str = "", **query: Any) -> Answer:
    return client.post(f"{REQUESTS}/{request_id}/{how}", {"message": message}, **query)


def test_who_is_accepted_is_a_member(as_bob: Client, as_erin: Client, request_id: str) -> None:
    answer = handle(as_bob, request_id, "accept", "welcome")
    assert (answer.data["requestId"], answer.data["userId"], answer.data["status"]) == (
        request_id,
        "erin",
        "ACCEPTED",
    )
    assert (answer.data["handlerId"], answer.data["handleMessage"]) == ("bob", "welcome")
    assert answer.data["handledAt"] >= answer.data["createdAt"]
    assert as_bob.get(REQUESTS).items == [answer.data]
    assert roles()["erin"] == "MEMBER"
    assert as_erin.post(SEND, to_group("team")).ok
    assert intact()


def test_who_is_rejected_is_none(as_bob: Client, request_id: str, facts: list[Fact]) -> None:
    assert handle(as_bob, request_id, "reject", "no").data["status"] == "REJECTED"
    assert "erin" not in roles()
    assert [fact.type for fact in facts] == ["group.join_rejected"]
    assert intact()


def test_the_group_hears_of_the_member_and_he_of_the_answer(
    as_bob: Client, request_id: str, facts: list[Fact]
) -> None:
    answer = handle(as_bob, request_id, "accept")
    joined, accepted = one_told(facts, "member_joined"), one_told(facts, "join_accepted")
    assert (joined.data["operatorId"], joined.data["userIds"]) == ("bob", ["erin"])
    assert accepted.audience.users == ("erin",)
    assert accepted.data == {"groupId": "team", "operatorId": "bob", "userIds": ["erin"], **answer.data}


@ANSWERS
def test_it_is_logged(as_bob: Client, request_id: str, how: str) -> None:
    handle(as_bob, request_id, how, "so be it")
    detail = {"requestIds": [request_id], "userIds": ["erin"], "message": "so be it"}
    assert logged(f"GROUP_JOIN_{how.upper()}") == [("bob", "ADMIN", detail)]
    assert logged("GROUP_ADD_MEMBER") == []


@ANSWERS
@pytest.mark.parametrize("first", ["accept", "reject"])
def test_it_is_answered_once(as_bob: Client, as_alice: Client, request_id: str, first: str, how: str) -> None:
    answer = handle(as_bob, request_id, first)
    assert handle(as_alice, request_id, how).refused(400, "10015")
    assert as_bob.get(REQUESTS).items == [answer.data]


def test_into_a_full_group_nobody_is_accepted_yet(as_bob: Client, request_id: str, facts: list[Fact]) -> None:
    options(max_members=3)
    assert handle(as_bob, request_id, "accept").refused(400, "10014")
    assert JoinRequest.objects.get().status == "PENDING"
    assert not facts
    options(max_members=4)
    assert handle(as_bob, request_id, "accept").ok
    assert one_told(facts, "full")


def test_who_became_a_member_meanwhile_is_accepted_all_the_same(
    as_bob: Client, request_id: str, facts: list[Fact]
) -> None:
    as_bob.post(MEMBERS, {"userId": "erin"})
    options(max_members=4)
    joined = place("erin").joined_at
    facts.clear()
    assert handle(as_bob, request_id, "accept").data["status"] == "ACCEPTED"
    assert [fact.type for fact in facts] == ["group.join_accepted"]
    assert place("erin").joined_at == joined
    assert intact()


@ANSWERS
def test_it_is_for_managers(
    as_carol: Client, as_erin: Client, as_mallory: Client, request_id: str, how: str
) -> None:
    for client in (as_carol, as_erin, as_mallory):
        assert handle(client, request_id, how).refused(403, "10007")
    options(visibility="PRIVATE")
    assert handle(as_erin, request_id, how).refused(404, "10010")
    assert handle(as_carol, request_id, how).refused(403, "10007")


@ANSWERS
def test_and_for_trusted_callers(as_server: Client, request_id: str, how: str, facts: list[Fact]) -> None:
    assert handle(as_server, request_id, how).data["handlerId"] == "server"
    assert told(facts, f"join_{how}ed")[0]["operatorId"] == "server"
    assert logged(f"GROUP_JOIN_{how.upper()}")[0][:2] == ("server", "S")
    assert intact()


@ANSWERS
def test_another_groups_request_is_none(
    as_bob: Client, as_alice: Client, alice: Any, bob: Any, mallory: Any, request_id: str, how: str
) -> None:
    make(bob, group_id="bobs", visibility="PUBLIC")
    unknown = as_bob.post(f"/api/im/groups/bobs/join-requests/9000000000000000000/{how}")
    assert unknown.refused(404, "90404")
    assert as_bob.post(f"/api/im/groups/bobs/join-requests/{request_id}/{how}").raw == unknown.raw
    assert JoinRequest.objects.get().status == "PENDING"


@ANSWERS
@pytest.mark.parametrize("wrong", ["x", "-1", "1.0", "9223372036854775808"])
def test_a_request_has_a_number(as_bob: Client, team: Group, how: str, wrong: str) -> None:
    assert handle(as_bob, wrong, how).refused(400, "10004", "requestId")


@ANSWERS
def test_a_message_has_256_characters(as_bob: Client, request_id: str, how: str) -> None:
    assert handle(as_bob, request_id, how, "x" * 257).refused(400, "10004", "message")
    assert as_bob.post(f"{REQUESTS}/{request_id}/{how}").ok
