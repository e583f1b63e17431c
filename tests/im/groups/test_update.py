"""PUT /api/im/groups/{groupId} (row 51)."""

from typing import Any

import pytest

from accounts.models import Account, App
from im.conversations.models import Conversation
from im.groups.models import Group
from journal.facts import Fact
from journal.models import Operation
from tests.client import Client
from tests.im.groups.steps import GROUPS, TEAM, crowd, dismiss, fill, logged, make, new, shown, told
from tests.im.groups.test_create import BAD, GOOD

ALL: dict[str, Any] = {
    "name": "The Team",
    "avatar": "https://example.com/a.png",
    "introduction": "We meet on Mondays",
    "announcement": "No meeting today",
    "visibility": "PUBLIC",
    "joinOption": "FREE",
    "inviteOption": "MEMBERS",
    "attributeOption": "MEMBERS",
    "historyVisible": True,
    "muteAll": True,
    "maxMembers": 50,
    "custom": {"floor": "3"},
}
FIRST: dict[str, Any] = {
    "avatar": "",
    "introduction": "",
    "announcement": "",
    "visibility": "PRIVATE",
    "joinOption": "NEED_APPROVAL",
    "inviteOption": "ADMINS",
    "attributeOption": "ADMINS",
    "historyVisible": False,
    "muteAll": False,
    "maxMembers": 2_000,
    "custom": {},
}


def test_owner_and_admins_change_it(
    as_alice: Client, as_bob: Client, alice: Account, bob: Account, carol: Account, as_carol: Client
) -> None:
    make(alice, carol, admins=[bob])
    answer = as_bob.put(TEAM, ALL)
    assert answer.ok, answer
    assert ALL.items() <= answer.data.items()
    assert answer.data["self"]["role"] == "ADMIN"
    assert answer.data["updatedAt"] >= answer.data["createdAt"]
    assert ALL.items() <= shown(as_carol).items()
    assert as_alice.put(TEAM, {"name": "Ours"}).data["name"] == "Ours"


def test_what_is_not_named_stays(as_alice: Client, alice: Account) -> None:
    make(alice, announcement="No meeting today", custom={"a": "1", "b": "2"})
    group = as_alice.put(TEAM, {"custom": {"b": "3"}}).data
    assert (group["name"], group["announcement"], group["custom"]) == ("Team", "No meeting today", {"b": "3"})


def test_null_resets(as_alice: Client, alice: Account) -> None:
    make(alice)
    assert as_alice.put(TEAM, ALL).ok
    assert FIRST.items() <= as_alice.put(TEAM, dict.fromkeys(FIRST)).data.items()
    assert as_alice.put(TEAM, {"name": None}).refused(400, "10004", "name")


def test_members_hear_what_changed(as_alice: Client, alice: Account, bob: Account, facts: list[Fact]) -> None:
    group = make(alice, bob, introduction="hello")
    assert as_alice.put(TEAM, {"name": "Ours", "introduction": "hello", "muteAll": True}).ok
    (fact,) = told(facts, "group.updated")
    assert fact.data == {
        "groupId": "team",
        "operatorId": "alice",
        "userIds": [],
        "changed": {"name": "Ours", "muteAll": True},
    }
    assert fact.audience.conversation_id == Conversation.objects.get(group=group).pk


def test_the_same_again_changes_nothing(as_alice: Client, alice: Account, facts: list[Fact]) -> None:
    make(alice)
    first = as_alice.put(TEAM, ALL).data
    before = len(facts)
    for body in (ALL, {"name": "The Team"}, {}, {"colour": "red"}):
        assert as_alice.put(TEAM, body).data == first
    assert len(facts) == before
    assert len(logged("GROUP_UPDATE")) == 1


def test_it_is_logged_from_what_to_what(
    as_bob: Client, as_server: Client, as_operator: Client, alice: Account, bob: Account
) -> None:
    make(alice, admins=[bob])
    for client, name in ((as_bob, "One"), (as_server, "Two"), (as_operator, "Three")):
        assert client.put(TEAM, {"name": name}).ok
    entries = logged("GROUP_UPDATE")
    assert [(row.operator_id, row.operator_role) for row in entries] == [
        ("bob", "ADMIN"),
        ("server", "S"),
        ("olga", "T"),
    ]
    assert entries[0].detail == {"changed": {"name": {"from": "Team", "to": "One"}}}
    assert (entries[0].target_type, entries[0].target_id) == ("GROUP", "team")


def test_members_and_strangers_may_not(
    as_bob: Client, as_erin: Client, alice: Account, bob: Account, facts: list[Fact]
) -> None:
    group = make(alice, bob, visibility="PUBLIC")
    before = len(facts)
    for client in (as_bob, as_erin):
        assert client.put(TEAM, {"name": "Mine"}).refused(403, "10007")
    Group.objects.filter(pk=group.pk).update(visibility="PRIVATE")
    assert as_bob.put(TEAM, {"name": "Mine"}).refused(403, "10007")
    assert as_erin.put(TEAM, {"name": "Mine"}).refused(404, "10010")
    assert len(facts) == before
    assert not Operation.objects.exists()


def test_a_dismissed_group_stays_as_it_was(as_alice: Client, as_root: Client, alice: Account) -> None:
    dismiss(make(alice))
    for client in (as_alice, as_root):
        assert client.put(TEAM, {"name": "Again"}).refused(404, "10010")


def test_beyond_the_apps_size_only_administrators_go(
    as_alice: Client, as_root: Client, alice: Account
) -> None:
    make(alice)
    assert as_alice.put(TEAM, {"maxMembers": 2_001}).refused(403, "60010")
    assert as_root.put(TEAM, {"maxMembers": 10_000}).data["maxMembers"] == 10_000
    assert as_root.put(TEAM, {"maxMembers": 10_001}).refused(400, "10004", "maxMembers")
    assert as_alice.put(TEAM, {"maxMembers": 10_000, "name": "Large"}).ok  # it is as large as that already
    assert as_alice.put(TEAM, {"maxMembers": 9_999}).refused(403, "60010")


def test_it_does_not_become_smaller_than_it_is(as_alice: Client, alice: Account, acme: App) -> None:
    group = make(alice)
    fill(group, crowd(acme, 3))
    assert as_alice.put(TEAM, {"maxMembers": 3}).refused(400, "10004", "maxMembers")
    assert as_alice.put(TEAM, {"maxMembers": 4}).ok


def test_a_private_group_is_found_once_it_is_public(
    as_alice: Client, as_erin: Client, alice: Account
) -> None:
    make(alice)
    assert as_erin.get(f"{GROUPS}/public").items == []
    assert as_alice.put(TEAM, {"visibility": "PUBLIC"}).ok
    assert as_erin.get(f"{GROUPS}/public").items[0]["groupId"] == "team"


def test_muting_all_changes_who_may_write(as_alice: Client, alice: Account) -> None:
    group = make(alice)
    talk = Conversation.objects.get(group=group)
    assert as_alice.put(TEAM, {"muteAll": True}).ok
    assert Conversation.objects.get(pk=talk.pk).rules_version == talk.rules_version + 1


@pytest.mark.parametrize("fields", GOOD.values(), ids=GOOD.keys())
def test_it_takes(as_alice: Client, alice: Account, fields: dict[str, Any]) -> None:
    make(alice)
    answer = as_alice.put(TEAM, fields)
    assert {k: v for k, v in fields.items() if k != "colour"}.items() <= answer.data.items()


@pytest.mark.parametrize(
    "fields",
    [fields for fields in BAD.values() if "members" not in fields],
    ids=[name for name in BAD if not name.startswith("members")],
)
def test_it_refuses(as_alice: Client, alice: Account, fields: dict[str, Any]) -> None:
    make(alice)
    before = shown(as_alice)
    assert as_alice.put(TEAM, {"avatar": "new", **fields}).refused(400, "10004")
    assert as_alice.put(TEAM, {"muteAll": 1}).refused(400, "10004", "muteAll")
    assert shown(as_alice) == before


def test_what_only_a_new_group_takes_is_ignored(as_alice: Client, alice: Account, bob: Account) -> None:
    make(alice)
    assert as_alice.put(TEAM, {"groupId": "other", "ownerId": "bob", "members": [{"userId": "bob"}]}).ok
    assert new(as_alice, groupId="team").refused(400, "10021")
    assert (shown(as_alice)["ownerId"], shown(as_alice)["memberCount"]) == ("alice", 1)
