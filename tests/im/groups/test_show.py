"""GET /api/im/groups/{groupId} (row 48)."""

import pytest

from accounts.models import Account
from im.groups.models import GroupMember
from tests.client import Client
from tests.im.chat import say_in
from tests.im.groups.steps import TEAM, dismiss, make, shown

BRIEF = {
    "groupId",
    "name",
    "avatar",
    "introduction",
    "memberCount",
    "maxMembers",
    "visibility",
    "joinOption",
    "createdAt",
}


def test_members_see_all_of_it(as_bob: Client, alice: Account, bob: Account) -> None:
    make(alice, bob, announcement="No meeting today")
    group = shown(as_bob)
    assert (group["ownerId"], group["memberCount"], group["announcement"]) == ("alice", 2, "No meeting today")
    joined = group["self"].pop("joinTime")
    assert joined == group["createdAt"]
    assert group["self"] == {
        "role": "MEMBER",
        "muteUntil": 0,
        "nameCard": "",
        "msgFlag": "AcceptAndNotify",
        "readSeq": group["self"]["readSeq"],
    }


def test_it_says_what_was_last_said_in_it(
    as_alice: Client, as_bob: Client, alice: Account, bob: Account
) -> None:
    make(alice, bob)
    message = say_in(as_alice, "team")
    group = shown(as_bob)
    assert (group["lastSeq"], group["lastMessageAt"]) == (message["seq"], message["createdAt"])
    assert group["self"]["readSeq"] < message["seq"]
    assert as_bob.put("/api/im/conversations/team/read").ok
    assert shown(as_bob)["self"]["readSeq"] == message["seq"]


def test_it_says_how_one_stands_in_it(as_bob: Client, alice: Account, bob: Account) -> None:
    make(alice, bob)
    place = GroupMember.objects.filter(account=bob)
    for until, seen in ((-1, -1), (1, 0), (32_000_000_000_000, 32_000_000_000_000)):
        place.update(muted_until=until, name_card="Bobby", role="ADMIN")
        own = shown(as_bob)["self"]
        assert (own["muteUntil"], own["nameCard"], own["role"]) == (seen, "Bobby", "ADMIN")


@pytest.mark.parametrize(
    ("until", "flag"), [(None, "AcceptNotNotify"), (1, "AcceptAndNotify")], ids=["for good", "till then"]
)
def test_the_flag_is_how_one_keeps_its_conversation(
    as_bob: Client, alice: Account, bob: Account, until: int | None, flag: str
) -> None:
    make(alice, bob)
    body = {"muted": True} if until is None else {"muted": True, "muteUntil": until}
    assert as_bob.put("/api/im/conversations/team/muted", body).ok
    assert shown(as_bob)["self"]["msgFlag"] == flag


def test_attributes_can_be_left_out(as_alice: Client, alice: Account) -> None:
    make(alice)
    assert as_alice.put(f"{TEAM}/attributes", {"attributes": {"a": "b"}}).ok
    assert shown(as_alice)["attributes"] == {"a": "b"}
    assert shown(as_alice, withAttributes=True)["attributes"] == {"a": "b"}
    group = shown(as_alice, withAttributes=False)
    assert "attributes" not in group
    assert group["attributesVersion"] == 1


def test_who_is_no_member_sees_the_brief_of_a_public_one(as_erin: Client, alice: Account) -> None:
    make(alice, visibility="PUBLIC")
    assert shown(as_erin).keys() == BRIEF


def test_a_private_one_is_not_there_for_him(as_erin: Client, alice: Account) -> None:
    make(alice)
    answer = as_erin.get(TEAM)
    assert answer.refused(404, "10010")
    assert as_erin.get("/api/im/groups/nogroup").raw == answer.raw


def test_who_left_is_no_member(as_bob: Client, alice: Account, bob: Account) -> None:
    make(alice, bob)
    GroupMember.objects.filter(account=bob).update(active=False)
    assert as_bob.get(TEAM).refused(404, "10010")


def test_administrators_see_all_of_any(
    as_root: Client, as_server: Client, as_operator: Client, alice: Account
) -> None:
    make(alice)
    for client in (as_root, as_server, as_operator):
        group = shown(client)
        assert group["self"] is None
        assert group["ownerId"] == "alice"
    assert shown(as_server, actAs="alice")["self"]["role"] == "OWNER"
    assert as_server.get(TEAM, actAs="nobody").refused(404, "70107")


def test_nobody_else_acts_for_another(as_erin: Client, alice: Account) -> None:
    make(alice)
    assert as_erin.get(TEAM, actAs="alice").refused(403, "60010")


def test_a_dismissed_one_is_shown_to_its_last_members(
    as_bob: Client,
    as_carol: Client,
    as_erin: Client,
    as_root: Client,
    alice: Account,
    bob: Account,
    carol: Account,
) -> None:
    group = make(alice, bob, carol, visibility="PUBLIC")
    GroupMember.objects.filter(account=carol).update(active=False)
    dismiss(group)
    assert shown(as_bob)["status"] == "DISMISSED"
    assert shown(as_root)["status"] == "DISMISSED"
    for client in (as_carol, as_erin):
        assert client.get(TEAM).refused(404, "10010")


def test_another_apps_is_not_there(as_dave: Client, as_alice: Client, alice: Account) -> None:
    make(alice, visibility="PUBLIC")
    assert as_dave.get(TEAM).raw == as_dave.get("/api/im/groups/nogroup").raw


@pytest.mark.parametrize("group_id", ["a" * 49, "a b", "群"])
def test_what_is_no_id_is_refused(as_alice: Client, group_id: str) -> None:
    assert as_alice.get(f"/api/im/groups/{group_id}").refused(400, "10004", "groupId")
    assert as_alice.get(TEAM, withAttributes="yes").refused(400, "10004", "withAttributes")
