"""A deleted account that is imported again begins anew: what its id was told is another's past."""

from collections.abc import Collection
from typing import LiteralString

from config.clock import moment, now_ms
from config.sql import rows
from im.conversations.models import ConversationGroup, DeviceCursor
from im.groups.models import GroupMember
from im.moderation.models import AccountMute

# Without the conversations' locks: it holds accounts, whom senders ask for after those.
START_OVER: LiteralString = """
UPDATE im_member m
SET clear_seq = CASE m.chat_type WHEN 'SINGLE' THEN c.last_seq ELSE 0 END,
    join_seq = CASE m.chat_type WHEN 'SINGLE' THEN m.join_seq ELSE c.last_seq END,
    removed_seq = c.last_seq, read_seq = c.last_seq, read_counted = c.counted, uncounted = 0, mention_seq = 0,
    pinned_at = NULL, muted = false, muted_until = NULL, ignore_at = false, hidden_seq = NULL,
    unhide_on_message = true,
    draft = '', draft_at = NULL, updated_at = %(now)s
FROM im_conversation c
WHERE c.id = m.conversation_id AND m.account_id = ANY(%(accounts)s::bigint[])
"""


def start_over(accounts: Collection[int]) -> None:
    """Nothing is seen, nothing is filed, nobody is muted; the peers keep what they have."""
    rows(START_OVER, {"accounts": list(accounts), "now": moment(now_ms())})
    ConversationGroup.objects.filter(account__in=accounts).delete()
    DeviceCursor.objects.filter(member__account__in=accounts).delete()
    AccountMute.objects.filter(account__in=accounts).delete()
    GroupMember.objects.filter(account__in=accounts).update(muted_until=0)
