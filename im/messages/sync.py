"""Offline sync: what a device has not got yet, messages and changes, from cursors kept per device."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

import orjson
from django.db import transaction
from accounts.models import Account
from config.clock import now_ms
from config.sql import rows
from im.conversations.models import DeviceCursor, Member
from im.conversations.shapes import seen_by_owner
from im.messages.models import Message

CHANGES = 200
COUNTS: LiteralString = """
SELECT k.conversation, count(*) FROM unnest(%(conversations)s::bigint[], %(after)s::bigint[]) AS k(conversation, after)
JOIN im_message m ON m.conversation_id = k.conversation AND m.seq > k.after
WHERE m.counts AND m.status = 'NORMAL' AND m.sender_id <> %(account)s
GROUP BY k.conversation
"""
NEW: LiteralString = """
SELECT m.id FROM unnest(%(conversations)s::bigint[], %(after)s::bigint[]) AS k(conversation, after),
LATERAL (SELECT id FROM im_message WHERE conversation_id = k.conversation AND seq > k.after
         ORDER BY seq LIMIT %(limit)s) m
"""
CHANGED: LiteralString = """
SELECT m.id FROM unnest(%(conversations)s::bigint[], %(seqs)s::bigint[], %(floors)s::bigint[],
                        %(versions)s::bigint[]) AS k(conversation, upto, floor, version),
LATERAL (SELECT id FROM im_message WHERE conversation_id = k.conversation AND version > k.version
         AND version > 0 AND seq <= k.upto AND seq > k.floor ORDER BY version LIMIT %(limit)s) m
"""
ACK: LiteralString = """
INSERT INTO im_devicecursor (member_id, device_id, seq, version, updated_at)
SELECT k.member, %(device)s, k.seq, k.version, now()
FROM json_to_recordset(%(cursors)s::json) AS k(member bigint, seq bigint, version bigint)
ON CONFLICT (member_id, device_id) DO UPDATE SET seq = greatest(im_devicecursor.seq, excluded.seq),
  version = greatest(im_devicecursor.version, excluded.version), updated_at = excluded.updated_at
"""


@dataclass(slots=True)
class _Place:
    """One conversation of the account and how far the device is in it."""

    member: Any
    seq: int
    version: int


def sync(account: Account, device_id: str, asked: dict[str, Any]) -> dict[str, Any]:
    """`POST /api/im/messages/offline`: acknowledges, then answers what is new, the most recent conversation first.

    Within a conversation what does not fit is the newest; `more` says that there is more to ask for.
    """
    _acknowledge(account, device_id, asked.get("ack", []))
    behind = [place for place in _places(account, device_id, asked) if _is_behind(place)]
    limit, room = asked["limitPerConversation"], asked["totalLimit"]
    shown: list[dict[str, Any]] = []
    more = len(behind) > room
    for place, messages, changes in _with_news(behind[:room], limit):
        kept_changes = changes[: min(CHANGES, room)]
        kept = messages[: min(limit, room - len(kept_changes))]
        cut = len(kept) < len(messages) or len(kept_changes) < len(changes)
        room -= len(kept) + len(kept_changes)
        more = more or cut
        if kept or kept_changes:
            shown.append(_shown(place, kept, kept_changes, cut=cut, all_changes=len(kept_changes) == len(changes)))
    return {"conversations": shown, "serverTime": now_ms(), "more": more}


def _shown(
    place: _Place, messages: list[Message], changes: list[Message], *, cut: bool, all_changes: bool
) -> dict[str, Any]:
    """`version` is how far the changes shown reach, so that those cut off are asked for next."""
    conversation = place.member.conversation
    version = conversation.version if all_changes else changes[-1].version if changes else place.version
    visible = conversation.last_seq > place.member.floor
    return {
        "targetId": place.member.target_id,
        "chatType": place.member.chat_type,
        "maxSeq": conversation.last_seq if visible else 0,
        "minSeq": place.member.floor + 1 if visible else 0,
        "version": version,
        "unread": place.member.unread,
        "hasMore": cut,
        "messages": [message.shown() for message in messages],
        "changes": [message.shown() for message in changes],
    }


def offline_count(account: Account, device_id: str, asked: dict[str, Any]) -> dict[str, Any]:
    """How many messages of others the device has not acknowledged, by conversation."""
    places = [place for place in _places(account, device_id, {}) if _wanted(place, asked)]
    behind = [place for place in places if place.member.conversation.last_seq > place.seq]
    counts = dict(
        rows(
            COUNTS,
            {
                "conversations": [place.member.conversation_id for place in behind],
                "after": [place.seq for place in behind],
                "account": account.pk,
            },
        )
    )
    items = [
        {
            "targetId": place.member.target_id,
            "chatType": place.member.chat_type,
            "unread": counts.get(place.member.conversation_id, 0),
            "maxSeq": place.member.conversation.last_seq,
            "syncedSeq": place.seq,
        }
        for place in behind
    ]
    single = sum(item["unread"] for item in items if item["chatType"] == "SINGLE")
    total = sum(item["unread"] for item in items)
    return {"total": total, "single": single, "group": total - single, "conversations": items}


def _wanted(place: _Place, asked: dict[str, Any]) -> bool:
    member = place.member
    return asked.get("targetId", member.target_id) == member.target_id and (
        asked.get("chatType", member.chat_type) == member.chat_type
    )


@transaction.atomic
def _acknowledge(account: Account, device_id: str, acks: Sequence[dict[str, Any]]) -> None:
    """Clamped to what there is; a cursor never goes back; conversations that are none of the account's are skipped."""
    if not acks:
        return
    named = {ack["targetId"] for ack in acks}
    members = {
        (member.target_id, member.chat_type): member
        for member in Member.objects.of(account).filter(target_id__in=named).select_related("conversation")
    }
    cursors: dict[int, dict[str, int]] = {}
    for ack in acks:
        member = _find(members, ack)
        if member is not None:
            cursor = cursors.setdefault(member.pk, {"member": member.pk, "seq": 0, "version": 0})
            cursor["seq"] = max(cursor["seq"], min(ack.get("seq", 0), member.conversation.last_seq))
            cursor["version"] = max(cursor["version"], min(ack.get("version", 0), member.conversation.version))
    if cursors:
        ordered = [cursors[key] for key in sorted(cursors)]
        rows(ACK, {"device": device_id, "cursors": orjson.dumps(ordered).decode()})


def _find(members: dict[tuple[str, str], Any], named: dict[str, Any]) -> Any:
    """Without a chatType: the group of that name, else the person."""
    kinds = [named["chatType"]] if "chatType" in named else ["GROUP", "SINGLE"]
    return next((members[named["targetId"], kind] for kind in kinds if (named["targetId"], kind) in members), None)


def _places(account: Account, device_id: str, asked: dict[str, Any]) -> list[_Place]:
    """Every conversation of the account, the most recent first, with the cursor that counts: named, stored or none."""
    members = list(
        seen_by_owner(Member.objects.of(account)).select_related("conversation").order_by("-active_at", "-pk")
    )
    stored = {
        cursor.member_id: (cursor.seq, cursor.version)
        for cursor in DeviceCursor.objects.filter(member__account=account, device_id=device_id)
    }
    by_target = {(member.target_id, member.chat_type): member for member in members}
    for cursor in asked.get("cursors", []):
        member = _find(by_target, cursor)
        if member is not None:
            stored[member.pk] = (cursor.get("seq", 0), cursor.get("version", 0))
    return [_place(member, stored.get(member.pk), asked) for member in members]


def _place(member: Any, stored: tuple[int, int] | None, asked: dict[str, Any]) -> _Place:
    last, version = member.conversation.last_seq, member.conversation.version
    if stored is not None:
        return _Place(member, min(max(stored[0], member.floor), last), min(stored[1], version))
    if asked.get("latest"):
        return _Place(member, max(member.floor, last - asked["limitPerConversation"]), version)
    return _Place(member, member.floor, version)


def _is_behind(place: _Place) -> bool:
    conversation = place.member.conversation
    return bool(conversation.last_seq > max(place.seq, place.member.floor) or conversation.version > place.version)


def _with_news(places: list[_Place], limit: int) -> list[tuple[_Place, list[Message], list[Message]]]:
    conversations = [place.member.conversation_id for place in places]
    after = [place.seq for place in places]
    new = rows(NEW, {"conversations": conversations, "after": after, "limit": limit + 1})
    changed = rows(
        CHANGED,
        {
            "conversations": conversations,
            "seqs": after,
            "floors": [place.member.floor for place in places],
            "versions": [place.version for place in places],
            "limit": CHANGES + 1,
        },
    )
    messages = _by_conversation([key for (key,) in new], "seq")
    changes = _by_conversation([key for (key,) in changed], "version")
    return [
        (place, messages.get(place.member.conversation_id, []), changes.get(place.member.conversation_id, []))
        for place in places
    ]


def _by_conversation(keys: list[int], order: str) -> dict[int, list[Message]]:
    found: dict[int, list[Message]] = {}
    for message in Message.objects.filter(pk__in=keys).order_by(order):
        found.setdefault(message.conversation_id, []).append(message)
    return found

