"""Empties what a deleted account said: to its peers it looks revoked, and to their devices, which catch up.

A thousand messages are one transaction, which also moves the departure's cursor: who dies in the middle has
done a whole number of them.
"""

from collections import defaultdict
from typing import Any, LiteralString

from django.db import transaction

from accounts.models import AccountStatus
from config.clock import moment, now_ms
from config.sql import document, rows
from im import events
from im.groups.models import Departure
from im.messages import statements
from im.messages.models import Message, MessageRevision

BATCH = 1_000

# In the order of an index, so that no batch reads again what those before have done.
PICK: LiteralString = """
SELECT id, conversation_id, client_msg_id FROM im_message
WHERE sender_id = %(account)s AND client_msg_id > %(after)s
  AND msg_type <> 'TIP' AND (%(all)s OR coalesce(imported_at, created_at) <= %(before)s)
ORDER BY client_msg_id LIMIT %(limit)s
"""
# Those revoked before only lose what was kept of them for an audit.
EMPTY: LiteralString = """
WITH due AS (
  SELECT m.id, m.conversation_id, m.seq, m.counts, m.status = 'NORMAL' AS live,
    c.version + row_number() OVER (PARTITION BY m.conversation_id, m.status ORDER BY m.seq) AS version
  FROM im_message m JOIN im_conversation c ON c.id = m.conversation_id WHERE m.id = ANY(%(ids)s::bigint[])
), emptied AS (
  UPDATE im_message m
  SET content = '{}', ext = '', search_text = '', grams = '{}', status = 'REVOKED',
      version = CASE WHEN d.live THEN d.version ELSE m.version END,
      revoked_at = CASE WHEN d.live THEN %(now)s ELSE m.revoked_at END,
      revoked_by = CASE WHEN d.live THEN %(by)s ELSE m.revoked_by END
  FROM due d WHERE m.id = d.id
), advanced AS (
  UPDATE im_conversation c SET version = k.version, updated_at = %(now)s
  FROM (SELECT conversation_id, max(version) AS version FROM due WHERE live GROUP BY conversation_id) k
  WHERE c.id = k.conversation_id
)
SELECT id, conversation_id, seq, counts FROM due WHERE live ORDER BY conversation_id, seq
"""
# What each member has not read of them: all but those up to his cursor.
UNCOUNT: LiteralString = """
UPDATE im_member b
SET uncounted = b.uncounted + cardinality(k.seqs) - width_bucket(b.read_seq, k.seqs)
FROM json_to_recordset(%(gone)s::json) AS k(conversation bigint, seqs bigint[])
WHERE b.conversation_id = k.conversation AND b.account_id <> %(account)s
  AND b.read_seq < k.seqs[cardinality(k.seqs)]
"""
UNMENTION: LiteralString = """
UPDATE im_member b SET mention_seq = coalesce(
  (SELECT max(m.seq) FROM im_message m
   WHERE m.conversation_id = b.conversation_id AND m.seq > b.read_seq AND m.status = 'NORMAL'
     AND m.sender_id <> b.account_id AND m.at_user_ids @> ARRAY[a.user_id::text]), 0)
FROM json_to_recordset(%(gone)s::json) AS k(conversation bigint, seqs bigint[]), accounts_account a
WHERE b.conversation_id = k.conversation AND b.mention_seq = ANY(k.seqs) AND a.id = b.account_id
"""
UNCALL: LiteralString = """
UPDATE im_conversation c SET at_all_seq = coalesce(
  (SELECT max(m.seq) FROM im_message m
   WHERE m.conversation_id = c.id AND m.at_all AND m.status = 'NORMAL'), 0)
FROM json_to_recordset(%(gone)s::json) AS k(conversation bigint, seqs bigint[])
WHERE c.id = k.conversation AND c.at_all_seq = ANY(k.seqs)
"""


def purge_some(account_id: int) -> bool:
    """The next batch of a departure; whether there may be more. None of it where another is at it."""
    with transaction.atomic():
        waiting = Departure.objects.select_for_update(of=("self",), skip_locked=True)
        departure = waiting.select_related("account__app").filter(pk=account_id, messages=True).first()
        if departure is None:
            return False
        picked = rows(PICK, _whose(departure))
        if picked:
            _empty(departure, [pk for pk, _, _ in picked], {conversation for _, conversation, _ in picked})
            Departure.objects.filter(pk=departure.pk).update(emptied_upto=picked[-1][2])
        if len(picked) < BATCH:
            departure.done(messages=False)
            return False
        return True


def _whose(departure: Departure) -> dict[str, Any]:
    """Whoever imported the account anew keeps what it has said since."""
    return {
        "account": departure.account_id,
        "after": departure.emptied_upto,
        "all": departure.account.status == AccountStatus.DELETED,
        "before": departure.created_at,
        "limit": BATCH,
    }


def _empty(departure: Departure, ids: list[int], conversations: set[int]) -> None:
    """Under the locks of their conversations, like any revoke."""
    statements.lock(conversations)
    now = moment(now_ms())
    live = rows(EMPTY, {"ids": ids, "now": now, "by": departure.operator_id})
    MessageRevision.objects.filter(message__in=ids).delete()
    counted: dict[int, list[int]] = defaultdict(list)
    gone: dict[int, list[int]] = defaultdict(list)
    for _, conversation, seq, counts in live:
        gone[conversation].append(seq)
        if counts:
            counted[conversation].append(seq)
    rows(UNCOUNT, {"gone": _by_conversation(counted), "account": departure.account_id})
    rows(UNMENTION, {"gone": _by_conversation(gone)})
    rows(UNCALL, {"gone": _by_conversation(gone)})
    emptied = Message.objects.filter(pk__in=[pk for pk, *_ in live]).order_by("pk")
    shown = [message.shown() for message in emptied]
    events.messages_purged(shown, app=departure.account.app, revoked_by=departure.operator_id, revoked_at=now)


def _by_conversation(seqs: dict[int, list[int]]) -> str:
    return document([{"conversation": key, "seqs": seqs[key]} for key in sorted(seqs)])
