"""Words for the tests of membership: who is in a group as what, what was told and logged of it."""

from typing import Any

from accounts.models import Account
from im.conversations.models import Conversation, Member
from im.groups.models import Group, GroupMember
from journal.facts import Fact
from journal.models import Operation
from tests.client import Answer

TEAM = "/api/im/groups/team"
MEMBERS = f"{TEAM}/members"
REQUESTS = f"{TEAM}/join-requests"


def roles(group_id: str = "team") -> dict[str, str]:
    """Of the members: userId → role."""
    places = GroupMember.objects.filter(group__group_id=group_id, active=True)
    return dict(places.values_list("account__user_id", "role"))


def place(user_id: str, group_id: str = "team") -> GroupMember:
    """His place, whether he is a member or was one."""
    return GroupMember.objects.get(account__user_id=user_id, group__group_id=group_id)


def intact(group_id: str = "team") -> bool:
    """What the group counts, its members, and those of its conversation are the same; one of them owns it."""
    group = Group.objects.get(group_id=group_id)
    members = set(GroupMember.objects.filter(group=group, active=True).values_list("account", flat=True))
    heard = Conversation.objects.get(group=group)
    present = set(Member.objects.filter(conversation=heard, active=True).values_list("account", flat=True))
    owners = GroupMember.objects.filter(group=group, active=True, role="OWNER")
    assert group.member_count == len(members)
    assert present == members
    assert [owner.account_id for owner in owners] == [group.owner_id]
    return True


def options(group_id: str = "team", **columns: Any) -> None:
    Group.objects.filter(group_id=group_id).update(**columns)


def told(facts: list[Fact], name: str) -> list[dict[str, Any]]:
    return [fact.data for fact in facts if fact.type == f"group.{name}"]


def one_told(facts: list[Fact], name: str) -> Fact:
    (fact,) = (fact for fact in facts if fact.type == f"group.{name}")
    return fact


def logged(action: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Who, as what, and the detail."""
    rows = Operation.objects.filter(action=action, target_type="GROUP").order_by("pk")
    return [(row.operator_id, row.operator_role, row.detail) for row in rows]


def results(answer: Answer, what: str = "status") -> list[tuple[str, Any]]:
    """Of a batch: who, and the sub-code or another word."""
    assert answer.ok, answer
    return [(item.get("userId") or item["requestId"], item[what]) for item in answer.data["results"]]


def crowd(account: Account, count: int, name: str = "peer") -> list[Account]:
    """So many more accounts of the same app."""
    return Account.objects.bulk_create(
        Account(app=account.app, user_id=f"{name}{n}", nickname=f"Peer {n}") for n in range(count)
    )
