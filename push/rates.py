"""How often phones may register, and how many pushes an app may ask for."""

from hashlib import sha256
from typing import Final

from django.conf import settings

from accounts import rates
from accounts.callers import Caller
from accounts.models import App
from config.buckets import Bucket

MINUTE: Final = 60.0
OF_A_DEVICE: Final = 30


def admit_registration(by: Caller, device_id: str) -> None:
    """The app's server comes from one address for all its phones: it is bound for each device alone."""
    needs = [_a_minute(by, "device", device_id, OF_A_DEVICE)]
    if not by.trusted:
        needs.append(_a_minute(by, "address", by.ip, settings.PUSH_REGISTRATIONS_PER_ADDRESS))
    rates.take(*needs, why="too many registrations")


def admit_push(app: App) -> None:
    rate = app.setting("rates")["push"]
    rates.take(Bucket(f"rate:{{{app.pk}}}:push:", rate["rate"], rate["burst"]), why="too many pushes")


def _a_minute(by: Caller, kind: str, whose: str, most: int) -> Bucket:
    digest = sha256(whose.encode("utf-8", "replace")).hexdigest()[:32]
    return Bucket(f"rate:{{{by.tenant.pk}}}:register-{kind}:{digest}", most / MINUTE, most)
