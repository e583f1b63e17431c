"""Deliveries made by hand, many by few statements, and waiting for what becomes of them."""

from collections import Counter
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

from accounts.models import App
from push.models import Delivery, Device, Notice
from tests.push.phones import make_devices, make_notice

PATIENCE = 20.0
ENDS = ("ACCEPTED", "FAILED", "UNKNOWN", "EXPIRED", "CANCELLED")


def wait_until(true: Callable[[], Any], within: float = PATIENCE) -> None:
    end = monotonic() + within
    while not true():
        assert monotonic() < end, "it did not come true"
        sleep(0.01)


def queued(
    app: App, number: int = 1, vendor: str = "HUAWEI", *, notice: Notice | None = None, **fields: Any
) -> list[Delivery]:
    """To so many phones, of as many users. `fields`: of the deliveries."""
    devices = make_devices(app, [f"user-{n}" for n in range(number)], vendor)
    return to(devices, notice or make_notice(app), **fields)


def to(devices: list[Device], notice: Notice, **fields: Any) -> list[Delivery]:
    return Delivery.objects.bulk_create(
        Delivery(
            app_id=notice.app_id, notice=notice, device=device, vendor=device.vendor,
            **{"user_id": device.user_id, **fields},
        )
        for device in devices
    )  # fmt: skip


def statuses(**among: Any) -> dict[str, int]:
    return dict(Counter(Delivery.objects.filter(**among).values_list("status", flat=True)))


def wait_for_all() -> dict[str, int]:
    """Until nothing waits any more."""
    wait_until(lambda: not Delivery.objects.exclude(status__in=ENDS).exists())
    return statuses()
