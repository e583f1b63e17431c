"""The gateway's frames that concern messages: the same actions as behind REST. Settings name them."""

from collections.abc import Sequence
from typing import Any

import orjson

from accounts.callers import Caller
from config.api.errors import Refusal
from config.api.handler import refusal_for
from config.api.reading import read
from im.messages import actions
from im.messages.actions import Draft
from im.messages.asking import asked
from im.messages.models import Message
from im.messages.serializers import SyncOffline
from im.messages.sync import sync as sync_offline


def draft(calls: Sequence[tuple[Caller, dict[str, Any]]]) -> list[Draft | Refusal]:
    """What they ask for, in order; of some a moderator is still to answer."""
    read: list[Any] = []
    for caller, body in calls:
        try:
            read.append(asked(caller, body))
        except Exception as problem:  # a bad frame refuses itself, not its batch
            read.append(refusal_for(problem))
    drafts = iter(actions.draft([item for item in read if not isinstance(item, Refusal)]))
    return [item if isinstance(item, Refusal) else next(drafts) for item in read]


def send(drafts: Sequence[Draft]) -> list[dict[str, Any] | Refusal]:
    """One batch; each has its own outcome, in order."""
    return [_shown(outcome) for outcome in actions.write(drafts)]


def sync(caller: Caller, body: dict[str, Any]) -> dict[str, Any]:
    wanted = read(SyncOffline, body)
    device = caller.device_id or str(wanted.get("deviceId", ""))
    return sync_offline(caller.acting_as(None), device, wanted)


def missing(conversation_id: int, after_seq: int, before_seq: int) -> list[tuple[int, bytes]]:
    """The `message.sent` frames strictly between two seqs, for a gateway that saw a gap; at most 200.

    Imported ones are none: nobody was to hear of them.
    """
    between = Message.objects.filter(conversation_id=conversation_id, seq__gt=after_seq, seq__lt=before_seq)
    found = between.filter(imported_at=None)
    return [(message.seq, _frame(message)) for message in found.order_by("seq")[:200]]


def _frame(message: Message) -> bytes:
    data = {**message.shown(), "operatorId": message.from_id}
    return orjson.dumps({"type": "message.sent", "id": f"msg_{message.pk}", "data": data})


def _shown(outcome: Message | Refusal) -> dict[str, Any] | Refusal:
    if isinstance(outcome, Refusal):
        return outcome
    return {**outcome.shown(), "deduplicated": True} if outcome.deduplicated else outcome.shown()
