"""Offline sync: what a device has not got yet, messages and changes, from cursors kept per device."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from django.db import transaction
from django.db.models import F, FilteredRelation, Q, Value
from django.db.models.functions import Coalesce, Greatest

from accounts.models import Account
from config.clock import now_ms
from config.sql import document, rows
from im.conversations.models import Member
from im.conversations.shapes import seen_by_owner
from im.messages.models import Message

CHANGES = 200
LOOKED_AT = 100  # conversations a statement
COUNTS: LiteralString = """
SELECT k.conversation, count(*)
FROM unnest(%(conversations)s::bigint[], %(after)s::bigint[]) AS k(conversation, after)
JOIN im_message m ON m.conversation_id = k.conversation AND m.seq > k.after
WHERE m.counts AND m.status = 'NORMAL' AND m.sender_id <> %(account)s
GROUP BY k.conversation
"""
NEW: LiteralString = """
SELECT k.conversation, m.id
FROM unnest(%(conversations)s::bigint[], %(after)s::bigint[]) AS k(conversation, after),
LATERAL (SELECT id, seq FROM im_message WHERE conversation_id = k.conversation AND seq > k.after
         ORDER BY seq LIMIT %(limit)s) m
ORDER BY m.seq
"""
CHANGED: LiteralString = """
SELECT k.conversation, m.id FROM unnest(%(conversations)s::bigint[], %(seqs)s::bigint[], %(floors)s::bigint[],
                                        %(versions)s::bigint[]) AS k(conversation, upto, floor, version),
LATERAL (SELECT id, version FROM im_message WHERE conversation_id = k.conversation AND version > k.version
         AND version > 0 AND seq <= k.upto AND seq > k.floor ORDER BY version LIMIT %(limit)s) m
ORDER BY m.version
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


@dataclass(slots=True)
class _News:
    """What a place lacks, as message keys. `cut`: there was more than there is room for."""

    place: _Place
    messages: list[int]
    changes: list[int]
    cut: bool = False
    cut_changes: bool = False


def sync(account: Account, device_id: str, asked: dict[str, Any]) -> dict[str, Any]:
    """`POST /api/im/messages/offline`: acknowledges, then answers what is new, the most recent talk first.

    Within a conversation what does not fit is the newest; `more` says that there is more to ask for.
    """
    _acknowledge(account, device_id, asked.get("ack", []))
    behind = [place for place in _places(account, device_id, asked) if _is_behind(place)]
    limit, room = asked["limitPerConversation"], asked["totalLimit"]
    fitting: list[_News] = []
    unseen = len(behind)
    for news in _news(behind, limit):
        if not room:
            break
        unseen -= 1
        room -= _fit(news, limit, room)
        if news.messages or news.changes:
            fitting.append(news)
    more = unseen > 0 or any(news.cut for news in fitting)
    found = Message.objects.in_bulk([key for news in fitting for key in news.messages + news.changes])
    return {"conversations": [_shown(news, found) for news in fitting], "serverTime": now_ms(), "more": more}


def _fit(news: _News, limit: int, room: int) -> int:
    """Cuts to what there is room for, and says how much of it is taken."""
    changes = news.changes[: min(CHANGES, room)]
    messages = news.messages[: min(limit, room - len(changes))]
    news.cut_changes = len(changes) < len(news.changes)
    news.cut = news.cut_changes or len(messages) < len(news.messages)
    news.messages, news.changes = messages, changes
    return len(messages) + len(changes)


def _shown(news: _News, found: dict[int, Message]) -> dict[str, Any]:
    """`version` is how far the changes shown reach, so that those cut off are asked for next."""
    place, conversation = news.place, news.place.member.conversation
    version = conversation.version
    if news.cut_changes:
        version = found[news.changes[-1]].version if news.changes else place.version
    visible = conversation.last_seq > place.member.floor
    return {
        "targetId": place.member.target_id,
        "chatType": place.member.chat_type,
        "maxSeq": conversation.last_seq if visible else 0,
        "minSeq": place.member.floor + 1 if visible else 0,
        "version": version,
        "unread": place.member.unread,
        "hasMore": news.cut,
        "messages": [found[key].shown() for key in news.messages],
        "changes": [found[key].shown() for key in news.changes],
    }


def offline_count(account: Account, device_id: str, asked: dict[str, Any]) -> dict[str, Any]:
    """How many messages of others the device has not acknowledged, by conversation."""
    places = [place for place in _places(account, device_id, {}) if _wanted(place, asked)]
    behind = [place for place in places if place.member.conversation.last_seq > place.seq]
    values = {
        "conversations": [place.member.conversation_id for place in behind],
        "after": [place.seq for place in behind],
        "account": account.pk,
    }
    counts = dict(rows(COUNTS, values)) if behind else {}
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
    named = {"targetId": place.member.target_id, "chatType": place.member.chat_type}
    return all(asked.get(name, value) == value for name, value in named.items())


@transaction.atomic
def _acknowledge(account: Account, device_id: str, acks: Sequence[dict[str, Any]]) -> None:
    """Clamped to what there is; a cursor never goes back; what is none of the account's is skipped."""
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
            cursor["seq"] = max(cursor["seq"], min(ack["seq"], member.conversation.last_seq))
            cursor["version"] = max(cursor["version"], min(ack["version"], member.conversation.version))
    if cursors:
        rows(ACK, {"device": device_id, "cursors": document([cursors[key] for key in sorted(cursors)])})


def _find(members: dict[tuple[str, str], Any], named: dict[str, Any]) -> Any:
    """Without a chatType: the group of that name, else the person."""
    kinds = [named["chatType"]] if "chatType" in named else ["GROUP", "SINGLE"]
    return next(
        (members[named["targetId"], kind] for kind in kinds if (named["targetId"], kind) in members), None
    )


def _places(account: Account, device_id: str, asked: dict[str, Any]) -> list[_Place]:
    """The account's conversations with something newer than the cursor that counts: named, stored or none.

    The most recent first. PostgreSQL sorts out by the stored cursors: a device up to date costs little.
    """
    named = asked.get("cursors", [])
    stored = FilteredRelation("cursors", condition=Q(cursors__device_id=device_id))
    ours = seen_by_owner(Member.objects.of(account)).annotate(
        stored=stored, stored_seq=F("stored__seq"), stored_version=F("stored__version")
    )
    late = Q(conversation__last_seq__gt=Greatest(Coalesce(F("stored_seq"), Value(0)), F("floor")))
    changed = Q(conversation__version__gt=F("stored_version"))
    members = ours.filter(late | changed | Q(target_id__in={cursor["targetId"] for cursor in named}))
    ordered: list[Any] = list(members.select_related("conversation").order_by("-active_at", "-pk"))
    by_target = {(member.target_id, member.chat_type): member for member in ordered}
    cursors = {member.pk: (member.stored_seq, member.stored_version) for member in ordered}
    for cursor in named:
        member = _find(by_target, cursor)
        if member is not None:
            cursors[member.pk] = (cursor["seq"], cursor["version"])
    return [_place(member, cursors[member.pk], asked) for member in ordered]


def _place(member: Any, cursor: tuple[int | None, int | None], asked: dict[str, Any]) -> _Place:
    seq, version = cursor
    last, newest = member.conversation.last_seq, member.conversation.version
    if seq is not None and version is not None:
        return _Place(member, min(max(seq, member.floor), last), min(version, newest))
    if asked.get("latest"):
        return _Place(member, max(member.floor, last - asked["limitPerConversation"]), newest)
    return _Place(member, member.floor, newest)


def _is_behind(place: _Place) -> bool:
    conversation = place.member.conversation
    return bool(conversation.last_seq > place.seq or conversation.version > place.version)


def _news(places: Sequence[_Place], limit: int) -> Iterator[_News]:
    """Looked up as far as it is asked for; one more than fits is found, to know that there is more."""
    for start in range(0, len(places), LOOKED_AT):
        some = places[start : start + LOOKED_AT]
        values: dict[str, Any] = {
            "conversations": [place.member.conversation_id for place in some],
            "after": [place.seq for place in some],
            "limit": limit + 1,
        }
        messages = _by_conversation(rows(NEW, values))
        values = {
            "conversations": values["conversations"],
            "seqs": values["after"],
            "floors": [place.member.floor for place in some],
            "versions": [place.version for place in some],
            "limit": CHANGES + 1,
        }
        changes = _by_conversation(rows(CHANGED, values))
        for place in some:
            key = place.member.conversation_id
            yield _News(place, messages.get(key, []), changes.get(key, []))


def _by_conversation(found: list[tuple[Any, ...]]) -> dict[int, list[int]]:
    keys: dict[int, list[int]] = {}
    for conversation, key in found:
        keys.setdefault(conversation, []).append(key)
    return keys
