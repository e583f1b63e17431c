"""Makes of a chat's events what phones are told: who says it, where, and how it reads."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString

from config.clock import ms
from config.sql import document, rows
from im.conversations.models import ChatType
from journal.models import Event
from push.told import MESSAGE, REVOKE, Told

PREVIEW: Final = 200
# Of what is not text, where its words stand.
WORDS: Final = {"TEXT": "text", "FILE": "name", "LOCATION": "desc", "MERGED": "title", "CUSTOM": "desc"}

NAMES: LiteralString = """
SELECT i.n, coalesce(nullif(p.name_card, ''), nullif(a.nickname, ''), i.sender), coalesce(g.name, '')
FROM json_to_recordset(%(asked)s::json) AS i(n int, app bigint, sender text, group_id text)
LEFT JOIN accounts_account a ON a.app_id = i.app AND a.user_id = i.sender
LEFT JOIN im_group g ON g.app_id = i.app AND g.group_id = i.group_id
LEFT JOIN im_groupmember p ON p.group_id = g.id AND p.account_id = a.id AND p.active
"""


def tolds(events: Sequence[Event]) -> list[Told]:
    """One for each, in order; in a group they have no users yet. One statement for all names."""
    asked = [
        {"n": n, "app": event.app_id, "sender": event.data["fromId"], "group_id": _group(event.data)}
        for n, event in enumerate(events)
    ]
    names = {n: (sender, group) for n, sender, group in rows(NAMES, {"asked": document(asked)})}
    return [_told(event, *names[n]) for n, event in enumerate(events)]


def preview(msg_type: str, content: Mapping[str, Any]) -> str:
    """On one line."""
    words = content.get(WORDS.get(msg_type, ""))
    return " ".join(words.split())[:PREVIEW] if isinstance(words, str) else ""


def _group(data: Mapping[str, Any]) -> str:
    return str(data.get("toId") or data.get("targetId")) if data.get("chatType") == ChatType.GROUP else ""


def _told(event: Event, from_name: str, group_name: str) -> Told:
    data = event.data
    common: dict[str, Any] = {
        "app_id": event.app_id,
        "sent_at": ms(event.created_at),
        "from_id": data["fromId"],
        "from_name": from_name,
    }
    if event.type == "friend.requested":
        return _request(data, common)
    common |= {
        "conversation_id": data["conversationId"],
        "chat_type": data["chatType"],
        "group_id": _group(data),
        "group_name": group_name,
        "seq": data["seq"],
    }
    return _message(event, common) if event.type == "message.sent" else _revoke(data, common)


def _message(event: Event, common: dict[str, Any]) -> Told:
    data = event.data
    return Told(
        type=MESSAGE,
        event_id=data["id"],
        user_ids=() if common["group_id"] else (data["toId"],),
        msg_type=data["msgType"],
        preview=preview(data["msgType"], data["content"]),
        mentions=tuple(data["atUserIds"]),
        mention_all=data["atAll"],
        offline_push=(event.aside or {}).get("offlinePush", {}),
        **common,
    )


def _revoke(data: Mapping[str, Any], common: dict[str, Any]) -> Told:
    users = () if common["group_id"] else (data["targetId"],)
    return Told(type=REVOKE, event_id=data["messageId"], user_ids=users, **common)


def _request(data: Mapping[str, Any], common: dict[str, Any]) -> Told:
    return Told(
        type="FRIEND_REQUEST",
        event_id=f"friend-request:{data['requestId']}",  # no message's id: it is what replaces on the phone
        user_ids=(data["toId"],),
        preview=" ".join(data["wording"].split())[:PREVIEW],
        data={"requestId": data["requestId"]},
        **common,
    )
