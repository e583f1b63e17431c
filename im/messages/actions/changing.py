"""Edits and revokes: each raises the conversation's version and is stamped with it: so devices catch up."""

from datetime import timedelta
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Q

from accounts.callers import Caller
from accounts.models import Account
from config.api.errors import BadParameter, Missing
from config.api.status import MESSAGE_MISSING
from config.clock import moment, now_ms
from im import events
from im.conversations import actions as conversations
from im.conversations.models import ChatType, Conversation, Member
from im.groups.models import Group, GroupMember, GroupStatus
from im.groups.rules import Standing, missing
from im.messages import rules
from im.messages.actions.flagging import Suspect, flag
from im.messages.content import require_fit
from im.messages.models import AUDITED, Message, MessageRevision, MessageStatus
from im.messages.text import grams, searchable
from im.moderation.verdicts import Verdict
from journal.audit import Actor, log

AUDIT_COPY = timedelta(days=30)
PRUNED = 1_000


@transaction.atomic
def revoke(*, message_id: int, by: Caller, reason: str = "", logged: bool = True) -> Message:
    """Blanks a message for all and takes it out of their unread. Revoking twice answers the first time's.

    Not `logged` where it is a part of something that has an entry of its own.
    """
    message, conversation, standing = _locked(message_id, by)
    now = moment(now_ms())
    if message.is_revoked:
        rules.require_may_revoke_again(message, by, standing)
        return message
    rules.require_may_revoke(message, by, standing, now)
    message.status = MessageStatus.REVOKED
    message.version = _advance(conversation)
    message.revoked_at, message.revoked_by, message.revoke_reason = now, by.actor_id, reason
    message.grams, message.search_text = [], ""
    message.save()
    conversations.correct_for_revoke(
        conversation_id=conversation.pk, seq=message.seq, sender_id=message.sender_id, counts=message.counts
    )
    if logged and not _own(message, by):
        _log("MESSAGE_REVOKE", message, standing or by, {"fromId": message.from_id, "reason": reason})
    events.message_revoked(message.shown(), app=by.tenant, revoked_by=by.actor_id, revoked_at=now)
    return message


@transaction.atomic
def edit(
    *,
    message_id: int,
    by: Caller,
    content: dict[str, Any] | None,
    ext: str | None,
    expected_revision: int | None = None,
    verdict: Verdict | None = None,
) -> Message:
    """Replaces content or ext and keeps what was there. The same content again changes nothing."""
    message, conversation, standing = _locked(message_id, by)
    now = moment(now_ms())
    rules.require_may_edit(message, by, standing, now)
    new_content, new_ext = _edited(message, content, ext, expected_revision)
    if _said(new_content, new_ext) == _said(message.content, message.ext):
        return message
    MessageRevision.objects.create(
        message=message,
        revision=message.revision,
        content=message.content,
        ext=message.ext,
        replaced_at=now,
        replaced_by=by.actor_id,
    )
    message.content, message.ext, message.edited_at = new_content, new_ext, now
    message.revision += 1
    message.version = _advance(conversation)
    message.search_text = searchable(message.msg_type, new_content)
    message.grams = grams(message.search_text)
    message.save()
    if by.trusted:
        _log("MESSAGE_EDIT", message, by, {"fromId": message.from_id, "revision": message.revision})
    unseen_by = conversations.who_cannot_see(conversation, message.seq)
    events.message_edited(message.shown(), app=by.tenant, operator_id=by.actor_id, unseen_by=unseen_by)
    if verdict is not None and verdict.flags:
        flag([Suspect(message, verdict, by.tenant, by.actor_id)])
    return message


def foresee_edit(
    *,
    message_id: int,
    by: Caller,
    content: dict[str, Any] | None,
    ext: str | None,
    expected_revision: int | None = None,
) -> Message | None:
    """The message as the edit would leave it, unsaved and without a lock; None where it changes nothing."""
    message, conversation = _found(message_id, by)
    now = moment(now_ms())
    rules.require_may_edit(message, by, _standing_in(conversation, by), now)
    new_content, new_ext = _edited(message, content, ext, expected_revision)
    if _said(new_content, new_ext) == _said(message.content, message.ext):
        return None
    message.content, message.ext, message.edited_at = new_content, new_ext, now
    message.revision += 1
    return message


@transaction.atomic
def purge_revoked() -> int:
    """Empties audit copies of what was revoked over 30 days ago, at most 1,000 a call. Answers how many."""
    old = Message.objects.filter(Q(revoked_at__lt=moment(now_ms()) - AUDIT_COPY), AUDITED)
    keys = list(old.order_by("revoked_at").values_list("pk", flat=True)[:PRUNED])
    MessageRevision.objects.filter(message__in=keys).delete()
    return Message.objects.filter(pk__in=keys).update(content={}, ext="")


def _edited(
    message: Message, content: dict[str, Any] | None, ext: str | None, expected_revision: int | None
) -> tuple[dict[str, Any], str]:
    """Content and ext from now on."""
    if message.is_revoked:
        raise BadParameter("id", "the message was revoked")
    if expected_revision is not None and expected_revision != message.revision:
        raise BadParameter("expectedRevision", f"the message is at revision {message.revision}")
    new_content = message.content if content is None else content
    new_ext = message.ext if ext is None else ext
    require_fit(message.msg_type, new_content, new_ext)
    return new_content, new_ext


def _locked(message_id: int, by: Caller) -> tuple[Message, Conversation, Standing | None]:
    """The message with its conversation locked; and how the caller stands in its group, which nobody changes
    past that lock."""
    found, _ = _found(message_id, by)
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=found.conversation_id)
    return Message.objects.get(pk=found.pk), conversation, _standing_in(conversation, by)


def _found(message_id: int, by: Caller) -> tuple[Message, Conversation]:
    """404 for whom it is not there to see."""
    messages = Message.objects.of_app(by.tenant).select_related("conversation")
    found = messages.filter(pk=message_id).first()
    if found is None or not _visible(found, by.account, trusted=by.trusted):
        raise Missing(MESSAGE_MISSING, rules.NO_SUCH_MESSAGE)
    return found, found.conversation


def _standing_in(conversation: Conversation, by: Caller) -> Standing | None:
    return _standing(conversation, by) if conversation.chat_type == ChatType.GROUP else None


def _standing(conversation: Conversation, by: Caller) -> Standing:
    group = Group.objects.filter(conversation=conversation, status=GroupStatus.ACTIVE).first()
    if group is None:
        raise missing()
    places = GroupMember.objects.filter(group=group, account=by.account, active=True)
    return Standing(group, by.account, places.first() if by.account is not None else None, by)


def _said(content: dict[str, Any], ext: str) -> bytes:
    """To be compared: in Python `1 == True`."""
    return orjson.dumps([content, ext], option=orjson.OPT_SORT_KEYS)


def _visible(message: Message, account: Account | None, *, trusted: bool) -> bool:
    if trusted:
        return True
    mine = Member.objects.filter(account=account, active=True, conversation_id=message.conversation_id)
    floor = mine.with_floor().values_list("floor", flat=True).first()
    return floor is not None and message.seq > floor


def _advance(conversation: Conversation) -> int:
    conversation.version += 1
    conversation.updated_at = moment(now_ms())
    conversation.save(update_fields=["version", "updated_at"])
    return conversation.version


def _own(message: Message, by: Caller) -> bool:
    return by.account is not None and by.account.pk == message.sender_id


def _log(action: str, message: Message, by: Actor, detail: dict[str, Any]) -> None:
    log(by, action, app_id=message.app_id, target_type="MESSAGE", target_id=str(message.pk), detail=detail)
