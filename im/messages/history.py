"""Pages of a conversation's past, by seq."""

from typing import Any

from accounts.models import Account, App
from accounts.models.account import PLATFORM_ACCOUNT
from config.api.errors import Missing
from config.api.status import PEER_MISSING
from im.conversations.models import Conversation, Member
from im.conversations.rules import peer_of, require_member
from im.messages import pages
from im.messages.receipts import receipts_of

EMPTY: dict[str, Any] = {
    "items": [],
    "conversationId": None,
    "minSeq": 0,
    "maxSeq": 0,
    "hasMore": False,
    "peerReadSeq": 0,
}


def single_history(account: Account, app: App, to_id: str, query: dict[str, Any]) -> dict[str, Any]:
    """The talk of two; empty while there was none. 404 `20003` only for a peer who never existed."""
    found = pages.talk(app, account, to_id) if to_id != PLATFORM_ACCOUNT else None
    if found is None:
        raise Missing(PEER_MISSING, "no such account")
    _, conversation, last_seq, floor, peer_read_seq = found
    if conversation is None:
        return EMPTY
    return _shown(conversation, last_seq, floor, query, peer_read_seq)


def group_history(
    account: Account | None, app: App, group_id: str, query: dict[str, Any], *, trusted: bool = False
) -> dict[str, Any]:
    """A group's past as a member sees it, or all of it where `account` is None (a trusted caller)."""
    group = peer_of(app, group_id, "GROUP").group
    conversation = Conversation.objects.filter(group=group).first()
    if group is None or conversation is None:
        return EMPTY
    floor = 0
    if account is not None:
        member = require_member(group, account, trusted=trusted)
        floor = Member.objects.filter(pk=member.pk).with_floor().values_list("floor", flat=True)[0]
    page = _shown(conversation.pk, conversation.last_seq, floor, query, 0)
    counts = receipts_of(conversation, [item for item in page["items"] if item["needReceipt"]])
    items = [{**item, **counts[item["seq"]]} if item["seq"] in counts else item for item in page["items"]]
    return {**page, "items": items}


def _shown(
    conversation: int, last_seq: int, floor: int, query: dict[str, Any], peer_read_seq: int
) -> dict[str, Any]:
    items, more = pages.page(conversation, floor, query)
    visible = last_seq > floor
    return {
        "items": items,
        "conversationId": str(conversation),
        "minSeq": floor + 1 if visible else 0,
        "maxSeq": last_seq if visible else 0,
        "hasMore": more,
        "peerReadSeq": peer_read_seq,
    }
