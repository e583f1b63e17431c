"""How a user's standing looks."""

from typing import Any

from config.clock import ms, ms_or_none
from push.models import DeliveryStatus as Status
from push.models import Device
from push.shapes.preferences import preference_shown
from push.statuses import Status as Standing

# A push that was clicked was delivered, and accepted before that.
CAME_SO_FAR = {
    "accepted": (Status.ACCEPTED, Status.DELIVERED, Status.CLICKED),
    "delivered": (Status.DELIVERED, Status.CLICKED),
    "clicked": (Status.CLICKED,),
    "failed": (Status.FAILED, Status.UNKNOWN, Status.EXPIRED),
}


def status_shown(status: Standing) -> dict[str, Any]:
    return {
        "userId": status.user_id,
        "exists": status.exists,
        "online": bool(status.sockets),
        "onlinePlatforms": sorted({socket.platform for socket in status.sockets}),
        "unread": status.unread,
        "dnd": preference_shown(status.wishes)["dnd"],
        "devices": [_device_shown(device) for device in status.devices],
        "last24h": {
            "queued": status.counts.total(),
            **{name: sum(status.counts[one] for one in some) for name, some in CAME_SO_FAR.items()},
        },
        "offlinePushable": status.pushable,
        "reasons": status.reasons,
    }


def _device_shown(device: Device) -> dict[str, Any]:
    return {
        "deviceId": device.device_id,
        "platform": device.platform,
        "vendor": device.vendor,
        "environment": device.environment,
        "status": device.status,
        "invalidReason": device.invalid_reason or None,
        "tokenMasked": device.token_masked,
        "tokenHash": device.token_hash,
        "notificationEnabled": device.notification_enabled,
        "appVersion": device.app_version,
        "model": device.model,
        "locale": device.locale,
        "registeredAt": ms(device.registered_at),
        "lastSuccessAt": ms_or_none(device.last_success_at),
        "lastFailureAt": ms_or_none(device.last_failure_at),
        "lastErrorCode": device.last_error_code or None,
        "failStreak": device.fail_streak,
    }
