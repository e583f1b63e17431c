"""The catalogue of what push tells the customers' servers. None of it goes over a socket."""

from collections.abc import Sequence
from typing import Any, Final

from config.clock import ms, now_ms
from journal.facts import Fact
from journal.outbox import record
from push.models import Delivery, Device

DELIVERED: Final = "push.delivered"
CLICKED: Final = "push.clicked"
FAILED: Final = "push.failed"
TOKEN_INVALID: Final = "push.token_invalid"  # noqa: S105  an event


def tell(name: str, told: Sequence[dict[str, Any]], *, app_id: int, app_key: str) -> None:
    """In the transaction of what it tells of."""
    if told:
        record(*(Fact(name, app_id, app_key, data, socket=False) for data in told))


def about(delivery: Delivery, device_id: str, *, at: int | None = None) -> dict[str, Any]:
    """What every event about a push says: which, for whom, where and when."""
    return {
        "taskId": str(delivery.notice_id),
        "pushId": str(delivery.pk),
        "userId": delivery.user_id,
        "deviceId": device_id,
        "vendor": delivery.vendor,
        "at": now_ms() if at is None else at,
    }


def clicked(delivery: Delivery, device_id: str, *, at: int, action_id: str = "") -> dict[str, Any]:
    return {**about(delivery, device_id, at=at), "actionId": action_id or None}


def failed(delivery: Delivery, device_id: str) -> dict[str, Any]:
    """`reason` is ours, `code` and `message` are the vendor's."""
    return {
        **about(delivery, device_id),
        "reason": delivery.reason,
        "code": delivery.vendor_code or None,
        "message": delivery.vendor_message or None,
    }


def token_invalid(device: Device, *, push_id: int | None = None) -> dict[str, Any]:
    """`push_id`: the push by which it came out."""
    return {
        "userId": device.user_id,
        "deviceId": device.device_id,
        "vendor": device.vendor,
        "tokenHash": device.token_hash,
        "reason": device.invalid_reason,
        "pushId": None if push_id is None else str(push_id),
        "at": ms(device.updated_at),
    }
