"""A phone registers: from now on it is this user's, by this token, and nobody else's."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.callers import Caller
from accounts.models import Account
from config.clock import ms
from journal import audit
from push import credentials, devices, listening, logs, rates, rules
from push.actions.locking import lock
from push.models import Device, DeviceStatus, LogEvent
from push.models.device import hash_of

MOST: Final = 10  # active devices of a user
FORMER: Final = 10  # users that a device remembers

FIELDS: Final = {
    "platform": "platform",
    "vendor": "vendor",
    "environment": "environment",
    "bundleId": "bundle_id",
    "locale": "locale",
    "timezone": "time_zone",
    "appVersion": "app_version",
    "osVersion": "os_version",
    "brand": "brand",
    "model": "model",
    "sdkVersion": "sdk_version",
    "notificationEnabled": "notification_enabled",
}


@dataclass(frozen=True, slots=True)
class Registered:
    """`replaced`: whose the device was until now, or its token. `configured`: its vendor is, for this app."""

    device: Device
    created: bool
    replaced: str | None
    configured: bool


def register(*, given: Mapping[str, Any], account: Account | None, by: Caller) -> Registered:
    """`given`: by the API's names, everything that the phone says. `account`: who is signed in on it."""
    rules.require_own_phone(by, account, given["userId"])
    rates.admit_registration(by, given["deviceId"])
    configured = given["vendor"] in credentials.configured(by.tenant.pk)
    return _write(given, by, configured=configured)


@transaction.atomic
def _write(given: Mapping[str, Any], by: Caller, *, configured: bool) -> Registered:
    app, now = by.tenant, timezone.now()
    device_id, vendor, user_id = given["deviceId"], given["vendor"], given["userId"]
    token_hash = hash_of(given["token"])
    found = lock(app.pk, device_id=device_id, user_id=user_id, vendor=vendor, token_hash=token_hash)
    known = next((one for one in found if (one.device_id, one.vendor) == (device_id, vendor)), None)
    former = _take_token(found, vendor, token_hash, device_id)
    rebound = [
        one
        for one in found
        if one.device_id == device_id
        and one.user_id != user_id
        and (one is known or one.status == DeviceStatus.ACTIVE)
    ]
    replaced = known.user_id if known in rebound and known is not None else None
    _rebind(rebound, user_id, now)
    device = known or Device(app=app, device_id=device_id)
    _fill(device, given, token_hash, now)
    listening.begins(app.pk)
    device.save()
    logs.write([logs.of_device(LogEvent.REGISTER, device, detail={"created": known is None})])
    _evict(found, device)
    if by.trusted:
        detail = {"userId": user_id, "vendor": vendor, "created": known is None}
        audit.log(
            by, "DEVICE_REGISTER", app_id=app.pk, target_type="DEVICE", target_id=device_id, detail=detail
        )
    taken = former if former != user_id else None
    return Registered(device, known is None, replaced or taken, configured)


def _take_token(found: Sequence[Device], vendor: str, token_hash: str, device_id: str) -> str | None:
    """A token belongs to its last registrant. Answers whose it was."""
    for holder in found:
        held = (holder.vendor, holder.token_hash, holder.status) == (vendor, token_hash, DeviceStatus.ACTIVE)
        if held and holder.device_id != device_id:
            devices.leave([holder.pk], DeviceStatus.REPLACED, reason="REPLACED", deviceId=device_id)
            holder.status = DeviceStatus.REPLACED
            return holder.user_id
    return None


def _rebind(rebound: Sequence[Device], user_id: str, now: datetime) -> None:
    """All that reaches this phone is another's from now on; nothing that was for the former user comes."""
    for device in rebound:
        was = {"userId": device.user_id, "from": ms(device.registered_at), "to": ms(now)}
        device.history = [was, *device.history][:FORMER]
        device.user_id, device.registered_at, device.updated_at = user_id, now, now
    Device.objects.bulk_update(rebound, ["history", "user_id", "registered_at", "updated_at"])
    logs.write(
        logs.of_device(LogEvent.REBIND, device, detail={"from": device.history[0]["userId"]})
        for device in rebound
    )
    devices.cancel_waiting([device.pk for device in rebound], "REBOUND", spare=user_id)


def _fill(device: Device, given: Mapping[str, Any], token_hash: str, now: datetime) -> None:
    if (device.token_hash, device.status) != (token_hash, DeviceStatus.ACTIVE):
        device.registered_at = now
        device.fail_streak, device.invalid_reason, device.last_error_code = 0, "", ""
    for name, column in FIELDS.items():
        setattr(device, column, given[name])
    device.user_id, device.token, device.token_hash = given["userId"], given["token"], token_hash
    device.keys = dict(given.get("keys", {}))
    device.tagged = [f"{device.app_id}:{tag}" for tag in dict.fromkeys(given["tags"])]
    device.status, device.updated_at = DeviceStatus.ACTIVE, now


def _evict(found: Sequence[Device], newest: Device) -> None:
    """Of a user's devices the ten that registered last stay."""
    theirs = defaultdict(list)
    for device in found:
        if device.user_id == newest.user_id and device.status == DeviceStatus.ACTIVE:
            theirs[device.device_id].append(device)
    theirs.pop(newest.device_id, None)
    by_age = sorted(theirs.values(), key=lambda rows: max(row.updated_at for row in rows), reverse=True)
    gone = [row.pk for rows in by_age[MOST - 1 :] for row in rows]
    devices.leave(gone, DeviceStatus.EVICTED, reason="EVICTED")
