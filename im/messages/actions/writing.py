"""Numbers the messages of a batch under their conversations' locks and writes them, each table once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction

from config.clock import moment, now_ms
from im import events
from im.messages import statements
from im.messages.actions.flagging import flag_sent
from im.messages.models import Message
from im.messages.rules import Target
from im.messages.sends import TIP, Send
from im.messages.text import grams, searchable
from journal.audit import entry, log_all
from journal.facts import Fact, Order
from journal.outbox import record

RECENT = timedelta(seconds=2)


class Outdated(Exception):
    """Who may write where has changed since it was looked up."""


@dataclass(slots=True)
class _Progress:
    """How a locked conversation stands while a batch numbers messages. Nothing in it is after `last_at`."""

    last_seq: int
    counted: int
    last_at: datetime
    shown_seq: int | None = None
    shown_at: datetime | None = None
    at_all_seq: int | None = None


@dataclass(slots=True)
class _Batch:
    messages: list[Message] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    cursors: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    mentions: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)


def write(sends: Sequence[Send], targets: Sequence[Target]) -> list[Message]:
    """One transaction of its own. All are allowed and have a conversation. Raises `Outdated`."""
    if not sends:
        return []
    with transaction.atomic():
        return write_within(sends, targets)


def write_within(sends: Sequence[Send], targets: Sequence[Target]) -> list[Message]:
    """In the caller's transaction: lock, number, insert, advance, record."""
    locked = statements.lock({cast(int, target.conversation) for target in targets})
    for target in targets:
        if target.rules_version not in (None, locked[cast(int, target.conversation)].rules_version):
            raise Outdated
    progress = {pk: _Progress(*state[:-1]) for pk, state in locked.items()}
    now = moment(now_ms())
    batch = _Batch()
    for send_, target in zip(sends, targets, strict=True):
        _number(send_, target, progress, now, batch)
    ids = statements.write(
        [_row(message, send_) for message, send_ in zip(batch.messages, sends, strict=True)],
        [_advanced(pk, state, now) for pk, state in progress.items()],
        list(batch.cursors.values()),
    )
    if batch.mentions:
        statements.mention(list(batch.mentions.values()))
    for message in batch.messages:
        message.pk = ids[(message.conversation_id, message.seq)]
    log_sent_as(zip(sends, batch.messages, strict=True))
    record(*map(told, sends, batch.messages, batch.orders))
    flag_sent(zip(sends, batch.messages, strict=True))
    return batch.messages


def _number(
    send_: Send, target: Target, progress: dict[int, _Progress], now: datetime, batch: _Batch
) -> None:
    conversation = cast(int, target.conversation)
    state = progress[conversation]
    recent = state.last_seq > 0 and now - state.last_at < RECENT
    at = max(now, state.last_at)
    state.last_seq += 1
    state.counted += 0 if send_.no_unread else 1
    state.last_at = at
    message = Message(
        conversation_id=conversation,
        seq=state.last_seq,
        counted=state.counted,
        counts=not send_.no_unread,
        **said(send_, target, at),
    )
    if not send_.no_last:
        state.shown_seq, state.shown_at = message.seq, at
    if message.at_all:
        state.at_all_seq = message.seq
    for name in message.at_user_ids:
        if name != message.from_id:
            batch.mentions[conversation, name] = {
                "conversation": conversation,
                "user_id": name,
                "app": send_.app.pk,
                "seq": message.seq,
            }
    _move_cursor(send_, message, batch)
    batch.messages.append(message)
    batch.orders.append(Order(conversation, message.seq, recent))


def _move_cursor(send_: Send, message: Message, batch: _Batch) -> None:
    """Who writes has read; for whom the server writes has not, but his own message is not unread to him.

    A TIP is said by nobody.
    """
    if send_.msg_type == TIP:
        return
    key = (message.conversation_id, send_.sender.pk)
    if send_.by_server:
        cursor = batch.cursors.setdefault(
            key, {"read_seq": None, "read_counted": None, "uncounted": 0, "at": message.created_at}
        )
        cursor["uncounted"] += 1 if message.counts else 0
    else:
        batch.cursors[key] = cursor = {
            "read_seq": message.seq,
            "read_counted": message.counted,
            "uncounted": 0,
            "at": message.created_at,
        }
    cursor["conversation"], cursor["account"] = key


def said(send_: Send, target: Target, at: datetime) -> dict[str, Any]:
    return {
        "app_id": send_.app.pk,
        "sender_id": send_.sender.pk,
        "chat_type": send_.chat_type,
        "from_id": send_.from_id or send_.sender.user_id,
        "to_id": send_.to_id,
        "client_msg_id": send_.client_msg_id,
        "fingerprint": send_.fingerprint,
        "msg_type": send_.msg_type,
        "content": send_.content,
        "ext": send_.ext,
        "at_user_ids": target.named,
        "at_all": send_.at_all and send_.chat_type == "GROUP",
        "quote_id": send_.quote_id,
        "need_receipt": send_.need_receipt,
        "created_at": at,
    }


def unstored(send_: Send, target: Target) -> Message:
    """The message as it would be, now; that of a first one has no conversation."""
    where: Any = target.conversation
    return Message(conversation_id=where, seq=0, **said(send_, target, moment(now_ms())))


def _row(message: Message, send_: Send) -> dict[str, Any]:
    text = searchable(message.msg_type, message.content)
    return {
        "app": message.app_id,
        "conversation": message.conversation_id,
        "seq": message.seq,
        "sender": message.sender_id,
        "chat_type": message.chat_type,
        "from_id": message.from_id,
        "to_id": message.to_id,
        "key": message.client_msg_id,
        "fingerprint": send_.fingerprint.hex(),
        "msg_type": message.msg_type,
        "content": message.content,
        "ext": message.ext,
        "at_user_ids": message.at_user_ids,
        "at_all": message.at_all,
        "quote_id": message.quote_id,
        "need_receipt": message.need_receipt,
        "counted": message.counted,
        "counts": message.counts,
        "search_text": text,
        "grams": grams(text),
        "created_at": message.created_at,
    }


def _advanced(pk: int, state: _Progress, now: datetime) -> dict[str, Any]:
    return {
        "id": pk,
        "last_seq": state.last_seq,
        "counted": state.counted,
        "at": now,
        "shown_seq": state.shown_seq,
        "shown_at": state.shown_at,
        "at_all_seq": state.at_all_seq,
    }


def told(send_: Send, message: Message, order: Order | None, *, durable: bool = True) -> Fact:
    return events.message_sent(
        message.shown(),
        app=send_.app,
        operator_id=send_.actor_id or message.from_id,
        session=send_.session,
        order=order,
        sync_sender=send_.sync_sender,
        durable=durable,
        callbacks=send_.callbacks,
        aside={"offlinePush": send_.offline_push} if send_.offline_push else None,
    )


def log_sent_as(sent: Iterable[tuple[Send, Message]]) -> None:
    """MESSAGE_SEND_AS for who sends in another's name, in the transaction of the message."""
    entries = [
        entry(
            send_.by,
            "MESSAGE_SEND_AS",
            app_id=send_.app.pk,
            target_type="MESSAGE",
            target_id=str(message.pk or ""),
            detail={
                "fromId": message.from_id,
                "toId": message.to_id,
                "chatType": message.chat_type,
                "seq": message.seq,
            },
        )
        for send_, message in sent
        if send_.by is not None
    ]
    if entries:
        log_all(entries)
