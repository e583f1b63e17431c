"""Who has read what, from the members' cursors: any group size costs one statement."""

from typing import Any, LiteralString

from config.sql import rows
from im.conversations.models import Conversation

COUNT: LiteralString = """
SELECT k.seq, count(m.id) FILTER (WHERE m.read_seq >= k.seq), count(m.id)
FROM unnest(%(seqs)s::bigint[], %(senders)s::text[]) AS k(seq, sender)
LEFT JOIN accounts_account a ON a.app_id = %(app)s AND a.user_id = k.sender
LEFT JOIN im_member m ON m.conversation_id = %(conversation)s AND m.active AND m.join_seq < k.seq
  AND m.account_id IS DISTINCT FROM a.id
GROUP BY k.seq
"""


def receipts_of(conversation: Conversation, shown: list[dict[str, Any]]) -> dict[int, dict[str, int]]:
    """seq → `{readCount,unreadCount}` over the members of now who had joined before, without the sender."""
    if not shown:
        return {}
    values = {
        "seqs": [message["seq"] for message in shown],
        "senders": [message["fromId"] for message in shown],
        "app": conversation.app_id,
        "conversation": conversation.pk,
    }
    return {
        seq: {"readCount": read, "unreadCount": members - read} for seq, read, members in rows(COUNT, values)
    }
