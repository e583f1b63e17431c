"""Devices and what is on its way to them, made without the rows of the API."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import App
from push.models import Delivery, Device, Notice, Source
from push.models.device import hash_of


def make_device(
    app: App, user_id: str = "bob", device_id: str = "phone", vendor: str = "HUAWEI", **more: Any
) -> Device:
    token = more.pop("token", f"{vendor}-token-of-{device_id}")
    usual = {"platform": "ANDROID", "token": token, "token_hash": hash_of(token)}
    return Device.objects.create(
        app=app, user_id=user_id, device_id=device_id, vendor=vendor, **{**usual, **more}
    )


def make_notice(app: App, **more: Any) -> Notice:
    expires = timezone.now() + timedelta(days=1)
    return Notice.objects.create(app=app, **{"source": Source.API, "expires_at": expires, **more})


def make_delivery(device: Device, notice: Notice | None = None, **more: Any) -> Delivery:
    return Delivery.objects.create(
        app=device.app,
        notice=notice or make_notice(device.app),
        device=device,
        user_id=device.user_id,
        vendor=device.vendor,
        **more,
    )
