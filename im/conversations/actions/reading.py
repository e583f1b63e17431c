"""Moves read cursors and keeps the unread counters exact."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from accounts.callers import Caller
from accounts.models import Account, App
from config.api.errors import BadParameter
from config.clock import moment, ms_or_none, now_ms
from im import events
from im.conversations.actions.opening import locked_member
from im.conversations.models import ChatType, Conversation, Member
from im.conversations.shapes import conversation_shown, total_unread, unread_of
from journal.audit import log

TOLD_OF = 1_000  # the newest messages of a group whose senders hear that they were read


@transaction.atomic
def read(
    *,
    account: Account,
    app: App,
    target_id: str,
    chat_type: str | None,
    seq: int | None,
    operator_id: str,
    session: str = "",
) -> dict[str, Any]:
    """Marks a conversation as read up to `seq` (the end by default); never moves back.

    Answers `{targetId,chatType,readSeq,unread,totalUnread,readAt}`.
    """
    member = locked_member(account, app, target_id, chat_type, dismissed=True)
    # Read after the member's lock: what a send or a revoke changed before it is seen, what comes after waits.
    conversation = Conversation.objects.get(pk=member.conversation_id)
    wanted = conversation.last_seq if seq is None else seq
    if wanted > conversation.last_seq:
        raise BadParameter("seq", f"is beyond the conversation's last, {conversation.last_seq}")
    if wanted > member.read_seq:
        before = member.read_seq
        _advance(member, conversation, wanted, moment(now_ms()))
        _tell(member, conversation, before, account, app, operator_id, session)
    return {
        "targetId": member.target_id,
        "chatType": member.chat_type,
        "readSeq": member.read_seq,
        "unread": unread_of(member, conversation),
        "totalUnread": total_unread(account),
        "readAt": ms_or_none(member.read_at),
    }


@transaction.atomic
def read_for(
    *, account: Account, app: App, target_id: str, chat_type: str | None, seq: int | None, by: Caller
) -> dict[str, Any]:
    """The same for a user, by whoever is trusted with the app: the operation log has it."""
    shown = read(
        account=account, app=app, target_id=target_id, chat_type=chat_type, seq=seq, operator_id=by.actor_id
    )
    names = ("targetId", "chatType", "readSeq")
    log(
        by,
        "MESSAGE_READ",
        app_id=app.pk,
        target_type="ACCOUNT",
        target_id=account.user_id,
        detail={"userId": account.user_id, **{name: shown[name] for name in names}},
    )
    return shown


def _advance(member: Member, conversation: Conversation, seq: int, now: datetime) -> None:
    member.read_counted, member.uncounted = conversation.counted, 0
    if seq < conversation.last_seq:
        messages = conversation.messages
        member.read_counted = messages.values_list("counted", flat=True).get(seq=seq)
        later = messages.filter(seq__gt=seq, counts=True)
        member.uncounted = later.filter(Q(sender_id=member.account_id) | Q(status="REVOKED")).count()
    member.read_seq, member.read_at, member.updated_at = seq, now, now
    member.save(update_fields=["read_seq", "read_counted", "uncounted", "read_at", "updated_at"])


def _tell(
    member: Member,
    conversation: Conversation,
    before: int,
    account: Account,
    app: App,
    operator_id: str,
    session: str,
) -> None:
    data = {
        "chatType": member.chat_type,
        "targetId": member.target_id,
        "readerId": account.user_id,
        "readSeq": member.read_seq,
        "readAt": ms_or_none(member.read_at),
        "operatorId": operator_id,
    }
    if member.chat_type == ChatType.SINGLE:
        users: tuple[str, ...] = (member.target_id,) if member.target_id != account.user_id else ()
        data["targetId"] = account.user_id
    else:
        after = max(before, member.read_seq - TOLD_OF)
        asked = conversation.messages.filter(seq__gt=after, seq__lte=member.read_seq, need_receipt=True)
        senders = asked.exclude(sender_id=account.pk).values_list("from_id", flat=True)
        users = tuple(sorted(set(senders)))
    events.message_read(data, app=app, users=users)
    shown = conversation_shown(member.pk)
    events.conversation_updated(
        shown, app=app, user_id=account.user_id, operator_id=operator_id, session=session
    )


def correct_for_revoke(*, conversation_id: int, seq: int, sender_id: int, counts: bool) -> None:
    """Takes a revoked message out of the unread of those who have not read it, and out of their mentions.

    The caller holds the conversation's lock, and the message is marked already.
    """
    members = Member.objects.filter(conversation_id=conversation_id)
    if counts:
        unread = members.filter(read_seq__lt=seq).exclude(account_id=sender_id)
        unread.update(uncounted=F("uncounted") + 1)
    for member in members.filter(mention_seq=seq).select_related("account"):
        named = member.conversation.messages.filter(
            at_user_ids__contains=[member.account.user_id], status="NORMAL", seq__gt=member.read_seq
        ).exclude(sender_id=member.account_id)
        member.mention_seq = named.order_by("-seq").values_list("seq", flat=True).first() or 0
        member.save(update_fields=["mention_seq"])
    conversation = Conversation.objects.get(pk=conversation_id)
    if conversation.at_all_seq == seq:
        called = conversation.messages.filter(at_all=True, status="NORMAL")
        conversation.at_all_seq = called.order_by("-seq").values_list("seq", flat=True).first() or 0
        conversation.save(update_fields=["at_all_seq"])
