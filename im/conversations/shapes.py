"""How a conversation looks to its owner: the list's rows, computed from cursors."""

from collections.abc import Collection
from typing import Any, cast

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    DateTimeField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.models import Account
from config.clock import EPOCH, ms, ms_or_none
from im.conversations.models import Conversation, Member, MemberQuerySet

UNREAD = Greatest(
    F("conversation__counted") - F("read_counted") - F("uncounted"), Value(0), output_field=BigIntegerField()
)
HIDDEN = Q(hidden_seq__isnull=False) & (
    Q(unhide_on_message=False) | Q(conversation__last_message_seq__lte=F("hidden_seq"))
)


def unread_of(member: Member, conversation: Conversation) -> int:
    return max(0, conversation.counted - member.read_counted - member.uncounted)


def muted_now() -> Q:
    return Q(muted=True) & (Q(muted_until=None) | Q(muted_until__gt=timezone.now()))


def seen_by_owner(members: MemberQuerySet) -> QuerySet[Any]:
    """Adds all that the list shows, sorts and filters by."""
    peer_at = Case(
        When(conversation__low=F("account"), then=F("conversation__high__updated_at")),
        default=F("conversation__low__updated_at"),
        output_field=DateTimeField(),
    )
    rows: QuerySet[Any] = members.with_floor().annotate(
        unread=UNREAD,
        is_hidden=ExpressionWrapper(HIDDEN, output_field=BooleanField()),
        is_muted=ExpressionWrapper(muted_now(), output_field=BooleanField()),
        pin_key=Coalesce(F("pinned_at"), Value(EPOCH), output_field=DateTimeField()),
        active_at=Coalesce(
            Greatest(F("conversation__last_message_at"), F("draft_at")),
            Value(EPOCH),
            output_field=DateTimeField(),
        ),
        moved_at=Greatest(
            F("updated_at"), F("conversation__updated_at"), peer_at, F("conversation__group__updated_at")
        ),
    )
    return rows


def listed(members: QuerySet[Any]) -> QuerySet[Any]:
    """Those with a message their owner can see or a draft; `members` come from `seen_by_owner`."""
    shown = Q(conversation__last_message_seq__gt=Greatest(F("floor"), F("removed_seq")))
    return members.filter(shown | ~Q(draft=""))


def total_unread(account: Account) -> int:
    """Over the conversations that are neither muted nor hidden."""
    return totals_unread([account.pk]).get(account.pk, 0)


def totals_unread(accounts: Collection[int]) -> dict[int, int]:
    """The same of many accounts (keys), in one statement; absent is nothing."""
    theirs = Member.objects.filter(account__in=accounts, active=True).filter(~HIDDEN).exclude(muted_now())
    totals = theirs.order_by().values("account").annotate(total=Sum(UNREAD))
    return dict(totals.values_list("account", "total"))


def with_people(members: QuerySet[Any]) -> QuerySet[Any]:
    related = ("conversation__low", "conversation__high", "conversation__group", "conversation__last_message")
    return members.select_related("account", *related).prefetch_related("filed")


def conversation_shown(member_id: int) -> dict[str, Any]:
    """One conversation as its list shows it."""
    return shown(with_people(seen_by_owner(Member.objects.filter(pk=member_id))).get())


def shown(row: Member) -> dict[str, Any]:
    """A row of `with_people(seen_by_owner(…))` as the contract has it."""
    extra = cast(Any, row)
    conversation = row.conversation
    title, avatar = _title(row)
    visible = conversation.last_message_seq > extra.floor and conversation.last_message is not None
    mentioned = max(row.mention_seq, conversation.at_all_seq) > max(row.read_seq, extra.floor)
    return {
        "conversationId": str(row.conversation_id),
        "targetId": row.target_id,
        "chatType": row.chat_type,
        "title": title,
        "avatar": avatar,
        "lastMessage": conversation.last_message.shown() if visible and conversation.last_message else None,
        "lastSeq": conversation.last_seq,
        "readSeq": row.read_seq,
        "unread": extra.unread,
        "mentioned": mentioned,
        "pinned": row.pinned_at is not None,
        "pinnedAt": ms_or_none(row.pinned_at),
        "muted": extra.is_muted,
        "hidden": extra.is_hidden,
        "draft": row.draft,
        "groups": sorted(filed.name for filed in row.filed.all()),
        "updatedAt": ms(extra.moved_at),
    }


def _title(row: Member) -> tuple[str, str]:
    conversation = row.conversation
    if conversation.group is not None:
        return conversation.group.name, conversation.group.avatar
    peer = conversation.high if conversation.low_id == row.account_id else conversation.low
    if peer is None:
        return row.target_id, ""
    return peer.nickname or peer.user_id, peer.avatar
