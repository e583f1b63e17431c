"""Hears of groups and blocks inside their own transactions: who is in a conversation, who may write in it."""

from accounts.models import Account
from im.conversations.actions import membership
from im.conversations.models import Conversation
from im.groups.models import Group
from journal.facts import Fact, Turn

RULES = frozenset({"group.member_muted", "group.role_changed", "group.owner_changed", "group.dismissed"})


def deliver(fact: Fact) -> None:
    if fact.type == "blacklist.added":
        membership.change_rules_between(fact.app_id, fact.data["ownerId"], fact.data["userIds"])
    if not fact.type.startswith("group."):
        return
    if fact.type == "group.created":
        membership.open_group(_group(fact))
        _turn(fact, membership.enter(_group(fact), _accounts(fact)))
    elif fact.type == "group.member_joined":
        _turn(fact, membership.enter(_group(fact), _accounts(fact)))
    elif fact.type == "group.member_left":
        _turn(fact, membership.leave(_group(fact), _accounts(fact)), leaving=True)
    elif fact.type in RULES or (fact.type == "group.updated" and "muteAll" in fact.data["changed"]):
        membership.change_rules(_group(fact))


def _turn(fact: Fact, conversation: Conversation, *, leaving: bool = False) -> None:
    users = tuple(fact.data["userIds"])
    fact.turns = (Turn(conversation.pk, users, conversation.last_seq, leaving),)


def _group(fact: Fact) -> Group:
    return Group.objects.get(app=fact.app_id, group_id=fact.data["groupId"])


def _accounts(fact: Fact) -> list[int]:
    """Deleted ones too: an account that goes leaves its groups."""
    named = Account.objects.filter(app=fact.app_id, user_id__in=fact.data["userIds"])
    return list(named.values_list("pk", flat=True))
