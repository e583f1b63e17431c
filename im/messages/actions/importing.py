"""Imports: what was sent elsewhere gets a place behind what is there, in the order of its times."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, transaction

from accounts.callers import Caller
from accounts.models import App
from accounts.models.account import PLATFORM_ACCOUNT
from config.api.errors import BadParameter, Missing, Refusal
from config.api.status import GROUP_MISSING, PEER_MISSING, UNAVAILABLE
from config.clock import moment, now_ms
from im import events
from im.conversations import actions as conversations
from im.conversations.models import ChatType
from im.messages import past_statements, statements
from im.messages.models import Message
from im.messages.past import Past, Stored
from im.messages.text import grams, searchable
from journal.audit import log
from journal.facts import Order
from journal.outbox import record

TRIES = 4
NO_PEER = Missing(PEER_MISSING, "no such sender or receiver")
NO_GROUP = Missing(GROUP_MISSING, "no such group")


@dataclass(frozen=True, slots=True)
class How:
    """`counting`: as unread. `shown`: as a conversation's last message. `push`: it is told and rings."""

    app: App
    counting: bool
    shown: bool
    push: bool
    actor_id: str


@dataclass(slots=True)
class _Item:
    """One message of an import on its way; `outcome` is None while nothing speaks against it."""

    past: Past
    sender: int = 0
    conversation: int = 0
    seq: int = 0
    counted: int = 0
    outcome: Stored | Refusal | None = None


@dataclass(slots=True)
class _Progress:
    """How a locked conversation stands while messages are numbered; `said`: how many that count, by whom."""

    last_seq: int
    counted: int
    latest: int = 0
    said: Counter[int] = field(default_factory=Counter)


@transaction.atomic
def import_past(
    *,
    app: App,
    pasts: Sequence[Past | Refusal],
    count_unread: bool = False,
    update_conversation: bool = True,
    push: bool = False,
    by: Caller,
) -> list[Stored | Refusal]:
    """Where each is stored, or why not. Who repeats an import is told where everything is already."""
    how = How(app, count_unread, update_conversation, push, by.actor_id)
    decided = iter(_written(how, [past for past in pasts if isinstance(past, Past)]))
    outcomes = [past if isinstance(past, Refusal) else next(decided) for past in pasts]
    stored = [outcome for outcome in outcomes if isinstance(outcome, Stored)]
    detail = {
        "total": len(outcomes),
        "failed": len(outcomes) - len(stored),
        "messageIds": [str(one.pk) for one in stored if not one.duplicated],
    }
    log(by, "MESSAGE_IMPORT", app_id=app.pk, target_type="MESSAGE", detail=detail)
    return outcomes


def _written(how: How, pasts: Sequence[Past]) -> list[Stored | Refusal]:
    """What PostgreSQL cannot take harms no other; who loses the race for a clientMsgId looks again."""
    for _ in range(TRIES):
        try:
            return _attempt(how, pasts)
        except IntegrityError:
            continue
        except DataError:
            if len(pasts) == 1:
                return [BadParameter("content", "holds what cannot be stored")]
            half = len(pasts) // 2
            return [*_written(how, pasts[:half]), *_written(how, pasts[half:])]
    raise Refusal(UNAVAILABLE, "the conversations are busy, try again", code=503, retry_after=1)


@transaction.atomic
def _attempt(how: How, pasts: Sequence[Past]) -> list[Stored | Refusal]:
    items = [_Item(past) for past in pasts]
    _find(how.app, items)
    locked = statements.lock({item.conversation for item in _open(items)})
    progress = {pk: _Progress(*state[:2]) for pk, state in locked.items()}
    _refuse_dismissed(how.app, items)
    repeats = _answer_earlier(items)
    due = sorted(_open(items), key=lambda item: item.past.created_at)
    due = [item for item in due if id(item) not in repeats]
    if due:
        _write(how, due, progress)
    for item in items:
        first = repeats.get(id(item))
        if first is not None and isinstance(first.outcome, Stored):
            item.outcome = _repeated(item.past, first.outcome.pk, first.seq, first.past.fingerprint)
    return [item.outcome for item in items if item.outcome is not None]


def _open(items: Iterable[_Item]) -> list[_Item]:
    return [item for item in items if item.outcome is None]


def _find(app: App, items: Sequence[_Item]) -> None:
    """Senders and conversations; what has none is refused."""
    single = [item for item in items if item.past.chat_type == ChatType.SINGLE]
    names = {item.past.from_id for item in items} | {item.past.to_id for item in single}
    people = past_statements.people(app.pk, names - {PLATFORM_ACCOUNT})
    groups = past_statements.groups(app.pk, _groups_of(items))
    pairs: dict[int, tuple[int, int]] = {}
    for item in items:
        past = item.past
        item.sender = people.get(past.from_id, 0)
        if not item.sender or (past.chat_type == ChatType.SINGLE and past.to_id not in people):
            item.outcome = NO_PEER
        elif past.chat_type == ChatType.SINGLE:
            pairs[id(item)] = (item.sender, people[past.to_id])
        elif past.to_id in groups:
            item.conversation = groups[past.to_id]
        else:
            item.outcome = NO_GROUP
    opened = conversations.open_singles(set(pairs.values())) if pairs else {}
    for item in items:
        if id(item) in pairs:
            item.conversation = opened[pairs[id(item)]]


def _groups_of(items: Iterable[_Item]) -> set[str]:
    return {item.past.to_id for item in items if item.past.chat_type == ChatType.GROUP}


def _refuse_dismissed(app: App, items: Sequence[_Item]) -> None:
    """A group that was dismissed just before its conversation was locked has said its last."""
    groups = past_statements.groups(app.pk, _groups_of(_open(items)))
    for item in _open(items):
        if item.past.chat_type == ChatType.GROUP and item.past.to_id not in groups:
            item.outcome = NO_GROUP


def _answer_earlier(items: Sequence[_Item]) -> dict[int, _Item]:
    """Answers what is stored already. Gives, by `id`, those that repeat another item of the call, and it."""
    same: dict[tuple[int, str], list[_Item]] = defaultdict(list)
    for item in _open(items):
        same[item.sender, item.past.key].append(item)
    stored = past_statements.earlier(same) if same else {}
    repeats: dict[int, _Item] = {}
    for key, alike in same.items():
        if key in stored:
            for item in alike:
                item.outcome = _repeated(item.past, *stored[key])
        else:
            repeats |= {id(item): alike[0] for item in alike[1:]}
    return repeats


def _repeated(past: Past, pk: int, seq: int, fingerprint: bytes) -> Stored | Refusal:
    if fingerprint != past.fingerprint:
        return BadParameter("clientMsgId", "was used before for another message")
    return Stored(pk, seq, duplicated=True)


def _write(how: How, due: Sequence[_Item], progress: dict[int, _Progress]) -> None:
    """`due` in the order of time."""
    for item in due:
        state = progress[item.conversation]
        state.last_seq += 1
        if how.counting:
            state.counted += 1
            state.said[item.sender] += 1
        state.latest = max(state.latest, item.past.created_at)
        item.seq, item.counted = state.last_seq, state.counted
    moved = {pk: state for pk, state in progress.items() if state.latest}
    ids = past_statements.write(
        {
            "app": how.app.pk,
            "now": moment(now_ms()),
            "counts": how.counting,
            "shown": how.shown,
            "messages": [_row(item) for item in due],
            "conversations": [_advanced(pk, state) for pk, state in moved.items()],
            "senders": [
                {"conversation": pk, "account": account, "said": said}
                for pk, state in moved.items()
                for account, said in state.said.items()
            ],
        }
    )
    for item in due:
        item.outcome = Stored(ids[item.conversation, item.seq], item.seq)
    if how.push:
        _tell(how, list(ids.values()))


def _row(item: _Item) -> dict[str, Any]:
    past = item.past
    text = searchable(past.msg_type, past.content)
    return {
        "conversation": item.conversation,
        "seq": item.seq,
        "sender": item.sender,
        "chat_type": past.chat_type,
        "from_id": past.from_id,
        "to_id": past.to_id,
        "key": past.key,
        "fingerprint": past.fingerprint.hex(),
        "msg_type": past.msg_type,
        "content": past.content,
        "ext": past.ext,
        "counted": item.counted,
        "search_text": text,
        "grams": grams(text),
        "created_at": moment(past.created_at),
    }


def _advanced(pk: int, state: _Progress) -> dict[str, Any]:
    latest = moment(state.latest)
    return {"id": pk, "last_seq": state.last_seq, "counted": state.counted, "latest": latest}


def _tell(how: How, keys: Sequence[int]) -> None:
    """To sockets and to phones: no webhook hears of an import."""
    messages = Message.objects.filter(pk__in=keys).order_by("conversation", "seq")
    facts = [
        events.message_sent(
            message.shown(),
            app=how.app,
            operator_id=how.actor_id,
            session="",
            order=Order(message.conversation_id, message.seq, recent=True),
            sync_sender=True,
            callbacks=False,
        )
        for message in messages
    ]
    record(*facts)
