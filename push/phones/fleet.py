"""The phones of the demo app's people, and credentials that the stand-ins for the vendors take."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

from django.conf import settings

from accounts.callers import Caller
from accounts.models import App
from push.actions import credentials, registering
from push.models import Credential, Device

APP: Final = "demo"
PAGE: Final = "/demo/phones"


@dataclass(frozen=True, slots=True)
class Phone:
    user_id: str
    device_id: str
    platform: str
    vendor: str
    brand: str
    model: str
    locale: str = "zh-CN"


PHONES: Final = (
    Phone("bob", "demo-bob-iphone", "IOS", "APNS", "Apple", "iPhone 17", "en-GB"),
    Phone("bob", "demo-bob-harmony", "HARMONY", "HARMONY", "Huawei", "Mate 80"),
    Phone("bob", "demo-bob-pixel", "ANDROID", "FCM", "Google", "Pixel 10", "en-GB"),
    Phone("alice", "demo-alice-honor", "ANDROID", "HONOR", "Honor", "Magic 8"),
    Phone("carol", "demo-carol-xiaomi", "ANDROID", "XIAOMI", "Xiaomi", "Xiaomi 17"),
    Phone("dave", "demo-dave-oppo", "ANDROID", "OPPO", "OPPO", "Find X9", "en"),
    Phone("erin", "demo-erin-vivo", "ANDROID", "VIVO", "vivo", "X300"),
)


def vendors() -> dict[str, Any] | None:
    """What the stand-ins say of themselves; None where there are none."""
    try:
        found: dict[str, Any] = json.loads((settings.DATA / "vendors" / "vendors.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found


def provide(app: App) -> bool:
    """Once; what their owner made of it since is left alone, but for credentials that no stand-in takes."""
    found = vendors()
    if found is None:
        return False
    by = Caller(role="S", app=app)
    for vendor, fields in found["credentials"].items():
        if not Credential.objects.filter(app=app, vendor=vendor).exists():
            credentials.put(app=app, vendor=vendor, given=fields, by=by)
    known = set(Device.objects.filter(app=app).values_list("device_id", flat=True))
    for phone in PHONES:
        if phone.device_id not in known:
            install(app, phone)
    return True


def phone_of(device_id: str) -> Phone | None:
    return next((phone for phone in PHONES if phone.device_id == device_id), None)


def install(app: App, phone: Phone, *, dead: bool = False) -> None:
    """With a new token. `dead`: one that its vendor knows no more, as when the app is gone from the phone."""
    given: Mapping[str, Any] = {
        "userId": phone.user_id,
        "deviceId": phone.device_id,
        "platform": phone.platform,
        "vendor": phone.vendor,
        "token": _token(phone, dead=dead),
        "environment": "PROD",
        "bundleId": "",
        "locale": phone.locale,
        "timezone": "",
        "appVersion": "1.0",
        "osVersion": "",
        "brand": phone.brand,
        "model": phone.model,
        "sdkVersion": "",
        "tags": ["demo"],
        "notificationEnabled": True,
    }
    registering.register(given=given, account=None, by=Caller(role="S", app=app))


def is_dead(token: str) -> bool:
    return token.startswith("dead")


def _token(phone: Phone, *, dead: bool) -> str:
    number = sha256(uuid4().bytes).hexdigest()
    return f"{'dead' if dead else 'a11f'}{number[4:]}"
