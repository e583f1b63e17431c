"""Devices and notices made by hand, without the detours over their doors."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import App
from push.models import Device, Notice, Source
from push.models.device import hash_of

_number = count(1)
PLATFORMS = {"APNS": "IOS", "APNS_VOIP": "IOS", "APNS_LIVE": "IOS", "HARMONY": "HARMONY", "WEBPUSH": "WEB"}


def make_device(app: App, user_id: str, vendor: str = "HUAWEI", **fields: Any) -> Device:
    return make_devices(app, [user_id], vendor, **fields)[0]


def make_devices(app: App, user_ids: list[str], vendor: str = "HUAWEI", **fields: Any) -> list[Device]:
    """One for each, by one statement."""
    return Device.objects.bulk_create([_device(app, user_id, vendor, **fields) for user_id in user_ids])


def tagged(app: App, *tags: str) -> list[str]:
    return [f"{app.pk}:{tag}" for tag in tags]


def make_notice(app: App, **fields: Any) -> Notice:
    usual: dict[str, Any] = {
        "source": Source.API,
        "content": {"notification": {"title": "Hi", "body": "there"}},
        "expires_at": timezone.now() + timedelta(days=1),
    }
    return Notice.objects.create(app=app, **(usual | fields))


def _device(app: App, user_id: str, vendor: str, **fields: Any) -> Device:
    number = next(_number)
    usual: dict[str, Any] = {"device_id": f"{user_id}-{number}", "platform": PLATFORMS.get(vendor, "ANDROID")}
    usual["token"] = f"token-of-{user_id}-number-{number}"
    given = usual | fields
    return Device(app=app, user_id=user_id, vendor=vendor, token_hash=hash_of(given["token"]), **given)
