"""The one write path: a list of sends in one transaction, each with its own outcome."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from django.db import DataError, IntegrityError, transaction

from config.api.errors import BadParameter, Refusal
from config.clock import moment, now_ms
from im.conversations import actions as conversations
from im.messages import rules, statements
from im.messages.actions.writing import said, told, write
from im.messages.models import Message
from im.messages.rules import Target
from im.messages.sends import Send
from journal.facts import Order
from journal.outbox import record

Outcome = Message | Refusal
REPUBLISHED = timedelta(minutes=5)
TRIES = 4


def send_one(send_: Send) -> Message:
    """A batch of one. Raises the refusal."""
    outcome = send([send_])[0]
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def send(sends: Sequence[Send]) -> list[Outcome]:
    """Writes the sends in the order given; answers a stored message or a refusal for each.

    A number is never burnt: when a concurrent call wins the race for a clientMsgId, the whole batch is rolled back
    and looks again. A send that PostgreSQL cannot take harms no other: the batch is then taken apart.
    """
    outcomes: dict[int, Outcome] = {}
    fresh = _without_repeats(sends, outcomes)
    for _ in range(TRIES):
        try:
            for index, outcome in zip(fresh, _attempt([sends[index] for index in fresh]), strict=True):
                outcomes[index] = outcome
            break
        except IntegrityError:
            continue
        except DataError:
            if len(fresh) == 1:
                raise
            for index in fresh:
                outcomes[index] = send([sends[index]])[0]
            break
    else:
        raise Refusal("90503", "the conversation is busy, try again", code=503, retry_after=1)
    return [outcomes[index] if index in outcomes else _repeat(sends, index, outcomes) for index in range(len(sends))]


def _without_repeats(sends: Sequence[Send], outcomes: dict[int, Outcome]) -> list[int]:
    """The first of each (sender, clientMsgId) in this batch; later ones are answered from it."""
    first: dict[tuple[int, str], int] = {}
    for index, send_ in enumerate(sends):
        first.setdefault((send_.sender.pk, send_.client_msg_id), index)
    return list(first.values())


def _repeat(sends: Sequence[Send], index: int, outcomes: dict[int, Outcome]) -> Outcome:
    send_ = sends[index]
    for earlier, other in enumerate(sends[:index]):
        if other.sender.pk == send_.sender.pk and other.client_msg_id == send_.client_msg_id:
            outcome = outcomes[earlier]
            return outcome if isinstance(outcome, Refusal) else _deduplicated(send_, outcome)
    raise LookupError(send_.client_msg_id)


def _attempt(sends: Sequence[Send]) -> list[Outcome]:
    targets = statements.look_up(sends)
    earlier = _earlier([target.earlier for target in targets])
    outcomes: list[Outcome | None] = [
        _before_writing(send_, target, earlier) for send_, target in zip(sends, targets, strict=True)
    ]
    due = [index for index, outcome in enumerate(outcomes) if outcome is None]
    if due:
        _open_conversations(sends, targets, due)
        _require_quotes(sends, targets, outcomes, due)
        due = [index for index in due if outcomes[index] is None]
        for index, message in zip(due, write([sends[i] for i in due], [targets[i] for i in due]), strict=True):
            outcomes[index] = message
    return cast(list[Outcome], outcomes)


def _before_writing(send_: Send, target: Target, earlier: dict[int, Message]) -> Outcome | None:
    """The outcome of a send that writes nothing: a repeat, a refusal, or one for open sockets only."""
    if target.earlier is not None:
        return _deduplicated(send_, earlier[target.earlier])
    refusal = rules.may_write(send_, target)
    if refusal is not None:
        return refusal
    return _to_sockets_only(send_, target) if send_.online_only else None


def _earlier(keys: list[int | None]) -> dict[int, Message]:
    known = [key for key in keys if key is not None]
    return {message.pk: message for message in Message.objects.filter(pk__in=known)} if known else {}


def _deduplicated(send_: Send, message: Message) -> Outcome:
    """The first one's message; told to the sockets again while it is young, for its sender may have died telling it."""
    if bytes(message.fingerprint) != send_.fingerprint:
        return BadParameter("clientMsgId", "was used before for another message")
    message.deduplicated = True
    now = moment(now_ms())
    if now - message.created_at < REPUBLISHED and not message.is_revoked and message.pk is not None:
        order = Order(message.conversation_id, message.seq, recent=True)
        with transaction.atomic():
            record(told(send_, message, order, durable=False))
    return message


def _to_sockets_only(send_: Send, target: Target) -> Message:
    message = Message(conversation_id=target.conversation, seq=0, **said(send_, moment(now_ms())))
    with transaction.atomic():
        record(told(send_, message, None, durable=False))
    return message


def _open_conversations(sends: Sequence[Send], targets: Sequence[Target], due: list[int]) -> None:
    """Single chats are made with their first message."""
    missing = [index for index in due if targets[index].conversation is None]
    pairs = {(sends[i].sender.pk, cast(int, targets[i].receiver)) for i in missing}
    opened = {pair: conversations.open_single(*pair).pk for pair in sorted(pairs)}
    for index in missing:
        targets[index].conversation = opened[(sends[index].sender.pk, cast(int, targets[index].receiver))]


def _require_quotes(
    sends: Sequence[Send], targets: Sequence[Target], outcomes: list[Outcome | None], due: list[int]
) -> None:
    for index in due:
        quoted = sends[index].quote_id
        if quoted is not None:
            message = Message.objects.of_app(sends[index].app).filter(pk=quoted).first()
            in_place = message is not None and message.conversation_id == targets[index].conversation
            floor = conversations.floor_of(sends[index].sender, cast(int, targets[index].conversation))
            if message is None or not in_place or message.seq <= floor:
                outcomes[index] = BadParameter("quoteId", "is not a message of this conversation that you can see")
