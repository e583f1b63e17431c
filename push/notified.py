"""What a vendor's receipt says, done: pushes that arrived or did not, and tokens that are dead."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, LiteralString

from django.db.models import Q

from accounts.models import App
from config.clock import ms, now_ms
from config.sql import document, rows
from push import devices, events, logs, statistics
from push.actions.receiving import Seen, push_named, record, task_named
from push.devices import Dead
from push.models import Delivery, Device, Level, LogEvent, ReceiptEvent, Vendor
from push.models.device import hash_of
from push.statistics import Kind
from push.vendors.contract import Notified

ARRIVED = {"DELIVERED": ReceiptEvent.RECEIVED, "CLICKED": ReceiptEvent.CLICKED}
INVALID = "INVALID_TOKEN"
REFUSED = "REFUSED_LATER"

# Only what the vendor had taken: what arrived has arrived.
FAIL: LiteralString = """
WITH given AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%(given)s::json) AS t(delivery bigint, reason text, code text, message text)
), ours AS MATERIALIZED (
  SELECT d.id FROM push_delivery d JOIN given g ON g.delivery = d.id
  WHERE d.status IN ('ACCEPTED', 'UNKNOWN') ORDER BY d.id FOR UPDATE OF d
)
UPDATE push_delivery d SET status = 'FAILED', reason = g.reason, vendor_code = g.code,
  vendor_message = g.message, finished_at = statement_timestamp()
FROM given g JOIN ours ON ours.id = g.delivery WHERE d.id = g.delivery RETURNING d.id
"""

Found = tuple[Notified, Delivery | None]


def take(app: App, vendor: str, said: Sequence[Notified]) -> None:
    """In the caller's transaction; devices first, as everybody locks them."""
    known = _devices(app, vendor, said)
    found = _deliveries(app, vendor, said, known)
    devices.invalidate([dead for one in found if one[0].event == INVALID for dead in _dead(one, known)])
    _fail(app, found)
    now = now_ms()
    record(
        app,
        [
            Seen(delivery, ARRIVED[one.event], "VENDOR", min(one.at or now, now))
            for one, delivery in found
            if delivery is not None and one.event in ARRIVED
        ],
    )


def _devices(app: App, vendor: str, said: Sequence[Notified]) -> dict[str, list[Device]]:
    """By the hash of the token that the receipt names."""
    hashes = {hash_of(one.token) for one in said if one.token}
    known: dict[str, list[Device]] = {}
    for device in Device.objects.filter(app=app, token_hash__in=hashes) if hashes else ():
        if Vendor(device.vendor).credential == vendor:
            known.setdefault(device.token_hash, []).append(device)
    return known


def _deliveries(
    app: App, vendor: str, said: Sequence[Notified], known: dict[str, list[Device]]
) -> list[Found]:
    """All of them by one statement: by the push, else by the task and the device, else by the vendor's id and
    the device, for which all that went to it is looked at.
    """
    phones = [device.pk for rows_ in known.values() for device in rows_]
    pushes = [pk for one in said if (pk := push_named(one.push_id)) is not None]
    others = [one for one in said if push_named(one.push_id) is None]
    tasks = [pk for one in others if (pk := _task(one)) is not None]
    names = [one.vendor_message_id for one in others if _task(one) is None and one.vendor_message_id]
    wanted = Q(pk__in=pushes) | Q(device__in=phones) & (Q(notice__in=tasks) | Q(vendor_message_id__in=names))
    there = Delivery.objects.filter(wanted, app=app).select_related("device").order_by("-pk")
    rows_ = [one for one in there if Vendor(one.vendor).credential == vendor]
    return [(one, next((row for row in rows_ if _is_of(row, one, known)), None)) for one in said]


def _task(one: Notified) -> int | None:
    return task_named(one.task_id or (one.push_id if one.push_id.startswith("t") else ""))


def _is_of(delivery: Delivery, one: Notified, known: dict[str, list[Device]]) -> bool:
    if (pk := push_named(one.push_id)) is not None:
        return delivery.pk == pk
    phones = {device.pk for device in known.get(hash_of(one.token), ())}
    if delivery.device_id not in phones:
        return False
    if (task := _task(one)) is not None:
        return delivery.notice_id == task
    return bool(one.vendor_message_id) and delivery.vendor_message_id == one.vendor_message_id


def _dead(found: Found, known: dict[str, list[Device]]) -> Iterable[Dead]:
    """Exactly the token that is named. Where none is, the device's, unless it came with it after the push."""
    one, delivery = found
    about = {
        "reason": (one.code or INVALID)[:64],
        "delivery_id": delivery.pk if delivery else None,
        "notice_id": delivery.notice_id if delivery else None,
    }
    if one.token:
        for device in known.get(hash_of(one.token), ()):
            yield Dead(device.pk, device.token_hash, since=one.at, **about)  # type: ignore[arg-type]  # a dict
    elif delivery is not None:
        since = one.at or ms(delivery.created_at)
        yield Dead(delivery.device_id, delivery.device.token_hash, since=since, **about)  # type: ignore[arg-type]


def _fail(app: App, found: Sequence[Found]) -> None:
    given: dict[int, dict[str, Any]] = {}
    pushes: dict[int, Delivery] = {}
    for one, delivery in found:
        if delivery is not None and one.event not in ARRIVED:
            pushes[delivery.pk] = delivery
            delivery.reason = INVALID if one.event == INVALID else REFUSED
            delivery.vendor_code = logs.storable(one.code, logs.CODE)
            delivery.vendor_message = logs.storable(one.message, logs.WORDS)
            words = {"code": delivery.vendor_code, "message": delivery.vendor_message}
            given[delivery.pk] = {"delivery": delivery.pk, "reason": delivery.reason, **words}
    if not given:
        return
    failed = [pushes[pk] for (pk,) in sorted(rows(FAIL, {"given": document([*given.values()])}))]
    logs.write(_logged(delivery) for delivery in failed)
    told = [events.failed(delivery, delivery.device.device_id) for delivery in failed]
    events.tell(events.FAILED, told, app_id=app.pk, app_key=app.app_key)
    statistics.count(
        Counter(Kind(app.pk, one.vendor, "failed", one.vendor_code or one.reason) for one in failed)
    )


def _logged(delivery: Delivery) -> logs.Entry:
    return logs.of_device(
        LogEvent.FAILED,
        delivery.device,
        user_id=delivery.user_id,
        level=Level.ERROR,
        notice_id=delivery.notice_id,
        delivery_id=delivery.pk,
        vendor_message_id=delivery.vendor_message_id,
        vendor_code=delivery.vendor_code,
        vendor_message=delivery.vendor_message,
        detail={"by": "VENDOR", "reason": delivery.reason},
    )
