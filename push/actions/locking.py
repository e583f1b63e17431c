"""What registrations wait for each other by: whatever they do at once ends as one after the other."""

from hashlib import sha256
from typing import LiteralString

from django.db.models import Q

from config.sql import rows
from push.models import Device, DeviceStatus

# A row that is not there yet cannot be locked: its names are, in one order for all.
NAMES: LiteralString = "SELECT pg_advisory_xact_lock(key) FROM unnest(%(keys)s::bigint[]) AS key"


def lock(app_id: int, *, device_id: str, user_id: str, vendor: str, token_hash: str) -> list[Device]:
    """All rows of the device, those active with the token, and the user's active ones, until the commit."""
    names = (("device", device_id), ("user", user_id), ("token", f"{vendor}:{token_hash}"))
    rows(NAMES, {"keys": sorted(_key(f"{app_id}:{kind}:{name}") for kind, name in names)})
    active = Q(status=DeviceStatus.ACTIVE)
    wanted = Q(device_id=device_id) | active & (Q(vendor=vendor, token_hash=token_hash) | Q(user_id=user_id))
    return list(Device.objects.select_for_update().filter(wanted, app=app_id).order_by("pk"))


def _key(name: str) -> int:
    return int.from_bytes(sha256(f"push:{name}".encode()).digest()[:8], signed=True)
