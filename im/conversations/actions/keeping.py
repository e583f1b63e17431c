"""How an owner keeps a conversation: pinned, muted, hidden, with a draft, or off the list."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Account, App
from config.api.errors import Refusal
from config.api.status import TOO_MANY_PINNED
from config.clock import moment, now_ms
from im import events
from im.conversations.actions.opening import lock_account, locked_member
from im.conversations.models import Conversation, Member
from im.conversations.shapes import conversation_shown

PINNED = 50


@transaction.atomic
def pin(
    *,
    account: Account,
    app: App,
    target_id: str,
    chat_type: str | None,
    pinned: bool,
    operator_id: str,
    session: str = "",
) -> dict[str, Any]:
    """Pinning again keeps the first pin's time; over 50 is 400 `51012`."""
    lock_account(account)  # two pins at once must count one another

    def change(member: Member, now: datetime) -> None:
        if pinned and member.pinned_at is None:
            _require_room(account)
            member.pinned_at = now
        elif not pinned:
            member.pinned_at = None

    return _kept(account, app, target_id, chat_type, operator_id, session, change)


@transaction.atomic
def mute(
    *,
    account: Account,
    app: App,
    target_id: str,
    chat_type: str | None,
    muted: bool,
    until: int | None = None,
    ignore_at: bool = False,
    operator_id: str,
    session: str = "",
) -> dict[str, Any]:
    """`until` in ms; once passed, `muted` reads false. `ignore_at`: mentions do not ring either."""

    def change(member: Member, now: datetime) -> None:
        member.muted = muted
        member.muted_until = moment(until) if muted and until is not None else None
        member.ignore_at = muted and ignore_at

    return _kept(account, app, target_id, chat_type, operator_id, session, change)


@transaction.atomic
def hide(
    *,
    account: Account,
    app: App,
    target_id: str,
    chat_type: str | None,
    hidden: bool,
    unhide_on_message: bool = True,
    operator_id: str,
    session: str = "",
) -> dict[str, Any]:
    def change(member: Member, now: datetime) -> None:
        member.hidden_seq = member.conversation.last_seq if hidden else None
        member.unhide_on_message = unhide_on_message

    return _kept(account, app, target_id, chat_type, operator_id, session, change)


@transaction.atomic
def draft(
    *,
    account: Account,
    app: App,
    target_id: str,
    chat_type: str | None,
    text: str,
    operator_id: str,
    session: str = "",
) -> dict[str, Any]:
    def change(member: Member, now: datetime) -> None:
        member.draft = text
        member.draft_at = now if text else None

    return _kept(account, app, target_id, chat_type, operator_id, session, change)


@transaction.atomic
def remove(
    *,
    account: Account,
    app: App,
    target_id: str,
    chat_type: str | None,
    clear_history: bool = True,
    operator_id: str,
    session: str = "",
) -> dict[str, Any]:
    """Takes a conversation off its owner's list until the next message, with its past if `clear_history`.

    Answers `{targetId,deleted,clearedSeq}`. Repeating it changes nothing.
    """
    member = locked_member(account, app, target_id, chat_type, dismissed=True)
    conversation = Conversation.objects.get(pk=member.conversation_id)
    before = _standing(member)
    last, now = conversation.last_seq, moment(now_ms())
    if last > member.read_seq:
        member.read_seq, member.read_at = last, now
        member.read_counted, member.uncounted = conversation.counted, 0
    member.removed_seq = last
    member.clear_seq = last if clear_history else member.clear_seq
    member.pinned_at, member.draft, member.draft_at = None, "", None
    data = {"targetId": member.target_id, "deleted": True, "clearedSeq": member.clear_seq}
    if _standing(member) != before:
        member.updated_at = now
        member.save()
        told = {**data, "chatType": member.chat_type, "conversationId": str(member.conversation_id)}
        events.conversation_deleted(
            told, app=app, user_id=account.user_id, operator_id=operator_id, session=session
        )
    return data


def _standing(member: Member) -> tuple[object, ...]:
    return (member.read_seq, member.removed_seq, member.clear_seq, member.pinned_at, member.draft)


def _kept(
    account: Account,
    app: App,
    target_id: str,
    chat_type: str | None,
    operator_id: str,
    session: str,
    change: Callable[[Member, datetime], None],
) -> dict[str, Any]:
    member = locked_member(account, app, target_id, chat_type)
    now = moment(now_ms())
    change(member, now)
    member.updated_at = now
    member.save()
    shown = conversation_shown(member.pk)
    events.conversation_updated(
        shown, app=app, user_id=account.user_id, operator_id=operator_id, session=session
    )
    return shown


def _require_room(account: Account) -> None:
    if Member.objects.of(account).filter(pinned_at__isnull=False).count() >= PINNED:
        raise Refusal(TOO_MANY_PINNED, f"at most {PINNED} conversations can be pinned")
