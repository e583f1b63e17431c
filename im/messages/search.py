"""Search by bigrams: the index narrows to rows that have all pairs of the keyword, LIKE decides."""

from typing import Any

from django.db.models import BigIntegerField, Case, F, FilteredRelation, Q, Value, When
from django.db.models.functions import Coalesce, Greatest

from accounts.models import Account, App
from config.api.errors import BadParameter
from config.clock import moment
from im.conversations.models import Conversation, Member
from im.conversations.rules import Peer, peer_of, require_member
from im.messages.models import Message, MessageQuerySet
from im.messages.text import fold, grams


def matching(
    app: App, account: Account | None, query: dict[str, Any], *, trusted: bool = False
) -> MessageQuerySet:
    """The app's messages with the keyword, newest first; only what `account` can see unless it is None."""
    keyword = fold(query["keyword"])
    # Folding changes lengths: an accent may melt into its letter, one sign may become a word.
    if not 2 <= len(query["keyword"].strip()) <= 64 or len(keyword) < 2:
        raise BadParameter("keyword", "must have 2 to 64 characters")
    found = Message.objects.of_app(app).filter(grams__contains=grams(keyword), search_text__contains=keyword)
    if account is not None:
        found = _visible_to(found, account)
    if "targetId" in query:
        found = found.filter(_with(app, account, query, trusted=trusted))
    return found.filter(_filters(query)).order_by("-id")


def _visible_to(found: MessageQuerySet, account: Account) -> MessageQuerySet:
    """A join with the account's own rows: asked row by row, a common word would cost a second."""
    of_mine = Q(conversation__members__account=account, conversation__members__active=True)
    shown = Coalesce(F("conversation__group__history_visible"), Value(value=False))  # no group: an outer join
    joined = Case(
        When(shown_to_new=True, then=Value(0)), default=F("mine__join_seq"), output_field=BigIntegerField()
    )
    return found.annotate(
        mine=FilteredRelation("conversation__members", condition=of_mine), shown_to_new=shown
    ).filter(mine__isnull=False, seq__gt=Greatest(F("mine__clear_seq"), joined))


def _with(app: App, account: Account | None, query: dict[str, Any], *, trusted: bool) -> Q:
    peer = peer_of(app, query["targetId"], query.get("chatType"))
    if peer.group is not None:
        if account is not None:
            require_member(peer.group, account, trusted=trusted)
        return Q(conversation__in=Conversation.objects.filter(group=peer.group))
    return _single(peer, account)


def _single(peer: Peer, account: Account | None) -> Q:
    if peer.account is None:
        raise LookupError("a peer is an account or a group")
    if account is None:
        return Q(conversation__in=Member.objects.of(peer.account).values("conversation"), chat_type="SINGLE")
    low, high = sorted((account.pk, peer.account.pk))
    return Q(conversation__in=Conversation.objects.filter(low_id=low, high_id=high))


def _filters(query: dict[str, Any]) -> Q:
    wanted = Q()
    if "chatType" in query:
        wanted &= Q(chat_type=query["chatType"])
    if "fromId" in query:
        wanted &= Q(from_id=query["fromId"])
    if query.get("msgTypes"):
        wanted &= Q(msg_type__in=query["msgTypes"])
    if "startTime" in query:
        wanted &= Q(created_at__gte=moment(query["startTime"]))
    if "endTime" in query:
        wanted &= Q(created_at__lte=moment(query["endTime"]))
    return wanted
