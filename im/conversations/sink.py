"""Hears inside their transactions of groups, blocks and accounts: who is in a conversation, who may write."""

from collections.abc import Collection

from accounts.models import Account
from im.conversations.actions import membership
from im.conversations.actions.starting_over import start_over
from im.conversations.models import Conversation
from im.groups.models import Group
from journal.facts import Fact, Turn

RULES = frozenset({"group.member_muted", "group.role_changed", "group.owner_changed", "group.dismissed"})


def deliver(fact: Fact) -> None:
    if fact.type == "blacklist.added":
        membership.change_rules_between(fact.app_id, fact.data["ownerId"], fact.data["userIds"])
    elif fact.type == "account.imported" and fact.data["revived"]:
        start_over(_accounts(fact.app_id, fact.data["revived"]))
    if not fact.type.startswith("group."):
        return
    if fact.type == "group.created":
        membership.open_group(_group(fact))
        _turn(fact, membership.enter(_group(fact), _members(fact)))
    elif fact.type == "group.member_joined":
        _turn(fact, membership.enter(_group(fact), _members(fact)))
    elif fact.type == "group.member_left":
        _turn(fact, membership.leave(_group(fact), _members(fact)), leaving=True)
    elif fact.type in RULES or (fact.type == "group.updated" and "muteAll" in fact.data["changed"]):
        membership.change_rules(_group(fact))


def _turn(fact: Fact, conversation: Conversation, *, leaving: bool = False) -> None:
    users = tuple(fact.data["userIds"])
    fact.turns = (Turn(conversation.pk, users, conversation.last_seq, leaving),)


def _group(fact: Fact) -> Group:
    return Group.objects.get(app=fact.app_id, group_id=fact.data["groupId"])


def _members(fact: Fact) -> list[int]:
    """Deleted ones too: an account that goes leaves its groups."""
    return _accounts(fact.app_id, fact.data["userIds"])


def _accounts(app_id: int, user_ids: Collection[str]) -> list[int]:
    named = Account.objects.filter(app=app_id, user_id__in=user_ids)
    return list(named.values_list("pk", flat=True))
