"""The statements of the write path: look up, lock, write, and mark mentions. Each serves a whole batch."""

from collections.abc import Sequence
from typing import Any, LiteralString, NamedTuple

from config.clock import now_ms
from config.sql import document, rows
from im.messages.rules import Target
from im.messages.sends import Send
from im.moderation.rules import binds

LOOK_UP_SINGLE: LiteralString = """
SELECT i.n, r.id, r.status, c.id, c.rules_version, m.id,
  i.checked AND EXISTS (SELECT 1 FROM im_block b WHERE b.owner_id = r.id AND b.blocked_id = i.sender),
  i.friends AND r.id <> i.sender AND NOT (
    EXISTS (SELECT 1 FROM im_friend f WHERE f.owner_id = r.id AND f.friend_id = i.sender AND f.active)
    AND EXISTS (SELECT 1 FROM im_friend f WHERE f.owner_id = i.sender AND f.friend_id = r.id AND f.active)),
  i.bound AND (
    EXISTS (SELECT 1 FROM im_appmute q WHERE q.app_id = i.app AND q.enabled AND 'SINGLE' = ANY(q.scopes)
            AND (q.until = -1 OR q.until > %(now)s) AND i.name <> ALL(q.whitelist))
    OR EXISTS (SELECT 1 FROM im_accountmute q WHERE q.account_id = i.sender
               AND (q.single_until = -1 OR q.single_until > %(now)s)))
FROM json_to_recordset(%(sends)s::json) AS i(n int, app bigint, sender bigint, name text, target text,
  key text, checked boolean, friends boolean, bound boolean)
LEFT JOIN accounts_account r ON r.app_id = i.app AND r.user_id = i.target
LEFT JOIN im_conversation c ON c.low_id = least(i.sender, r.id) AND c.high_id = greatest(i.sender, r.id)
LEFT JOIN im_message m ON m.sender_id = i.sender AND m.client_msg_id = i.key
"""
LOOK_UP_GROUP: LiteralString = """
SELECT i.n, g.id, g.status, g.visibility, g.mute_all, p.role,
  p.muted_until = -1 OR p.muted_until > %(now)s, c.id, c.rules_version, m.id,
  i.bound AND (
    EXISTS (SELECT 1 FROM im_appmute q WHERE q.app_id = i.app AND q.enabled AND 'GROUP' = ANY(q.scopes)
            AND (q.until = -1 OR q.until > %(now)s) AND i.name <> ALL(q.whitelist))
    OR EXISTS (SELECT 1 FROM im_accountmute q WHERE q.account_id = i.sender
               AND (q.group_until = -1 OR q.group_until > %(now)s)))
FROM json_to_recordset(%(sends)s::json) AS i(n int, app bigint, sender bigint, name text, target text,
  key text, bound boolean)
LEFT JOIN im_group g ON g.app_id = i.app AND g.group_id = i.target
LEFT JOIN im_conversation c ON c.group_id = g.id
LEFT JOIN im_groupmember p ON p.group_id = g.id AND p.account_id = i.sender AND p.active
LEFT JOIN im_message m ON m.sender_id = i.sender AND m.client_msg_id = i.key
"""
LOCK: LiteralString = """
SELECT id, last_seq, counted, greatest(last_message_at, updated_at), rules_version FROM im_conversation
WHERE id = ANY(string_to_array(%(ids)s, ',')::bigint[]) ORDER BY id FOR NO KEY UPDATE
"""
# One JSON document carries the rows: arrays of arrays cannot be unnested by row, and it is parsed once, in C.
WRITE: LiteralString = """
WITH saved AS (
  INSERT INTO im_message (app_id, conversation_id, seq, sender_id, chat_type, from_id, to_id, client_msg_id,
    fingerprint, msg_type, content, ext, at_user_ids, at_all, quote_id, need_receipt, status, revision,
    version, counted, counts, search_text, grams, created_at, revoked_by, revoke_reason)
  SELECT app, conversation, seq, sender, chat_type, from_id, to_id, key, decode(fingerprint, 'hex'), msg_type,
    content, ext, at_user_ids, at_all, quote_id, need_receipt, 'NORMAL', 1, 0, counted, counts, search_text,
    grams, created_at, '', ''
  FROM json_to_recordset(%(messages)s::json) AS t(app bigint, conversation bigint, seq bigint, sender bigint,
    chat_type text, from_id text, to_id text, key text, fingerprint text, msg_type text, content jsonb,
    ext text, at_user_ids text[], at_all boolean, quote_id bigint, need_receipt boolean, counted bigint,
    counts boolean, search_text text, grams text[], created_at timestamptz)
  RETURNING id, conversation_id, seq
), advanced AS (
  UPDATE im_conversation c
  SET last_seq = k.last_seq, counted = k.counted, updated_at = k.at,
      last_message_id = coalesce(
        (SELECT s.id FROM saved s WHERE s.conversation_id = k.id AND s.seq = k.shown_seq), c.last_message_id),
      last_message_seq = coalesce(k.shown_seq, c.last_message_seq),
      last_message_at = coalesce(k.shown_at, c.last_message_at),
      at_all_seq = coalesce(k.at_all_seq, c.at_all_seq)
  FROM json_to_recordset(%(conversations)s::json) AS k(id bigint, last_seq bigint, counted bigint,
    at timestamptz, shown_seq bigint, shown_at timestamptz, at_all_seq bigint)
  WHERE c.id = k.id
), seen AS (
  UPDATE im_member m
  SET read_seq = coalesce(k.read_seq, m.read_seq), read_counted = coalesce(k.read_counted, m.read_counted),
      uncounted = k.uncounted + CASE WHEN k.read_seq IS NULL THEN m.uncounted ELSE 0 END,
      read_at = CASE WHEN k.read_seq IS NULL THEN m.read_at ELSE k.at END, spoke_at = k.at
  FROM json_to_recordset(%(senders)s::json) AS k(conversation bigint, account bigint, read_seq bigint,
    read_counted bigint, uncounted bigint, at timestamptz)
  WHERE m.conversation_id = k.conversation AND m.account_id = k.account
)
SELECT conversation_id, seq, id FROM saved
"""
MENTION: LiteralString = """
WITH named AS (
  UPDATE im_member m SET mention_seq = greatest(m.mention_seq, k.seq)
  FROM json_to_recordset(%(mentions)s::json) AS k(conversation bigint, user_id text, app bigint, seq bigint)
  JOIN accounts_account a ON a.app_id = k.app AND a.user_id = k.user_id
  WHERE m.conversation_id = k.conversation AND m.account_id = a.id AND m.active
) SELECT 1
"""


def look_up(sends: Sequence[Send]) -> list[Target]:
    """For each send its receiver or group, its conversation, and the message its clientMsgId already made."""
    targets = [Target() for _ in sends]
    single = [index for index, send in enumerate(sends) if send.chat_type == "SINGLE"]
    groups = [index for index, send in enumerate(sends) if send.chat_type == "GROUP"]
    if single:
        found = rows(LOOK_UP_SINGLE, _keys(sends, single))
        for n, receiver, status, conversation, version, earlier, blocked, no_friend, muted in found:
            targets[n] = Target(
                receiver=receiver,
                receiver_status=status or "",
                conversation=conversation,
                rules_version=version,
                earlier=earlier,
                sender_is_blocked=bool(blocked),
                friendship_missing=bool(no_friend),
                sender_is_muted=muted,
            )
    if groups:
        found = rows(LOOK_UP_GROUP, _keys(sends, groups))
        for n, group, status, visibility, mute_all, role, silent, place, version, earlier, muted in found:
            targets[n] = Target(
                group=group,
                group_status=status or "",
                group_visibility=visibility or "",
                group_is_silent=bool(mute_all),
                role=role,
                role_is_muted=bool(silent),
                conversation=place,
                rules_version=version,
                earlier=earlier,
                sender_is_muted=muted,
            )
    return targets


class Locked(NamedTuple):
    """How a conversation stands. Nothing in it is after `last_at`: some messages leave `last_message_at`."""

    last_seq: int
    counted: int
    last_at: Any
    rules_version: int


def lock(conversations: set[int]) -> dict[int, Locked]:
    """Locks in the order of ids, so that two batches never wait for each other."""
    found = rows(LOCK, {"ids": ",".join(map(str, sorted(conversations)))})
    return {pk: Locked(*state) for pk, *state in found}


def write(
    messages: list[dict[str, Any]], conversations: list[dict[str, Any]], senders: list[dict[str, Any]]
) -> dict[tuple[int, int], int]:
    """Inserts the messages, advances their conversations, moves the senders' cursors.

    Answers (conversation, seq) → id.
    """
    values = {
        "messages": document(messages),
        "conversations": document(conversations),
        "senders": document(senders),
    }
    return {(conversation, seq): pk for conversation, seq, pk in rows(WRITE, values)}


def mention(mentions: list[dict[str, Any]]) -> None:
    rows(MENTION, {"mentions": document(mentions)})


def _keys(sends: Sequence[Send], indices: list[int]) -> dict[str, Any]:
    asked = [
        {
            "n": index,
            "app": sends[index].app.pk,
            "sender": sends[index].sender.pk,
            "name": sends[index].sender.user_id,
            "target": sends[index].to_id,
            "key": sends[index].client_msg_id,
            "checked": not sends[index].skip_checks,
            "friends": not sends[index].skip_checks and sends[index].app.setting("friendsOnly"),
            "bound": not sends[index].skip_checks and binds(sends[index].sender),
        }
        for index in indices
    ]
    return {"sends": document(asked), "now": now_ms()}
