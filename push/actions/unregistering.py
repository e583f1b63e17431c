"""A phone is not to be rung any more."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.callers import Caller
from journal import audit
from push import devices
from push.models import Device, DeviceStatus
from push.models.device import hash_of

HERE = (DeviceStatus.ACTIVE, DeviceStatus.INVALID)


@transaction.atomic
def unregister(*, given: Mapping[str, Any], by: Caller) -> int:
    """`given`: `deviceId` or `token`, and what narrows it: `vendor`, and `userId`, who must be the owner. The
    rows are locked before they are judged: somebody else may be registering on the same phone.
    """
    found = Device.objects.select_for_update().filter(app=by.tenant, status__in=HERE, **_narrowed(given))
    keys = [device.pk for device in found.order_by("pk")]
    gone = devices.leave(keys, DeviceStatus.UNREGISTERED, reason="UNREGISTERED")
    if by.trusted:
        target, detail = given.get("deviceId", ""), {"removed": len(gone), "userId": given.get("userId")}
        app_id = by.tenant.pk
        audit.log(
            by, "DEVICE_UNREGISTER", app_id=app_id, target_type="DEVICE", target_id=target, detail=detail
        )
    return len(gone)


def _narrowed(given: Mapping[str, Any]) -> dict[str, Any]:
    names = {"deviceId": "device_id", "userId": "user_id", "vendor": "vendor"}
    narrowed: dict[str, Any] = {column: given[name] for name, column in names.items() if name in given}
    if "token" in given:  # one of APNs is kept in lower case
        narrowed["token_hash__in"] = {hash_of(given["token"]), hash_of(given["token"].lower())}
    return narrowed
