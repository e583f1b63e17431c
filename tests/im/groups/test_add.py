"""POST /api/im/groups/{groupId}/members (row 52)."""

from typing import Any

import pytest

from accounts.models import Account
from im.groups.models import Group, JoinRequest
from journal.facts import Fact
from tests.client import Answer, Client
from tests.im.chat import delete, say_in, texts
from tests.im.groups.membership import (
    MEMBERS,
    crowd,
    intact,
    logged,
    one_told,
    options,
    place,
    results,
    roles,
    told,
)

pytestmark = pytest.mark.usefixtures("team")


def add(client: Client, *names: str, **more: Any) -> Answer:
    body = {"userId": names[0]} if len(names) == 1 else {"userIds": list(names)}
    return client.post(MEMBERS, {**body, **more})


def test_managers_add_members(as_alice: Client, as_bob: Client, mallory: Account) -> None:
    answer = add(as_alice, "erin")
    assert answer.data == {
        "total": 1,
        "success": 1,
        "failed": 0,
        "results": [{"userId": "erin", "status": "0", "message": "success", "result": "ADDED"}],
    }
    assert results(add(as_bob, "mallory"), "result") == [("mallory", "ADDED")]
    assert roles() == {
        "alice": "OWNER",
        "bob": "ADMIN",
        "carol": "MEMBER",
        "erin": "MEMBER",
        "mallory": "MEMBER",
    }
    assert intact()


def test_each_gets_his_word_in_order_and_repeats_are_done_once(
    as_alice: Client, dave: Account, mallory: Account
) -> None:
    options(max_members=4)
    answer = add(as_alice, "carol", "erin", "nobody", "dave", "erin", "mallory", "platform")
    assert results(answer, "result") == [
        ("carol", "ALREADY"),
        ("erin", "ADDED"),
        ("nobody", "FAILED"),
        ("dave", "FAILED"),
        ("erin", "ADDED"),
        ("mallory", "FULL"),
        ("platform", "FAILED"),
    ]
    assert [code for _, code in results(answer)] == ["0", "0", "70107", "70107", "0", "10014", "70107"]
    assert (answer.data["total"], answer.data["success"], answer.data["failed"]) == (7, 3, 4)
    assert intact()


def test_the_group_and_those_added_hear_of_it(as_bob: Client, team: Group, facts: list[Fact]) -> None:
    add(as_bob, "erin", "mallory", "carol", inviteReason="new here")
    fact = one_told(facts, "member_joined")
    assert fact.data == {
        "groupId": "team",
        "operatorId": "bob",
        "userIds": ["erin"],
        "memberCount": 4,
        "inviteReason": "new here",
    }
    assert fact.audience.users == ("erin",)
    assert fact.audience.conversation_id == team.conversation.pk
    assert not fact.quiet


def test_a_chat_begins_where_one_comes_in(as_alice: Client, as_erin: Client) -> None:
    say_in(as_alice, "team", "before")
    add(as_alice, "erin")
    say_in(as_alice, "team", "after")
    items = as_erin.get("/api/im/messages/group-history/team").items
    assert "before" not in texts(items)
    assert "after" in texts(items)


def test_in_silence_no_message_tells_of_it(as_alice: Client, facts: list[Fact]) -> None:
    add(as_alice, "erin", silence=True)
    assert one_told(facts, "member_joined").quiet
    assert not [fact for fact in facts if fact.type == "message.sent"]


def test_who_fills_the_group_is_the_last(as_alice: Client, mallory: Account, facts: list[Fact]) -> None:
    options(max_members=5)
    add(as_alice, "erin")
    assert not told(facts, "full")
    add(as_alice, "mallory")
    (full,) = told(facts, "full")
    assert (full["memberCount"], full["maxMembers"], full["operatorId"]) == (5, 5, "alice")
    facts.clear()
    assert results(add(as_alice, "root"), "result") == [("root", "FAILED")]
    assert results(add(as_alice, "erin"), "result") == [("erin", "ALREADY")]
    assert not facts


def test_who_comes_back_is_a_member_and_still_muted(as_alice: Client, bob: Account) -> None:
    row = place("bob")
    row.muted_until, row.name_card = -1, "Bobby"
    row.save()
    as_alice.delete(f"{MEMBERS}/bob")
    assert results(add(as_alice, "bob"), "result") == [("bob", "ADDED")]
    again = place("bob")
    assert (again.pk, again.role, again.muted_until, again.name_card) == (row.pk, "MEMBER", -1, "")
    assert again.joined_at > row.joined_at
    assert intact()


def test_what_managers_and_the_server_do_is_logged(
    as_bob: Client, as_server: Client, mallory: Account
) -> None:
    add(as_bob, "erin", "carol")
    add(as_server, "mallory")
    add(as_bob, "erin")
    assert logged("GROUP_ADD_MEMBER") == [
        ("bob", "ADMIN", {"userIds": ["erin"]}),
        ("server", "S", {"userIds": ["mallory"]}),
    ]


def test_a_plain_member_adds_nobody_unless_the_group_lets_him(as_carol: Client) -> None:
    assert add(as_carol, "erin").refused(403, "10007")
    assert results(add(as_carol, "carol"), "result") == [("carol", "ALREADY")]
    options(invite_option="MEMBERS", join_option="FREE")
    assert results(add(as_carol, "erin"), "result") == [("erin", "ADDED")]
    assert logged("GROUP_ADD_MEMBER") == []


@pytest.mark.parametrize("join_option", ["NEED_APPROVAL", "DISABLED"])
def test_whom_a_plain_member_invites_waits_for_the_managers(
    as_carol: Client, as_bob: Client, join_option: str, facts: list[Fact]
) -> None:
    options(invite_option="MEMBERS", join_option=join_option)
    answer = add(as_carol, "erin", "bob", "nobody", "erin", inviteReason="my friend")
    assert results(answer, "result") == [
        ("erin", "PENDING"),
        ("bob", "ALREADY"),
        ("nobody", "FAILED"),
        ("erin", "PENDING"),
    ]
    assert answer.data["success"] == 3
    request = JoinRequest.objects.get()
    assert (request.account.user_id, request.message) == ("erin", "my friend")
    fact = one_told(facts, "join_requested")
    assert fact.audience.users == ("alice", "bob")
    assert (fact.data["inviterId"], fact.data["userId"], fact.data["operatorId"]) == (
        "carol",
        "erin",
        "carol",
    )
    facts.clear()
    assert results(add(as_carol, "erin"), "result") == [("erin", "PENDING")]
    assert JoinRequest.objects.count() == 1
    assert not facts
    assert results(add(as_bob, "erin"), "result") == [("erin", "ADDED")]


def test_into_a_full_group_nobody_is_invited(as_carol: Client) -> None:
    options(invite_option="MEMBERS", max_members=3)
    assert results(add(as_carol, "erin"), "result") == [("erin", "FULL")]
    assert not JoinRequest.objects.exists()


def test_oneself_one_adds_where_the_group_is_public_and_free(as_erin: Client, facts: list[Fact]) -> None:
    assert add(as_erin, "erin").refused(404, "10010")
    options(join_option="FREE")
    assert add(as_erin, "erin").refused(404, "10010")
    options(visibility="PUBLIC")
    assert add(as_erin, "erin", "mallory").refused(403, "10007")
    assert results(add(as_erin, "erin"), "result") == [("erin", "ADDED")]
    assert one_told(facts, "member_joined").data["operatorId"] == "erin"
    assert results(add(as_erin, "erin"), "result") == [("erin", "ALREADY")]
    assert intact()


@pytest.mark.parametrize("join_option", ["NEED_APPROVAL", "DISABLED"])
def test_and_nowhere_else(as_erin: Client, join_option: str) -> None:
    options(visibility="PUBLIC", join_option=join_option)
    assert add(as_erin, "erin").refused(403, "10007")
    assert add(as_erin, "mallory").refused(403, "10007")
    assert "erin" not in roles()


@pytest.mark.parametrize("caller", ["as_root", "as_server", "as_operator"])
def test_trusted_callers_are_bound_by_no_option(request: Any, caller: str) -> None:
    options(join_option="DISABLED")
    client: Client = request.getfixturevalue(caller)
    assert results(add(client, "erin"), "result") == [("erin", "ADDED")]
    assert intact()


def test_deleted_accounts_are_none(as_alice: Client, erin: Account) -> None:
    delete(erin)
    assert results(add(as_alice, "erin")) == [("erin", "70107")]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "userId"),
        ({"userId": "erin", "userIds": ["erin"]}, "userId"),
        ({"userIds": []}, "userIds"),
        ({"userIds": [f"u{n}" for n in range(21)]}, "userIds"),
        ({"userIds": "erin"}, "userIds"),
        ({"userIds": [1]}, "userIds[0]"),
        ({"userId": "a b"}, "userId"),
        ({"userId": "erin", "silence": "yes"}, "silence"),
        ({"userId": "erin", "inviteReason": "x" * 257}, "inviteReason"),
    ],
)
def test_what_makes_no_sense_is_400(as_alice: Client, body: dict[str, Any], field: str) -> None:
    assert as_alice.post(MEMBERS, body).refused(400, "10004", field)


def test_a_key_makes_a_repeat_harmless(as_alice: Client) -> None:
    key = {"Idempotency-Key": "k"}
    first = as_alice.call("POST", MEMBERS, body={"userId": "erin"}, headers=key)
    again = as_alice.call("POST", MEMBERS, body={"userId": "erin"}, headers=key)
    assert first.raw == again.raw
    assert results(again, "result") == [("erin", "ADDED")]


def test_a_dismissed_group_takes_nobody(as_alice: Client, as_server: Client) -> None:
    options(status="DISMISSED")
    for client in (as_alice, as_server):
        assert add(client, "erin").refused(404, "10010")


def test_their_number_costs_no_more_statements(
    as_alice: Client, alice: Account, django_assert_max_num_queries: Any
) -> None:
    crowd(alice, 20)
    with django_assert_max_num_queries(30) as few:
        add(as_alice, "peer0")
    with django_assert_max_num_queries(len(few)):
        add(as_alice, *(f"peer{n}" for n in range(1, 20)))
