"""What phones and vendors say became of a push: kept once, counted, logged and told."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from django.db import transaction

from accounts.models import App
from config.clock import moment, now_ms
from config.sql import document, rows
from push import events, logs, statistics
from push.models import Delivery, DeliveryStatus, LogEvent, ReceiptEvent
from push.statistics import Kind

LOGGED: Final = {
    ReceiptEvent.RECEIVED: LogEvent.DELIVERED,
    ReceiptEvent.DISPLAYED: LogEvent.DISPLAYED,
    ReceiptEvent.CLICKED: LogEvent.CLICKED,
    ReceiptEvent.DISMISSED: LogEvent.DISPLAYED,
}
LONGEST: Final = 18  # digits of an id

# In the order of the key: of two who say the same, one waits for the other, and neither for both.
KEEP: LiteralString = """
INSERT INTO push_receipt (delivery_id, event, device_id, app_id, action_id, at, created_at)
SELECT delivery, event, device, %(app)s, action, at, statement_timestamp()
FROM json_to_recordset(%(seen)s::json)
  AS t(delivery bigint, event text, device text, action text, at timestamptz)
ORDER BY delivery, event, device
ON CONFLICT (delivery_id, event, device_id) DO NOTHING RETURNING delivery_id, event
"""
# A phone may be quicker than the engine, whose claim stays: it has yet to say what the vendor answered.
ADVANCE: LiteralString = """
WITH given AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%(given)s::json) AS t(delivery bigint, status text)
), ours AS MATERIALIZED (
  SELECT d.id, d.status FROM push_delivery d JOIN given g ON g.delivery = d.id
  WHERE d.status IN ('PENDING', 'RETRYING', 'ACCEPTED', 'UNKNOWN', 'CANCELLED')
    OR d.status = 'DELIVERED' AND g.status = 'CLICKED'
  ORDER BY d.id FOR UPDATE OF d
)
UPDATE push_delivery d SET status = g.status, reason = '',
  finished_at = COALESCE(d.finished_at, statement_timestamp())
FROM given g JOIN ours ON ours.id = g.delivery WHERE d.id = g.delivery
RETURNING d.id, ours.status, d.status
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """`delivery` with its device. `by`: SDK or VENDOR."""

    delivery: Delivery
    event: ReceiptEvent
    by: str
    at: int
    action_id: str = ""

    @property
    def key(self) -> tuple[int, str]:
        return self.delivery.pk, self.event


@transaction.atomic
def receive(*, app: App, said: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The SDK's events. What names no push of this app and phone is only counted."""
    pairs = zip(said, _find(app, said), strict=True)
    seen = [_seen(one, delivery) for one, delivery in pairs if delivery is not None]
    accepted = record(app, seen)
    return {"accepted": accepted, "duplicated": len(seen) - accepted, "unknown": len(said) - len(seen)}


def _seen(one: Mapping[str, Any], delivery: Delivery) -> Seen:
    now = now_ms()  # no phone is ahead of it
    event, action = ReceiptEvent(one["event"]), one.get("actionId", "")
    return Seen(delivery, event, "SDK", min(one.get("at", now), now), action)


def record(app: App, seen: Sequence[Seen]) -> int:
    """In the caller's transaction. Answers how many of them nobody had said before."""
    first = {one.key: one for one in reversed(seen)}
    if not first:
        return 0
    kept = rows(KEEP, {"app": app.pk, "seen": document([_kept(one) for one in first.values()])})
    new = [first[delivery, event] for delivery, event in sorted(kept)]
    moves = _advance(new)
    logs.write(_logged(one) for one in new)
    _tell(app, new, moves)
    statistics.count(Counter(_counted(app, new, moves)))
    return len(new)


def push_named(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) <= LONGEST else None


def task_named(word: str) -> int | None:
    """By its id, or as the payload of many names it: `t81`."""
    return push_named(word.removeprefix("t"))


def _find(app: App, said: Sequence[Mapping[str, Any]]) -> list[Delivery | None]:
    """By two statements, however many they are."""
    pushes = {one.get("pushId", ""): push_named(one.get("pushId", "")) for one in said}
    tasks = {_task(one): task_named(_task(one)) for one in said}
    here = Delivery.objects.filter(app=app).select_related("device")
    by_id = here.in_bulk([pk for pk in pushes.values() if pk is not None])
    of_tasks = here.filter(
        notice__in=[pk for pk in tasks.values() if pk is not None],
        device__app=app,
        device__device_id__in={one["deviceId"] for one in said if tasks[_task(one)] is not None},
    )
    by_task: dict[tuple[int, str], list[Delivery]] = {}
    for delivery in of_tasks.order_by("pk"):
        by_task.setdefault((delivery.notice_id, delivery.device.device_id), []).append(delivery)

    def of(one: Mapping[str, Any]) -> Delivery | None:
        pk, task = pushes[one.get("pushId", "")], tasks[_task(one)]
        named = [by_id[pk]] if pk in by_id else by_task.get((task or 0, one["deviceId"]), [])
        return next((delivery for delivery in named if _is_of(delivery, one)), None)

    return [of(one) for one in said]


def _task(one: Mapping[str, Any]) -> str:
    """Not asked where the push itself is named."""
    push: str = one.get("pushId", "")
    return push if push.startswith("t") else "" if push else one.get("taskId", "")


def _is_of(delivery: Delivery, one: Mapping[str, Any]) -> bool:
    known = {"deviceId": delivery.device.device_id, "userId": delivery.user_id, "vendor": delivery.vendor}
    return all(one.get(name, value) == value for name, value in known.items())


def _kept(one: Seen) -> dict[str, Any]:
    return {
        "delivery": one.delivery.pk,
        "event": one.event,
        "device": one.delivery.device.device_id,
        "action": one.action_id,
        "at": moment(one.at),
    }


def _advance(new: Sequence[Seen]) -> dict[int, tuple[str, str]]:
    """Of each delivery that moved, from where to where."""
    clicked = {one.delivery.pk for one in new if one.event == ReceiptEvent.CLICKED}
    given = [
        {"delivery": pk, "status": DeliveryStatus.CLICKED if pk in clicked else DeliveryStatus.DELIVERED}
        for pk in sorted({one.delivery.pk for one in new})
    ]
    moved = rows(ADVANCE, {"given": document(given)}) if given else []
    return {pk: (before, after) for pk, before, after in moved}


def _logged(one: Seen) -> logs.Entry:
    delivery = one.delivery
    detail = {"by": one.by, "at": one.at, "event": one.event, "actionId": one.action_id}
    return logs.of_device(
        LOGGED[one.event],
        delivery.device,
        user_id=delivery.user_id,
        notice_id=delivery.notice_id,
        delivery_id=delivery.pk,
        vendor_message_id=delivery.vendor_message_id,
        detail={name: value for name, value in detail.items() if value},
    )


def _tell(app: App, new: Sequence[Seen], moves: Mapping[int, tuple[str, str]]) -> None:
    """Each once, in the order in which it can only have happened."""
    delivered: dict[int, dict[str, Any]] = {}
    clicked: dict[int, dict[str, Any]] = {}
    for one in new:
        before, after = moves.get(one.delivery.pk, ("", ""))
        device = one.delivery.device.device_id
        if before and before != DeliveryStatus.DELIVERED:
            delivered.setdefault(one.delivery.pk, events.about(one.delivery, device, at=one.at))
        if after == DeliveryStatus.CLICKED and one.event == ReceiptEvent.CLICKED:
            clicked[one.delivery.pk] = events.clicked(
                one.delivery, device, at=one.at, action_id=one.action_id
            )
    events.tell(events.DELIVERED, list(delivered.values()), app_id=app.pk, app_key=app.app_key)
    events.tell(events.CLICKED, list(clicked.values()), app_id=app.pk, app_key=app.app_key)


def _counted(app: App, new: Iterable[Seen], moves: Mapping[int, tuple[str, str]]) -> Iterable[Kind]:
    vendors = {one.delivery.pk: one.delivery.vendor for one in new}
    for pk, (before, after) in moves.items():
        if before in (DeliveryStatus.PENDING, DeliveryStatus.RETRYING):
            yield Kind(app.pk, vendors[pk], "accepted")
        if before != DeliveryStatus.DELIVERED:
            yield Kind(app.pk, vendors[pk], "delivered")
        if after == DeliveryStatus.CLICKED:
            yield Kind(app.pk, vendors[pk], "clicked")
