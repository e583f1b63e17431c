"""What was queued for whose phones, as it would be told."""

from typing import Any

from accounts.models import App
from push.composing import compose
from push.models import Delivery, DeviceLog
from push.vendors.contract import Message
from tests.journal.facts import dispatch_all


def queued(app: App) -> dict[str, list[str]]:
    """By user the deviceIds that ring for what has happened so far, each as often as it does."""
    dispatch_all()
    found: dict[str, list[str]] = {}
    rows = Delivery.objects.filter(app=app).order_by("user_id", "device__device_id")
    for user_id, device_id in rows.values_list("user_id", "device__device_id"):
        found.setdefault(user_id, []).append(device_id)
    return found


def skipped(app: App) -> dict[str, str]:
    """By user the reason why he, or one of his devices, was left out."""
    dispatch_all()
    return {
        log.user_id: log.detail["reason"] for log in DeviceLog.objects.filter(app_id=app.pk, event="SKIPPED")
    }


def told(delivery: Delivery, locale: str = "en") -> Message:
    notice = delivery.notice
    how: dict[str, Any] = {"push_id": str(delivery.pk), "task_id": str(notice.pk), "vendor": delivery.vendor}
    how |= {"locale": locale, "badge": 7, "hide_preview": False, "seconds_left": 60.0, "receipt_url": ""}
    return compose(notice.content, notice.options, **how)


def last(user_id: str, locale: str = "en") -> Message:
    dispatch_all()
    return told(Delivery.objects.filter(user_id=user_id).latest("pk"), locale)
