"""Writes the notices of what happened in chats: an event has one for whom it mentions, one for the others."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, LiteralString, NamedTuple

from config.sql import document, rows
from push import wording
from push.told import CALL, MESSAGE, REVOKE, Told
from push.vendors.payload import NO_SOUND

LIFE: Final = timedelta(days=1)
CALL_LIFE: Final = timedelta(minutes=1)

# Of two who tell the same at once the second waits here for the first, and then finds whom he has told.
WRITE: LiteralString = """
INSERT INTO push_notice (app_id, source, status, key, body_hash, audience, content, options, chat, after,
  lease, send_at, expires_at, created_by, created_at, updated_at)
SELECT app, 'CHAT', 'QUEUED', key, '', '{}', content, options, chat, 0,
  '', %(now)s, until, '', %(now)s, %(now)s
FROM json_to_recordset(%(notices)s::json)
  AS t(app bigint, key text, content jsonb, options jsonb, chat jsonb, until timestamptz)
ORDER BY app, key
ON CONFLICT (app_id, key) WHERE key <> '' DO NOTHING
RETURNING app_id, key, id
"""
# The badges that this call names, beside those of earlier ones.
THERE: LiteralString = """
WITH asked AS (
  SELECT * FROM json_to_recordset(%(notices)s::json) AS t(app bigint, key text, options jsonb)
)
UPDATE push_notice n SET updated_at = %(now)s, options = CASE WHEN a.options ? 'unread'
  THEN jsonb_set(n.options, '{unread}', coalesce(n.options -> 'unread', '{}') || (a.options -> 'unread'))
  ELSE n.options END
FROM asked a WHERE n.app_id = a.app AND n.key = a.key
RETURNING n.app_id, n.key, n.id
"""
TOLD: LiteralString = """
SELECT DISTINCT notice_id, user_id FROM push_delivery
WHERE notice_id = ANY(%(notices)s::bigint[]) AND user_id = ANY(%(users)s::text[])
"""


class Draft(NamedTuple):
    """A notice not yet written."""

    app: int
    key: str
    content: dict[str, Any]
    options: dict[str, Any]
    chat: dict[str, Any] | None
    until: datetime


class Place(NamedTuple):
    """Where it stands, and who of those asked about was told it before."""

    pk: int
    told: frozenset[str]


def draft(told: Told, *, called: bool, now: datetime) -> Draft:
    said = wording.notification(
        type_=told.type,
        from_name=told.from_name or told.from_id,
        group_name=told.group_name or told.group_id,
        msg_type=told.msg_type,
        preview=told.preview,
        called=called,
        overrides=told.offline_push,
    )
    if said:
        said |= {
            "category": "VOIP" if told.type == CALL else "IM",
            "collapseKey": told.event_id,
            "threadId": told.conversation_id,
            **({"sound": NO_SOUND} if told.type == REVOKE else {}),
        }
    content = {"notification": said, "data": _data(told)} if said else {"data": _data(told)}
    options: dict[str, Any] = {"preview": True}
    if told.type == REVOKE:
        options["priority"] = "NORMAL"
    if told.unread:
        options["unread"] = dict(told.unread)
    seq = told.seq if told.type == MESSAGE else 0
    place = {"conversationId": told.conversation, "seq": seq} if told.conversation else None
    until = now + (CALL_LIFE if told.type == CALL else LIFE)
    key = told.key(called=called)
    return Draft(told.app_id, key, content, options, place, until)


def _data(told: Told) -> dict[str, Any]:
    """What the app opens when it is tapped, without what is empty."""
    of_message = {"messageId": told.event_id, "seq": told.seq} if told.type in (MESSAGE, REVOKE) else {}
    usual = {
        "type": told.type,
        "conversationId": told.conversation_id,
        "chatType": told.chat_type,
        "fromId": told.from_id,
        "groupId": told.group_id,
        **of_message,
        "ext": told.offline_push.get("ext", ""),
    }
    return {**{name: value for name, value in usual.items() if value}, **told.data}


def write(drafts: Sequence[Draft], users: Collection[str], now: datetime) -> list[Place]:
    """One for each, in order; what is there already stays as it is. `users`: who is to be told now."""
    if not drafts:
        return []
    said = {"now": now, "notices": document([draft._asdict() for draft in drafts])}
    new = {(app, key): pk for app, key, pk in rows(WRITE, said)}
    repeated = [draft._asdict() for draft in drafts if (draft.app, draft.key) not in new]
    there: dict[tuple[int, str], int] = {}
    told: dict[int, set[str]] = {}
    if repeated:
        found = rows(THERE, {"now": now, "notices": document(repeated)})
        there = {(app, key): pk for app, key, pk in found}
        for pk, user_id in rows(TOLD, {"notices": list(there.values()), "users": list(users)}):
            told.setdefault(pk, set()).add(user_id)
    places = [(new | there)[draft.app, draft.key] for draft in drafts]
    return [Place(pk, frozenset(told.get(pk, ()))) for pk in places]
