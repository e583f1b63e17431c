"""Who has read what, from the members' cursors: one pass over the members serves any number of messages."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, LiteralString

from config.api.paging import cursor_of, fed, position_in
from config.clock import ms_or_none
from config.sql import rows
from im.conversations.models import Conversation
from im.messages.models import Message

# Of each member: how many of the messages (ascending) were there when he joined, and how many he has read.
# The array is a sub-select, so that it is converted once and not for every row.
COUNT: LiteralString = """
SELECT width_bucket(join_seq, (SELECT %(seqs)s::bigint[])),
       width_bucket(read_seq, (SELECT %(seqs)s::bigint[])), count(*)
FROM im_member WHERE conversation_id = %(conversation)s AND active GROUP BY 1, 2
"""
SENDERS: LiteralString = """
SELECT k.seq, m.read_seq >= k.seq
FROM unnest(%(seqs)s::bigint[], %(senders)s::text[]) AS k(seq, sender)
CROSS JOIN LATERAL (SELECT id FROM accounts_account
                    WHERE app_id = %(app)s AND user_id = k.sender LIMIT 1) a  -- by the index, one by one
JOIN im_member m ON m.conversation_id = %(conversation)s AND m.account_id = a.id AND m.active
  AND m.join_seq < k.seq
"""
WHO: LiteralString = """
SELECT k.seq, m.id, m.user_id, m.read_at
FROM unnest(%(seqs)s::bigint[], %(senders)s::text[]) AS k(seq, sender),
LATERAL (SELECT m.id, a.user_id, m.read_at FROM im_member m JOIN accounts_account a ON a.id = m.account_id
         WHERE m.conversation_id = %(conversation)s AND m.active AND m.join_seq < k.seq
           AND (m.read_seq >= k.seq) = %(read)s AND m.id > %(after)s AND a.user_id <> k.sender
         ORDER BY m.id LIMIT %(limit)s) m
ORDER BY k.seq, m.id
"""


def receipts_of(conversation: Conversation, shown: Sequence[dict[str, Any]]) -> dict[int, dict[str, int]]:
    """seq → `{readCount,unreadCount}` over the members of now who had joined before, without the sender."""
    if not shown:
        return {}
    asked = _asked(conversation, shown)
    seqs = asked["seqs"]
    members, read = [0] * (len(seqs) + 1), [0] * (len(seqs) + 1)
    for joined, seen, number in rows(COUNT, asked):
        members[joined] += number
        if seen > joined:
            read[joined] += number
            read[seen] -= number
    counts = dict(zip(seqs, zip(accumulate(read), accumulate(members), strict=True), strict=False))
    for seq, has_read in rows(SENDERS, asked):
        counts[seq] = (counts[seq][0] - has_read, counts[seq][1] - 1)
    return {seq: {"readCount": seen, "unreadCount": number - seen} for seq, (seen, number) in counts.items()}


def group_receipts(conversation: Conversation, query: dict[str, Any]) -> dict[str, Any]:
    """Row 77: of each message that is asked for and there, how many have read it, and with `detail` who."""
    found = Message.objects.filter(conversation=conversation)
    if "messageIds" in query:
        found = found.filter(pk__in=query["messageIds"])
    elif "seqs" in query:
        found = found.filter(seq__in=query["seqs"])
    else:
        found = found.filter(seq__range=(query["fromSeq"], query["toSeq"]))
    messages: list[dict[str, Any]] = [
        {"messageId": str(pk), "seq": seq, "fromId": sender}
        for pk, seq, sender in found.order_by("seq").values_list("pk", "seq", "from_id")
    ]
    counts = receipts_of(conversation, messages)
    people, next_cursor = _people(conversation, messages, query)
    name = {"READ": "readers", "UNREAD": "unreaders"}.get(query.get("detail", ""))
    items = [
        {
            "messageId": message["messageId"],
            "seq": message["seq"],
            **counts[message["seq"]],
            "memberCount": sum(counts[message["seq"]].values()),
            **({name: people.get(message["seq"], [])} if name else {}),
        }
        for message in messages
    ]
    return fed(items, next_cursor=next_cursor)


def _people(
    conversation: Conversation, messages: Sequence[dict[str, Any]], query: dict[str, Any]
) -> tuple[dict[int, list[dict[str, Any]]], str | None]:
    """A page of members for each message, all up to the same one, so that one cursor leads on from it."""
    if not messages or "detail" not in query:
        return {}, None
    read, limit = query["detail"] == "READ", query["limit"]
    (after,) = position_in(query["cursor"], int) if "cursor" in query else (0,)
    asked = {**_asked(conversation, messages), "read": read, "after": after or 0, "limit": limit + 1}
    found: dict[int, list[tuple[int, dict[str, Any]]]] = {}
    for seq, key, user_id, read_at in rows(WHO, asked):
        person = {"userId": user_id, "readAt": ms_or_none(read_at)} if read else {"userId": user_id}
        found.setdefault(seq, []).append((key, person))
    ends = [people[limit - 1][0] for people in found.values() if len(people) > limit]
    end = min(ends, default=None)
    shown = {
        seq: [person for key, person in people[:limit] if end is None or key <= end]
        for seq, people in found.items()
    }
    return shown, None if end is None else cursor_of(end)


def _asked(conversation: Conversation, shown: Sequence[dict[str, Any]]) -> dict[str, Any]:
    ordered = sorted(shown, key=lambda message: message["seq"])
    return {
        "seqs": [message["seq"] for message in ordered],
        "senders": [message["fromId"] for message in ordered],
        "app": conversation.app_id,
        "conversation": conversation.pk,
    }
