"""Bob's phone, unless said otherwise, and what is on its way to it."""

from typing import Any

from accounts.models import App
from push.models import Delivery, Device, Notice
from tests.push import phones


def make_device(
    app: App, user_id: str = "bob", device_id: str = "phone", vendor: str = "HUAWEI", **fields: Any
) -> Device:
    usual = {"device_id": device_id, "token": f"{vendor}-token-of-{device_id}"}
    return phones.make_device(app, user_id, vendor, **(usual | fields))


def make_delivery(device: Device, notice: Notice | None = None, **fields: Any) -> Delivery:
    return Delivery.objects.create(
        app=device.app,
        notice=notice or phones.make_notice(device.app),
        device=device,
        user_id=device.user_id,
        vendor=device.vendor,
        **fields,
    )
