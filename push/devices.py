"""Devices that cannot be reached any more, and what was still waiting for them.

Rows are locked in the order of their keys. Deliveries that somebody is writing at this moment are passed
over, so that who holds a device's row never waits for who holds a delivery's: whoever sends looks once more
whether the device is active and still the same user's.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any, LiteralString

from accounts.models import App
from config.sql import document, rows
from push import events, logs, statistics
from push.models import Device, DeviceStatus, Level, LogEvent


@dataclass(frozen=True, slots=True)
class Dead:
    """What a vendor says of a token: `device` is the row's key. `since`: ms; the token is dead since then, so
    a later registration is not meant.
    """

    device: int
    token_hash: str
    reason: str
    since: int | None = None
    delivery_id: int | None = None
    notice_id: int | None = None


# Only a device that still has this token, and did not come with it again after it had died.
INVALIDATE: LiteralString = """
WITH dead AS (
  SELECT d.id, max(t.reason) AS reason FROM push_device d
  JOIN json_to_recordset(%(dead)s::json) AS t(device bigint, token_hash text, reason text, since bigint)
    ON t.device = d.id AND t.token_hash = d.token_hash
  WHERE d.status = 'ACTIVE' AND (t.since IS NULL OR d.updated_at < to_timestamp(t.since / 1000.0))
  GROUP BY d.id
), locked AS (
  SELECT d.id FROM push_device d JOIN dead USING (id) WHERE d.status = 'ACTIVE' ORDER BY d.id FOR UPDATE OF d
)
UPDATE push_device d SET status = 'INVALID', invalid_reason = left(dead.reason, 64),
  last_failure_at = statement_timestamp(), last_error_code = left(dead.reason, 64),
  updated_at = statement_timestamp()
FROM locked JOIN dead USING (id) WHERE d.id = locked.id AND d.status = 'ACTIVE'
RETURNING d.id
"""
LEAVE: LiteralString = """
UPDATE push_device d SET status = %(status)s, updated_at = statement_timestamp()
FROM (SELECT id FROM push_device WHERE id = ANY(%(devices)s) ORDER BY id FOR UPDATE) locked
WHERE d.id = locked.id AND d.status IN ('ACTIVE', 'INVALID') RETURNING d.id
"""
CANCEL: LiteralString = """
UPDATE push_delivery d SET status = 'CANCELLED', reason = %(reason)s,
  finished_at = statement_timestamp()
FROM (
  SELECT id FROM push_delivery
  WHERE device_id = ANY(%(devices)s) AND status IN ('PENDING', 'RETRYING') AND user_id <> %(spare)s
  ORDER BY id FOR UPDATE SKIP LOCKED
) waiting
WHERE d.id = waiting.id RETURNING d.id, d.app_id, d.notice_id, d.device_id, d.user_id, d.vendor
"""


def invalidate(dead: Sequence[Dead]) -> list[Device]:
    """The devices that were active until now. In the caller's transaction; logged, told, nothing waits."""
    said = [{**asdict(one), "reason": one.reason or "INVALID_TOKEN"} for one in dead]
    found = {pk for (pk,) in rows(INVALIDATE, {"dead": document(said)})} if said else set()
    devices = _in_order(found)
    about = {one.device: one for one in dead}
    logs.write(_invalidated(device, about[device.pk]) for device in devices)
    cancel_waiting([device.pk for device in devices], "INVALID_TOKEN")
    _tell(devices, about)
    return devices


def leave(devices: Collection[int], status: DeviceStatus, *, reason: str, **detail: Any) -> list[Device]:
    """They become what `status` says; answers those that were not so before. Logged, nothing waits."""
    if not devices:
        return []
    gone = _in_order({pk for (pk,) in rows(LEAVE, {"devices": [*devices], "status": status})})
    event = LogEvent.REPLACED if status == DeviceStatus.REPLACED else LogEvent.UNREGISTER
    logs.write(logs.of_device(event, device, detail={"reason": reason, **detail}) for device in gone)
    cancel_waiting([device.pk for device in gone], reason)
    return gone


def leave_with(app_id: int, user_id: str, *, reason: str) -> list[Device]:
    """Somebody is gone for good, and his phones with him."""
    found = Device.objects.filter(app_id=app_id, user_id=user_id, status=DeviceStatus.ACTIVE)
    return leave(list(found.values_list("pk", flat=True)), DeviceStatus.UNREGISTERED, reason=reason)


def cancel_waiting(devices: Collection[int], reason: str, *, spare: str = "") -> int:
    """What waits for these devices is not sent any more; `spare`: but for what is this user's."""
    if not devices:
        return 0
    cancelled = rows(CANCEL, {"devices": [*devices], "reason": reason, "spare": spare})
    known = dict(Device.objects.filter(pk__in={row[3] for row in cancelled}).values_list("pk", "device_id"))
    logs.write(_cancelled(row, known[row[3]], reason) for row in cancelled)
    counts = Counter(statistics.Kind(row[1], row[5], "cancelled", reason) for row in cancelled)
    statistics.count(counts)
    return len(cancelled)


def _cancelled(row: tuple[Any, ...], device_id: str, reason: str) -> logs.Entry:
    pk, app_id, notice_id, _, user_id, vendor = row
    return logs.entry(
        LogEvent.SKIPPED,
        app_id=app_id,
        user_id=user_id,
        device_id=device_id,
        vendor=vendor,
        notice_id=notice_id,
        delivery_id=pk,
        detail={"reason": reason},
    )


def _invalidated(device: Device, why: Dead) -> logs.Entry:
    return logs.of_device(
        LogEvent.INVALIDATED,
        device,
        level=Level.WARN,
        notice_id=why.notice_id,
        delivery_id=why.delivery_id,
        vendor_code=why.reason,
        detail={"reason": device.invalid_reason},
    )


def _tell(devices: Sequence[Device], about: dict[int, Dead]) -> None:
    apps = App.objects.in_bulk({device.app_id for device in devices})
    for app in apps.values():
        theirs = [device for device in devices if device.app_id == app.pk]
        told = [events.token_invalid(device, push_id=about[device.pk].delivery_id) for device in theirs]
        events.tell(events.TOKEN_INVALID, told, app_id=app.pk, app_key=app.app_key)


def _in_order(keys: Collection[int]) -> list[Device]:
    return list(Device.objects.filter(pk__in=keys).order_by("pk")) if keys else []
