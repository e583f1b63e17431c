"""How the device log looks, and a push on its way to a device."""

from typing import Any

from config.clock import ms, ms_or_none
from push.models import Delivery, DeviceLog


def log_shown(entry: DeviceLog) -> dict[str, Any]:
    return {
        "id": str(entry.pk),
        "at": ms(entry.at),
        "event": entry.event,
        "level": entry.level,
        "userId": entry.user_id,
        "deviceId": entry.device_id,
        "vendor": entry.vendor,
        "taskId": _id(entry.notice_id),
        "deliveryId": _id(entry.delivery_id),
        "vendorMessageId": entry.vendor_message_id or None,
        "attempt": entry.attempt,
        "httpStatus": entry.http_status,
        "vendorCode": entry.vendor_code or None,
        "vendorMessage": entry.vendor_message or None,
        "latencyMs": entry.latency_ms,
        "tokenMasked": entry.token_masked or None,
        "detail": entry.detail,
    }


def delivery_shown(delivery: Delivery) -> dict[str, Any]:
    return {
        "deliveryId": str(delivery.pk),
        "taskId": str(delivery.notice_id),
        "userId": delivery.user_id,
        "status": delivery.status,
        "reason": delivery.reason or None,
        "tries": delivery.tries,
        "httpStatus": delivery.http_status,
        "vendorCode": delivery.vendor_code or None,
        "vendorMessage": delivery.vendor_message or None,
        "vendorMessageId": delivery.vendor_message_id or None,
        "latencyMs": delivery.latency_ms,
        "createdAt": ms(delivery.created_at),
        "finishedAt": ms_or_none(delivery.finished_at),
    }


def _id(key: int | None) -> str | None:
    return None if key is None else str(key)
