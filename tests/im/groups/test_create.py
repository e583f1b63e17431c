"""POST /api/im/groups (row 45)."""

from functools import partial
from typing import Any

import pytest

from accounts.models import Account, App, Identifier
from im.conversations.models import Conversation, Member
from im.groups.models import Group, GroupMember
from journal.facts import Fact
from journal.models import Operation
from tests.client import Client
from tests.im.chat import delete
from tests.im.groups.steps import GROUPS, crowd, dismiss, logged, make, new, shown, statements, told

EMOJI = "🙂"  # four bytes


def test_a_group_begins_with_what_its_owner_said(as_alice: Client, alice: Account, bob: Account) -> None:
    fields = {
        "groupId": "team",
        "name": "The Team",
        "avatar": "https://example.com/a.png",
        "introduction": "We meet on Mondays",
        "announcement": "No meeting today",
        "visibility": "PUBLIC",
        "joinOption": "FREE",
        "inviteOption": "MEMBERS",
        "attributeOption": "MEMBERS",
        "historyVisible": True,
        "maxMembers": 50,
        "custom": {"floor": "3"},
    }
    answer = as_alice.post(GROUPS, {**fields, "members": [{"userId": "bob"}]})
    assert answer.ok, answer
    group = answer.data
    assert fields.items() <= group.items()
    assert group["ownerId"] == "alice"
    assert group["memberCount"] == 2
    assert (group["status"], group["muteAll"]) == ("ACTIVE", False)
    assert (group["attributes"], group["attributesVersion"]) == ({}, 0)
    assert group["self"]["role"] == "OWNER"
    assert group["createdAt"] == group["updatedAt"] == group["self"]["joinTime"]
    assert group.pop("failed") == []
    assert shown(as_alice) == group


def test_its_options_begin_closed(as_alice: Client) -> None:
    group = new(as_alice).data
    assert (group["visibility"], group["joinOption"]) == ("PRIVATE", "NEED_APPROVAL")
    assert (group["inviteOption"], group["attributeOption"]) == ("ADMINS", "ADMINS")
    assert (group["historyVisible"], group["maxMembers"], group["custom"]) == (False, 2_000, {})


def test_null_is_what_it_begins_with(as_alice: Client) -> None:
    names = ("groupId", "avatar", "introduction", "announcement", "visibility", "maxMembers", "custom")
    group = new(as_alice, **dict.fromkeys(names)).data
    assert (group["avatar"], group["visibility"], group["maxMembers"]) == ("", "PRIVATE", 2_000)


def test_an_id_is_made_where_none_is_given(as_alice: Client) -> None:
    first, second = new(as_alice).data["groupId"], new(as_alice).data["groupId"]
    assert first != second
    assert first.startswith("@G-")
    assert shown(as_alice, first)["groupId"] == first


def test_first_members_have_their_roles(as_alice: Client, bob: Account, carol: Account) -> None:
    members = [{"userId": "bob", "role": "ADMIN"}, {"userId": "carol"}]
    assert new(as_alice, groupId="team", members=members).ok
    roles = dict(GroupMember.objects.values_list("account__user_id", "role"))
    assert roles == {"alice": "OWNER", "bob": "ADMIN", "carol": "MEMBER"}


def test_repeats_and_the_owner_in_the_list_are_ignored(as_alice: Client, bob: Account) -> None:
    members = [{"userId": "bob", "role": "ADMIN"}, {"userId": "alice"}, {"userId": "bob"}]
    answer = new(as_alice, members=members)
    assert (answer.data["memberCount"], answer.data["failed"]) == (2, [])
    assert GroupMember.objects.get(account=bob).role == "ADMIN"
    assert answer.data["self"]["role"] == "OWNER"


def test_who_is_no_account_is_told_in_failed(
    as_alice: Client, bob: Account, carol: Account, dave: Account
) -> None:
    delete(carol)
    members = [{"userId": name} for name in ("nobody", "bob", "carol", "dave", "platform")]
    answer = new(as_alice, members=members)
    assert answer.ok
    assert sorted(item["userId"] for item in answer.data["failed"]) == ["carol", "dave", "nobody", "platform"]
    assert {item["status"] for item in answer.data["failed"]} == {"70107"}
    assert answer.data["memberCount"] == 2


def test_a_blacklist_is_no_obstacle(as_alice: Client, mallory: Account, blocked: None) -> None:
    assert new(as_alice, members=[{"userId": "mallory"}]).data["memberCount"] == 2


def test_its_members_talk_in_it(as_alice: Client, alice: Account, bob: Account) -> None:
    assert new(as_alice, groupId="team", members=[{"userId": "bob"}]).ok
    talk = Conversation.objects.get(group__group_id="team")
    assert set(Member.objects.filter(conversation=talk).values_list("account", flat=True)) == {
        alice.pk,
        bob.pk,
    }


def test_its_members_hear_of_it(as_alice: Client, bob: Account, facts: list[Fact]) -> None:
    assert new(as_alice, groupId="team", members=[{"userId": "bob"}, {"userId": "nobody"}]).ok
    (fact,) = told(facts, "group.created")
    assert set(fact.audience.users) == set(fact.data["userIds"]) == {"alice", "bob"}
    assert fact.data["operatorId"] == "alice"
    assert not Operation.objects.exists()


@pytest.mark.parametrize(
    "group_id", ["team", "a" * 48, "A.b-c_d@e", "1"], ids=["word", "48", "signs", "digit"]
)
def test_ids_may_be_chosen(as_alice: Client, group_id: str) -> None:
    assert new(as_alice, groupId=group_id).data["groupId"] == group_id


@pytest.mark.parametrize(
    "group_id",
    ["", "a" * 49, "群", "a b", "a/b", ".", "..", "public", "search", "platform", "administrator", "@G-x"],
)
def test_other_ids_are_refused(as_alice: Client, as_root: Client, group_id: str) -> None:
    for client in (as_alice, as_root):
        assert new(client, groupId=group_id).refused(400, "10004", "groupId")


def test_an_id_in_use_is_refused(as_alice: Client, as_bob: Client, as_server: Client, bob: Account) -> None:
    assert new(as_alice, groupId="team").ok
    for client in (as_alice, as_bob):
        assert new(client, groupId="team").refused(400, "10021", "groupId")
    assert new(as_server, groupId="team", ownerId="bob").refused(400, "10021")
    assert new(as_alice, groupId="bob").refused(400, "10021")
    assert new(as_alice, groupId="Team").ok


def test_an_account_cannot_take_a_groups_id(as_alice: Client, as_root: Client) -> None:
    assert new(as_alice, groupId="team").ok
    assert as_root.post("/api/im/accounts/import", {"userId": "team"}).refused(400, "10004", "userId")


def test_the_id_of_a_dismissed_group_is_never_used_again(as_alice: Client, alice: Account) -> None:
    dismiss(make(alice))
    assert new(as_alice, groupId="team").refused(400, "10021")


def test_another_app_has_ids_of_its_own(as_alice: Client, as_dave: Client) -> None:
    assert new(as_alice, groupId="team").ok
    assert new(as_dave, groupId="team").ok


GOOD: dict[str, Any] = {
    "name of 64": {"name": "名" * 64},
    "avatar of 500": {"avatar": "a" * 500},
    "introduction of 240 bytes": {"introduction": EMOJI * 60},
    "announcement of 300 bytes": {"announcement": EMOJI * 75},
    "introduction of two lines": {"introduction": "one\ntwo"},
    "custom of 10": {"custom": {f"{n}": "" for n in range(10)}},
    "custom key of 16 bytes": {"custom": {EMOJI * 4: ""}},
    "custom value of 512 bytes": {"custom": {"a": EMOJI * 128}},
    "unknown field": {"colour": "red"},
}
BAD: dict[str, Any] = {
    "no name": {"name": None},
    "empty name": {"name": ""},
    "blank name": {"name": " \t "},
    "name of 65": {"name": "n" * 65},
    "name of two lines": {"name": "one\ntwo"},
    "avatar of 501": {"avatar": "a" * 501},
    "introduction of 241 bytes": {"introduction": EMOJI * 60 + "a"},
    "announcement of 301 bytes": {"announcement": EMOJI * 75 + "a"},
    "visibility": {"visibility": "public"},
    "joinOption": {"joinOption": "CLOSED"},
    "inviteOption": {"inviteOption": "OWNER"},
    "attributeOption": {"attributeOption": 1},
    "historyVisible": {"historyVisible": 1},
    "maxMembers of 0": {"maxMembers": 0},
    "maxMembers of 10,001": {"maxMembers": 10_001},
    "maxMembers of words": {"maxMembers": "5"},
    "custom of 11": {"custom": {f"{n}": "" for n in range(11)}},
    "custom key of 17 bytes": {"custom": {EMOJI * 4 + "a": ""}},
    "custom empty key": {"custom": {"": ""}},
    "custom value of 513 bytes": {"custom": {"a": EMOJI * 128 + "a"}},
    "custom number": {"custom": {"a": 1}},
    "custom list": {"custom": []},
    "members of 101": {"members": [{"userId": f"u{n}"} for n in range(101)]},
    "members as words": {"members": ["bob"]},
    "members owner": {"members": [{"userId": "bob", "role": "OWNER"}]},
    "members without id": {"members": [{"role": "ADMIN"}]},
    "members with a bad id": {"members": [{"userId": "b b"}]},
    "members no list": {"members": {"userId": "bob"}},
}


@pytest.mark.parametrize("fields", GOOD.values(), ids=GOOD.keys())
def test_it_takes(as_alice: Client, fields: dict[str, Any]) -> None:
    answer = new(as_alice, **fields)
    assert answer.ok, answer
    assert {k: v for k, v in fields.items() if k != "colour"}.items() <= answer.data.items()


@pytest.mark.parametrize("fields", BAD.values(), ids=BAD.keys())
def test_it_refuses(as_alice: Client, fields: dict[str, Any], facts: list[Fact]) -> None:
    answer = new(as_alice, **fields)
    assert answer.refused(400, "10004"), answer
    assert any(error["field"].startswith(next(iter(fields))) for error in answer.data["errors"])
    assert not Group.objects.exists()
    assert facts == []


def test_it_takes_a_hundred_members(as_alice: Client, acme: App) -> None:
    people = crowd(acme, 100)
    answer = new(as_alice, members=[{"userId": person.user_id} for person in people])
    assert answer.data["memberCount"] == 101


def test_there_are_at_most_ten_admins(as_alice: Client, acme: App) -> None:
    members = [{"userId": person.user_id, "role": "ADMIN"} for person in crowd(acme, 11)]
    assert new(as_alice, members=members).refused(400, "10004", "members")
    assert new(as_alice, members=[*members[:10], {"userId": "peer10"}]).ok


def test_more_members_than_it_has_room_for_are_refused(
    as_alice: Client, bob: Account, carol: Account
) -> None:
    members = [{"userId": "bob"}, {"userId": "carol"}]
    assert new(as_alice, groupId="team", maxMembers=2, members=members).refused(400, "10014")
    assert not Identifier.objects.filter(name="team").exists()
    assert new(as_alice, groupId="team", maxMembers=3, members=members).ok


def test_beyond_the_apps_size_only_administrators_go(
    as_alice: Client, as_root: Client, as_server: Client
) -> None:
    assert new(as_alice, maxMembers=2_000).ok
    assert new(as_alice, maxMembers=2_001).refused(403, "60010")
    assert new(as_root, maxMembers=10_000).data["maxMembers"] == 10_000
    assert as_root.put("/api/im/admin/settings", {"maxMembers": 10}).ok
    assert new(as_alice).data["maxMembers"] == 10
    assert new(as_alice, maxMembers=11).refused(403, "60010")
    assert new(as_server, ownerId="alice", maxMembers=11).ok


def test_administrators_name_the_owner(
    as_root: Client, as_server: Client, as_operator: Client, alice: Account, facts: list[Fact]
) -> None:
    for client, group_id, who in (
        (as_root, "one", "root"),
        (as_server, "two", "server"),
        (as_operator, "three", "operator:olga"),
    ):
        group = new(client, groupId=group_id, ownerId="alice").data
        assert (group["ownerId"], group["memberCount"]) == ("alice", 1)
        assert group["self"]["role"] == "OWNER"
        assert told(facts, "group.created")[-1].data["operatorId"] == who
    entries = logged("GROUP_CREATE")
    assert [(row.operator_role, row.target_type, row.target_id) for row in entries] == [
        ("A", "GROUP", "one"),
        ("S", "GROUP", "two"),
        ("T", "GROUP", "three"),
    ]
    assert entries[0].detail == {"ownerId": "alice", "userIds": ["alice"]}


def test_an_administrator_who_names_nobody_owns_it(as_root: Client) -> None:
    assert new(as_root).data["ownerId"] == "root"


def test_a_server_must_name_the_owner(as_server: Client, as_operator: Client, alice: Account) -> None:
    for client in (as_server, as_operator):
        assert new(client).refused(400, "10004", "ownerId")
        assert client.post(GROUPS, {"name": "Team"}, actAs="alice").data["ownerId"] == "alice"


def test_an_unknown_owner_is_404(as_root: Client, bob: Account, dave: Account) -> None:
    delete(bob)
    for name in ("nobody", "bob", "dave", "platform"):
        assert new(as_root, groupId="team", ownerId=name).refused(404, "70107")
    assert not Identifier.objects.filter(name="team").exists()


def test_nobody_else_names_an_owner(as_alice: Client, bob: Account) -> None:
    for name in ("alice", "bob", "nobody"):
        assert new(as_alice, ownerId=name).refused(403, "60010")
    assert as_alice.post(GROUPS, {"name": "Team"}, actAs="bob").refused(403, "60010")


def test_a_repeat_with_the_same_key_makes_no_second_group(as_alice: Client) -> None:
    calls = [
        as_alice.call("POST", GROUPS, body={"name": "Team"}, headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]
    assert calls[0].data == calls[1].data
    assert Group.objects.count() == 1


def test_its_statements_do_not_grow_with_its_members(as_alice: Client, acme: App) -> None:
    people = [{"userId": person.user_id} for person in crowd(acme, 100)]
    assert statements(partial(new, as_alice, members=people[:2])) == statements(
        partial(new, as_alice, members=people)
    )


def test_first_members_come_in_the_order_given(as_alice: Client, acme: App, facts: list[Fact]) -> None:
    names = [person.user_id for person in crowd(acme, 5)][::-1]
    new(as_alice, groupId="team", members=[{"userId": name} for name in [*names, names[0]]])
    (created,) = (fact for fact in facts if fact.type == "group.created")
    assert created.data["userIds"] == ["alice", *names]
    feed = as_alice.get(f"{GROUPS}/team/members").items
    assert [item["userId"] for item in feed] == ["alice", *names]
