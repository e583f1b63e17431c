"""The events of a message and the webhooks' deliveries of them, found without a column that leads there.

An event's id begins with its time, and the message knows when it was sent, edited and revoked: the ids of a
few seconds are looked through, in the outbox and in what was signed. So this costs a send nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, LiteralString

from config.clock import EPOCH, MICROSECOND
from config.sql import rows
from im.messages.models import Message
from journal.models import Event
from webhooks.models import Delivery

# Its time is taken in the transaction that writes the message, whose clock may be behind the last message's.
EARLY: Final = timedelta(seconds=2)
LATE: Final = timedelta(seconds=10)
MOST: Final = 50_000  # events looked through
EDITS: Final = 5  # the latest edits whose events are looked for
KEYS: Final = {"message.sent": "id", "message.edited": "id", "message.revoked": "messageId"}

IN_OUTBOX: LiteralString = """
SELECT id FROM (
  SELECT id, app_id, type, data FROM journal_event
  WHERE id >= %(low)s AND id < %(high)s ORDER BY id LIMIT %(most)s
) e WHERE app_id = %(app)s AND type = %(type)s AND data ->> %(key)s = %(message)s ORDER BY id LIMIT 1
"""
AS_SIGNED: LiteralString = """
SELECT event_id FROM (
  SELECT event_id, app_id, type, body FROM webhooks_payload
  WHERE event_id >= %(low)s AND event_id < %(high)s ORDER BY event_id LIMIT %(most)s
) p WHERE app_id = %(app)s AND type = %(type)s AND strpos(body, %(part)s) > 0
  AND body::json -> 'data' ->> %(key)s = %(message)s ORDER BY event_id LIMIT 1
"""


@dataclass(slots=True)
class Trace:
    """An event of the message. `id` is empty where nobody durable wanted it, or its time is over."""

    type: str
    at: datetime
    id: str = ""
    event: Event | None = None
    deliveries: list[Delivery] = field(default_factory=list)

    @property
    def is_waiting(self) -> bool:
        return self.event is not None and self.event.dispatched_at is None


def traces(message: Message, edits: Sequence[datetime]) -> list[Trace]:
    """In the order in which they happened; `edits` are when it was edited."""
    happened = [("message.sent", message.created_at)] if message.imported_at is None else []
    happened += [("message.edited", at) for at in list(edits)[-EDITS:]]
    if message.revoked_at is not None:
        happened.append(("message.revoked", message.revoked_at))
    found = [Trace(name, at, _id_of(message, name, at)) for name, at in happened]
    known = [trace.id for trace in found if trace.id]
    events = Event.objects.in_bulk(known)
    deliveries = Delivery.objects.filter(endpoint__app=message.app_id, event_id__in=known)
    for delivery in deliveries.select_related("endpoint").order_by("pk"):
        next(trace for trace in found if trace.id == delivery.event_id).deliveries.append(delivery)
    for trace in found:
        trace.event = events.get(trace.id)
    return found


def _id_of(message: Message, name: str, at: datetime) -> str:
    values = {
        "low": _prefix(at - EARLY),
        "high": _prefix(at + LATE),
        "app": message.app_id,
        "type": name,
        "key": KEYS[name],
        "message": str(message.pk),
        "part": f'"{KEYS[name]}":"{message.pk}"',
        "most": MOST,
    }
    found = rows(IN_OUTBOX, values) or rows(AS_SIGNED, values)
    return str(found[0][0]) if found else ""


def _prefix(at: datetime) -> str:
    """As `journal.facts.new_id` begins."""
    return f"evt_{(at - EPOCH) // MICROSECOND:014x}"
