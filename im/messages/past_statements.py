"""The statements of an import: a fixed number of them, whatever the number of messages and conversations."""

from collections.abc import Collection
from typing import Any, LiteralString

from config.sql import document, rows

PEOPLE: LiteralString = """
SELECT a.user_id, a.id FROM accounts_account a
WHERE a.app_id = %(app)s AND a.user_id = ANY(%(names)s) AND a.status <> 'DELETED'
"""
GROUPS: LiteralString = """
SELECT g.group_id, c.id FROM im_group g JOIN im_conversation c ON c.group_id = g.id
WHERE g.app_id = %(app)s AND g.group_id = ANY(%(names)s) AND g.status = 'ACTIVE'
"""
EARLIER: LiteralString = """
SELECT k.sender, k.key, m.id, m.seq, m.fingerprint
FROM json_to_recordset(%(keys)s::json) AS k(sender bigint, key text)
JOIN im_message m ON m.sender_id = k.sender AND m.client_msg_id = k.key
"""
# Older messages come after younger ones in the order of `seq`; the time of the list goes only forward.
WRITE: LiteralString = """
WITH saved AS (
  INSERT INTO im_message (app_id, conversation_id, seq, sender_id, chat_type, from_id, to_id, client_msg_id,
    fingerprint, msg_type, content, ext, at_user_ids, at_all, need_receipt, status, revision, version,
    counted, counts, search_text, grams, created_at, imported_at, revoked_by, revoke_reason)
  SELECT %(app)s, conversation, seq, sender, chat_type, from_id, to_id, key, decode(fingerprint, 'hex'),
    msg_type, content, ext, '{}', false, false, 'NORMAL', 1, 0, counted, %(counts)s, search_text, grams,
    created_at, %(now)s, '', ''
  FROM json_to_recordset(%(messages)s::json) AS t(conversation bigint, seq bigint, sender bigint,
    chat_type text, from_id text, to_id text, key text, fingerprint text, msg_type text, content jsonb,
    ext text, counted bigint, search_text text, grams text[], created_at timestamptz)
  RETURNING id, conversation_id, seq
), advanced AS (
  UPDATE im_conversation c
  SET last_seq = k.last_seq, counted = k.counted, updated_at = greatest(c.updated_at, %(now)s),
      last_message_id = CASE WHEN %(shown)s THEN
        (SELECT s.id FROM saved s WHERE s.conversation_id = k.id AND s.seq = k.last_seq)
        ELSE c.last_message_id END,
      last_message_seq = CASE WHEN %(shown)s THEN k.last_seq ELSE c.last_message_seq END,
      last_message_at = CASE WHEN %(shown)s THEN greatest(c.last_message_at, k.latest)
        ELSE c.last_message_at END
  FROM json_to_recordset(%(conversations)s::json) AS k(id bigint, last_seq bigint, counted bigint,
    latest timestamptz)
  WHERE c.id = k.id
), own AS (
  UPDATE im_member m SET uncounted = m.uncounted + k.said
  FROM json_to_recordset(%(senders)s::json) AS k(conversation bigint, account bigint, said bigint)
  WHERE m.conversation_id = k.conversation AND m.account_id = k.account
)
SELECT conversation_id, seq, id FROM saved
"""


def people(app_id: int, names: Collection[str]) -> dict[str, int]:
    """userId → key, of those that are there."""
    return dict(rows(PEOPLE, {"app": app_id, "names": list(names)}))


def groups(app_id: int, names: Collection[str]) -> dict[str, int]:
    """groupId → conversation, of those that are there."""
    return dict(rows(GROUPS, {"app": app_id, "names": list(names)})) if names else {}


def earlier(keys: Collection[tuple[int, str]]) -> dict[tuple[int, str], tuple[int, int, bytes]]:
    """(sender, clientMsgId) → id, seq and fingerprint of the message that has it already."""
    asked = [{"sender": sender, "key": key} for sender, key in keys]
    found = rows(EARLIER, {"keys": document(asked)})
    return {(sender, key): (pk, seq, bytes(said)) for sender, key, pk, seq, said in found}


def write(values: dict[str, Any]) -> dict[tuple[int, int], int]:
    """Answers (conversation, seq) → id."""
    lists = ("messages", "conversations", "senders")
    asked = {**values, **{name: document(values[name]) for name in lists}}
    return {(conversation, seq): pk for conversation, seq, pk in rows(WRITE, asked)}
