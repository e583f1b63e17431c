"""DELETE /api/im/groups/{groupId}/members/{targetUserId} (row 54)."""

from typing import Any

import pytest

from accounts.models import Account
from im.groups.models import Group
from journal.facts import Fact
from tests.client import Answer, Client
from tests.im.chat import SEND, targets, to_group
from tests.im.groups.membership import MEMBERS, intact, logged, one_told, options, place, roles, told

pytestmark = pytest.mark.usefixtures("team")


def remove(client: Client, user_id: str, **query: Any) -> Answer:
    return client.delete(f"{MEMBERS}/{user_id}", **query)


def test_managers_remove_who_is_below_them(as_alice: Client, as_bob: Client) -> None:
    assert remove(as_bob, "carol").data == {"userId": "carol", "removed": True}
    assert remove(as_alice, "bob").data == {"userId": "bob", "removed": True}
    assert roles() == {"alice": "OWNER"}
    assert intact()


def test_the_group_and_he_who_goes_hear_of_it(as_bob: Client, team: Group, facts: list[Fact]) -> None:
    remove(as_bob, "carol", reason="noise")
    fact = one_told(facts, "member_left")
    assert fact.data == {
        "groupId": "team",
        "operatorId": "bob",
        "userIds": ["carol"],
        "kind": "KICKED",
        "reason": "noise",
        "memberCount": 2,
    }
    assert fact.audience.users == ("carol",)
    assert fact.audience.conversation_id == team.conversation.pk
    assert logged("GROUP_REMOVE_MEMBER") == [("bob", "ADMIN", {"userIds": ["carol"], "reason": "noise"})]


@pytest.mark.parametrize("user_id", ["bob", "carol"])
def test_oneself_one_removes_by_quitting(request: Any, user_id: str, facts: list[Fact]) -> None:
    client: Client = request.getfixturevalue(f"as_{user_id}")
    assert remove(client, user_id).ok
    assert one_told(facts, "member_left").data["kind"] == "QUIT"
    assert logged("GROUP_REMOVE_MEMBER") == []
    assert user_id not in roles()
    assert intact()


def test_who_has_gone_says_nothing_more_and_lists_it_no_more(as_alice: Client, as_carol: Client) -> None:
    assert as_alice.post(SEND, to_group("team")).ok
    assert targets(as_carol) == ["team"]
    remove(as_carol, "carol")
    assert as_carol.post(SEND, to_group("team")).refused(404, "10010")
    assert targets(as_carol) == []


@pytest.mark.parametrize("caller", ["as_alice", "as_bob", "as_root", "as_server", "as_operator"])
def test_nobody_removes_the_owner(request: Any, caller: str) -> None:
    client: Client = request.getfixturevalue(caller)
    assert remove(client, "alice").refused(400, "10004", "userId")
    assert roles()["alice"] == "OWNER"


def test_nor_an_equal_nor_one_above(as_alice: Client, as_bob: Client, as_carol: Client) -> None:
    place_of_carol = place("carol")
    place_of_carol.role = "ADMIN"
    place_of_carol.save()
    assert remove(as_bob, "carol").refused(403, "10007")
    place_of_carol.role = "MEMBER"
    place_of_carol.save()
    for user_id in ("alice", "bob", "erin", "nobody"):
        assert remove(as_carol, user_id).refused(403, "10007")
    assert len(roles()) == 3


def test_who_is_no_member_has_gone_already(as_bob: Client, dave: Account, facts: list[Fact]) -> None:
    for user_id in ("erin", "nobody", "dave"):
        assert remove(as_bob, user_id).data == {"userId": user_id, "removed": True}
    assert remove(as_bob, "carol").ok
    facts.clear()
    assert remove(as_bob, "carol").ok
    assert not facts
    assert len(logged("GROUP_REMOVE_MEMBER")) == 1


def test_a_stranger_removes_nobody(as_erin: Client) -> None:
    for user_id in ("carol", "erin", "nobody"):
        assert remove(as_erin, user_id).refused(404, "10010")
    options(visibility="PUBLIC")
    for user_id in ("carol", "erin", "nobody"):
        assert remove(as_erin, user_id).refused(403, "10007")


def test_trusted_callers_remove_anybody_else(
    as_root: Client, as_server: Client, as_operator: Client, facts: list[Fact]
) -> None:
    assert remove(as_server, "bob").ok
    assert remove(as_operator, "carol", actAs="alice").ok
    assert [data["operatorId"] for data in told(facts, "member_left")] == ["server", "operator:olga"]
    assert [(who, role) for who, role, _ in logged("GROUP_REMOVE_MEMBER")] == [("server", "S"), ("olga", "T")]
    assert intact()


def test_quitting_for_another_is_quitting(as_server: Client, facts: list[Fact]) -> None:
    assert remove(as_server, "carol", actAs="carol").ok
    assert told(facts, "member_left")[0]["kind"] == "QUIT"


def test_reason_and_silence_come_by_query_or_body(
    as_bob: Client, as_alice: Client, facts: list[Fact]
) -> None:
    assert remove(as_bob, "carol", silence=True).ok
    assert as_alice.delete(f"{MEMBERS}/bob", {"reason": "bye", "silence": True}).ok
    assert all(fact.quiet for fact in facts if fact.type == "group.member_left")
    assert told(facts, "member_left")[1]["reason"] == "bye"
    assert remove(as_alice, "bob", silence="maybe").refused(400, "10004", "silence")
    assert remove(as_alice, "bob", reason="x" * 201).refused(400, "10004", "reason")
    assert remove(as_alice, "b b").refused(400, "10004", "targetUserId")


def test_who_was_an_admin_is_none_when_he_returns(as_alice: Client, as_bob: Client) -> None:
    remove(as_bob, "bob")
    as_alice.post(MEMBERS, {"userId": "bob"})
    assert roles()["bob"] == "MEMBER"
