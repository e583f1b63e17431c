"""The one write path: a list of sends in one transaction, each with its own outcome."""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import timedelta
from typing import cast

import structlog
from django.db import DataError, IntegrityError, transaction

from accounts.rates import judge_groups
from config.api.errors import BadParameter, Refusal
from config.api.status import UNAVAILABLE
from config.clock import moment, now_ms
from im.conversations import actions as conversations
from im.conversations.models import ChatType
from im.messages import rules, statements
from im.messages.actions.flagging import flag_sent
from im.messages.actions.naming import name_members, refuse_quotes
from im.messages.actions.screening import screen
from im.messages.actions.writing import Outdated, log_sent_as, told, unstored, write
from im.messages.models import Message
from im.messages.rules import Target
from im.messages.sends import Send
from journal.facts import Fact, Order
from journal.outbox import record

Outcome = Message | Refusal
REPUBLISHED = timedelta(minutes=5)
TRIES = 4
log = structlog.get_logger(__name__)


def send_one(send_: Send) -> Message:
    """A batch of one. Raises the refusal."""
    outcome = send([send_])[0]
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def send(sends: Sequence[Send]) -> list[Outcome]:
    """Writes the sends in the order given; answers a stored message or a refusal for each.

    A repeat within the batch waits until its first is decided, as if they had come one after the other.
    """
    outcomes: dict[int, Outcome] = {}
    waiting = list(range(len(sends)))
    while waiting:
        first: dict[tuple[int, str], int] = {}
        for index in waiting:
            first.setdefault((sends[index].sender.pk, sends[index].client_msg_id), index)
        fresh = list(first.values())
        outcomes |= zip(fresh, _written([sends[index] for index in fresh]), strict=True)
        repeats = ((index, first[sends[index].sender.pk, sends[index].client_msg_id]) for index in waiting)
        waiting = _answer_repeats(sends, outcomes, repeats)
    return [outcomes[index] for index in range(len(sends))]


def _answer_repeats(
    sends: Sequence[Send], outcomes: dict[int, Outcome], repeats: Iterable[tuple[int, int]]
) -> list[int]:
    """Those that their first does not answer: it was refused where this one may pass, or is not stored."""
    unanswered = []
    for index, first in repeats:
        outcome = outcomes[first]
        if index == first:
            continue
        if isinstance(outcome, Message) and outcome.pk is not None:
            outcomes[index] = _deduplicated(sends[index], copy(outcome))
        elif isinstance(outcome, Refusal) and sends[index] == sends[first]:
            outcomes[index] = outcome
        else:
            unanswered.append(index)
    return unanswered


def _written(sends: Sequence[Send]) -> list[Outcome]:
    """No two of them share a sender's clientMsgId.

    A number is never burnt: when a concurrent call wins the race for a clientMsgId, or changes who may write,
    all is rolled back and looks again. A send that PostgreSQL cannot take harms no other: the batch is then
    taken apart.
    """
    for _ in range(TRIES):
        try:
            return _attempt(sends)
        except (IntegrityError, Outdated):
            continue
        except DataError as problem:
            if len(sends) == 1:
                log.warning("send_not_storable", error=str(problem)[:300])
                return [BadParameter("content", "holds what cannot be stored")]
            break
    if len(sends) == 1:
        return [Refusal(UNAVAILABLE, "the conversation is busy, try again", code=503, retry_after=1)]
    return [outcome for send_ in sends for outcome in _written([send_])]


def _attempt(sends: Sequence[Send]) -> list[Outcome]:
    targets, outcomes = judge(sends)
    due = [index for index, outcome in enumerate(outcomes) if outcome is None]
    for index in due:
        if sends[index].online_only:
            outcomes[index] = unstored(sends[index], targets[index])
    due = [index for index in due if not sends[index].online_only]
    _open_conversations(sends, targets, due)
    for index, message in zip(due, write([sends[i] for i in due], [targets[i] for i in due]), strict=True):
        outcomes[index] = message
    decided = cast(list[Outcome], outcomes)
    tell_sockets(sends, decided)
    return decided


def judge(sends: Sequence[Send]) -> tuple[list[Target], list[Outcome | None]]:
    """As things stand, without a lock: what was stored before, why one may not be, or None where it may."""
    targets = statements.look_up(sends)
    earlier = _earlier([target.earlier for target in targets])
    outcomes: list[Outcome | None] = [
        _before_writing(send_, target, earlier) for send_, target in zip(sends, targets, strict=True)
    ]
    due = [index for index, outcome in enumerate(outcomes) if outcome is None]
    refuse_quotes(sends, targets, outcomes, due)
    name_members(sends, targets, due)
    due = [index for index in due if outcomes[index] is None]
    screen(sends, targets, outcomes, due)
    due = [index for index in due if outcomes[index] is None]
    _refuse_floods(sends, outcomes, due)
    return targets, outcomes


def _before_writing(send_: Send, target: Target, earlier: dict[int, Message]) -> Outcome | None:
    if target.earlier is not None:
        return _deduplicated(send_, earlier[target.earlier])
    return rules.may_write(send_, target)


def _refuse_floods(sends: Sequence[Send], outcomes: list[Outcome | None], due: list[int]) -> None:
    """Only what would be written takes of a group's rate: no stranger can use it up, and no retry twice."""
    rated = [
        index
        for index in due
        if sends[index].rated and not sends[index].admitted and sends[index].chat_type == ChatType.GROUP
    ]
    if not rated:
        return
    refusals = judge_groups([(sends[index].app, sends[index].to_id) for index in rated])
    for index, refusal in zip(rated, refusals, strict=True):
        outcomes[index] = refusal
        sends[index].admitted = refusal is None


def _earlier(keys: list[int | None]) -> dict[int, Message]:
    known = [key for key in keys if key is not None]
    return {message.pk: message for message in Message.objects.filter(pk__in=known)} if known else {}


def _deduplicated(send_: Send, message: Message) -> Outcome:
    if bytes(message.fingerprint) != send_.fingerprint:
        return BadParameter("clientMsgId", "was used before for another message")
    message.deduplicated = True
    return message


def tell_sockets(sends: Sequence[Send], outcomes: Sequence[Outcome]) -> None:
    """Of what was not written now: messages for open sockets only, and young repeats, whose first sender may
    have died before telling."""
    facts: list[Fact] = []
    live: list[tuple[Send, Message]] = []
    young = moment(now_ms()) - REPUBLISHED
    for send_, message in zip(sends, outcomes, strict=True):
        if isinstance(message, Refusal):
            continue
        if message.pk is None:
            live.append((send_, message))
            facts.append(told(send_, message, None, durable=False))
        elif message.deduplicated and message.created_at > young and not message.is_revoked:
            order = Order(message.conversation_id, message.seq, recent=True)
            facts.append(told(send_, message, order, durable=False))
    if facts:
        with transaction.atomic():
            log_sent_as(live)
            flag_sent(live)
            record(*facts)


def _open_conversations(sends: Sequence[Send], targets: Sequence[Target], due: list[int]) -> None:
    """Single chats are made with their first message."""
    missing = [index for index in due if targets[index].conversation is None]
    pairs = {(sends[i].sender.pk, cast(int, targets[i].receiver)) for i in missing}
    opened = conversations.open_singles(pairs) if pairs else {}
    for index in missing:
        targets[index].conversation = opened[(sends[index].sender.pk, cast(int, targets[index].receiver))]
        targets[index].rules_version = 0
