"""What a group's changes mean for its conversation: it opens, members come and go, the rules change."""

from collections.abc import Collection, Sequence
from typing import LiteralString

from django.db.models import F

from config.clock import moment, now_ms
from config.sql import rows
from im.conversations.models import ChatType, Conversation, Member
from im.groups.models import Group

# Locked in the order of ids, like the batches of the write path.
CHANGE_BETWEEN: LiteralString = """
WITH locked AS (
  SELECT c.id FROM accounts_account a
  JOIN im_member m ON m.account_id = a.id AND m.chat_type = 'SINGLE' AND m.target_id = ANY(%(others)s::text[])
  JOIN im_conversation c ON c.id = m.conversation_id
  WHERE a.app_id = %(app)s AND a.user_id = %(owner)s ORDER BY c.id FOR NO KEY UPDATE OF c
)
UPDATE im_conversation c SET rules_version = c.rules_version + 1 FROM locked WHERE c.id = locked.id
"""
COME = ["active", "join_seq", "read_seq", "read_counted", "uncounted", "mention_seq", "updated_at"]


def open_group(group: Group) -> None:
    Conversation.objects.create(app_id=group.app_id, chat_type=ChatType.GROUP, group=group)


def enter(group: Group, accounts: Collection[int]) -> Conversation:
    """They begin here, with nothing unread. Who was a member before gets his old row back."""
    conversation = _locked(group)
    now = moment(now_ms())
    Member.objects.bulk_create(
        [
            Member(
                app_id=group.app_id,
                conversation=conversation,
                account_id=account,
                chat_type=ChatType.GROUP,
                target_id=group.group_id,
                join_seq=conversation.last_seq,
                read_seq=conversation.last_seq,
                read_counted=conversation.counted,
                updated_at=now,
            )
            for account in sorted(accounts)
        ],
        update_conflicts=True,
        unique_fields=["conversation", "account"],
        update_fields=COME,
        batch_size=1000,
    )
    return conversation


def leave(group: Group, accounts: Collection[int]) -> Conversation:
    """Their rows stay, inactive. Who was about to send starts over and finds himself outside."""
    conversation = _locked(group)
    left = Member.objects.filter(conversation=conversation, account__in=accounts)
    left.update(active=False, updated_at=moment(now_ms()))
    change_rules(group)
    return conversation


def change_rules(group: Group) -> None:
    """It changed who may write: sends that looked before start over."""
    Conversation.objects.filter(group=group).update(rules_version=F("rules_version") + 1)


def change_rules_between(app_id: int, owner_id: str, others: Sequence[str]) -> None:
    """The same for somebody's single chats with others, whom he has blocked."""
    rows(CHANGE_BETWEEN, {"app": app_id, "owner": owner_id, "others": list(others)})


def _locked(group: Group) -> Conversation:
    return Conversation.objects.select_for_update(no_key=True).get(group=group)
