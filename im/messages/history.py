"""Pages of a conversation's past, by seq."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from accounts.models import Account, App
from config.clock import moment
from im.conversations.models import Conversation, Member
from im.conversations.rules import peer_of, require_member
from im.messages.models import Message, MessageQuerySet
from im.messages.receipts import receipts_of

EMPTY: dict[str, Any] = {"items": [], "conversationId": None, "minSeq": 0, "maxSeq": 0, "hasMore": False}


def single_history(account: Account, app: App, to_id: str, query: dict[str, Any]) -> dict[str, Any]:
    """The talk of two; empty while there was none. 404 `20003` only for a peer who never existed."""
    peer = peer_of(app, to_id, "SINGLE").account
    low, high = sorted((account.pk, peer.pk if peer is not None else 0))
    conversation = Conversation.objects.filter(low_id=low, high_id=high).first()
    if conversation is None or peer is None:
        return {**EMPTY, "peerReadSeq": 0}
    members = {member.account_id: member for member in conversation.members.with_floor()}
    page = _page(conversation, members[account.pk].floor, query)
    return {**page, "peerReadSeq": members[peer.pk].read_seq}


def group_history(account: Account | None, app: App, group_id: str, query: dict[str, Any]) -> dict[str, Any]:
    """A group's past as a member sees it, or all of it where `account` is None (a trusted caller)."""
    group = peer_of(app, group_id, "GROUP").group
    conversation = Conversation.objects.filter(group=group).first()
    if group is None or conversation is None:
        return {**EMPTY, "peerReadSeq": 0}
    floor = 0
    if account is not None:
        member = require_member(group, account)
        floor = Member.objects.filter(pk=member.pk).with_floor().values_list("floor", flat=True)[0]
    page = _page(conversation, floor, query)
    counts = receipts_of(conversation, [item for item in page["items"] if item["needReceipt"]])
    items = [{**item, **counts[item["seq"]]} if item["seq"] in counts else item for item in page["items"]]
    return {**page, "items": items, "peerReadSeq": 0}


def _page(conversation: Conversation, floor: int, query: dict[str, Any]) -> dict[str, Any]:
    limit = query["limit"]
    rows, ascending = _ordered(_matching(conversation, floor, query), query)
    found: Sequence[Message] = rows[: limit + 1]
    messages = list(found)
    more = len(messages) > limit
    messages = messages[:limit]
    if ascending != (query.get("order", "asc" if "afterSeq" in query else "desc") == "asc"):
        messages.reverse()
    visible = conversation.last_seq > floor
    return {
        "items": [message.shown() for message in messages],
        "conversationId": str(conversation.pk),
        "minSeq": floor + 1 if visible else 0,
        "maxSeq": conversation.last_seq if visible else 0,
        "hasMore": more,
    }


def _matching(conversation: Conversation, floor: int, query: dict[str, Any]) -> MessageQuerySet:
    """Exclusive bounds of seq, inclusive ones of time."""
    wanted = Q(conversation=conversation, seq__gt=max(floor, query.get("afterSeq", 0)))
    if "beforeSeq" in query:
        wanted &= Q(seq__lt=query["beforeSeq"])
    if "startTime" in query:
        wanted &= Q(created_at__gte=moment(query["startTime"]))
    if "endTime" in query:
        wanted &= Q(created_at__lte=moment(query["endTime"]))
    if query.get("msgTypes"):
        wanted &= Q(msg_type__in=query["msgTypes"])
    if query.get("fromId"):
        wanted &= Q(from_id=query["fromId"])
    if not query["includeRevoked"]:
        wanted &= Q(status="NORMAL")
    return Message.objects.filter(wanted)


def _ordered(rows: MessageQuerySet, query: dict[str, Any]) -> tuple[MessageQuerySet, bool]:
    """`afterSeq` takes the nearest to it, whatever the order of showing; else the order decides where to begin."""
    ascending = "afterSeq" in query or query.get("order") == "asc"
    return rows.order_by("seq" if ascending else "-seq"), ascending
