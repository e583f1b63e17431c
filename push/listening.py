"""Which apps have phones to ring: each process remembers it for a moment, and forgets on a hint."""

from collections.abc import Collection

from django.conf import settings

from config import hints
from config.fresh import Fresh
from push.models import Device, DeviceStatus

TOPIC = "phones"

_kept: Fresh[int, bool] = Fresh(lambda: settings.RULES_CACHE_SECONDS)


def _forget(key: str | None) -> None:
    _kept.clear()


hints.listener.join(TOPIC, _forget)


def begins(app_id: int) -> None:
    """For whoever registers a device, in his transaction and before he writes it: maybe the app's first."""
    if not listens(app_id):
        hints.changed(TOPIC, str(app_id))


def listens(app_id: int) -> bool:
    """Whether any of the app's devices is active. Where none is, a message costs nothing more than this."""
    hints.listener.start()
    return _kept.get(app_id, lambda: _look_up(app_id))


def reachable(app_id: int, user_ids: Collection[str]) -> set[str]:
    """Who of them has an active device."""
    devices = Device.objects.filter(app=app_id, user_id__in=user_ids, status=DeviceStatus.ACTIVE)
    return set(devices.values_list("user_id", flat=True))


def _look_up(app_id: int) -> bool:
    return Device.objects.filter(app=app_id, status=DeviceStatus.ACTIVE).exists()
