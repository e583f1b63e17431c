"""How devices look to the phones themselves."""

from typing import Any

from config.clock import ms
from push.actions.registering import Registered
from push.credentials import NOT_CONFIGURED


def registered_shown(made: Registered) -> dict[str, Any]:
    device = made.device
    return {
        "deviceId": device.device_id,
        "userId": device.user_id,
        "vendor": device.vendor,
        "platform": device.platform,
        "status": device.status,
        "tokenHash": device.token_hash,
        "created": made.created,
        "replacedUserId": made.replaced,
        "registeredAt": ms(device.registered_at),
        "updatedAt": ms(device.updated_at),
        "warning": None if made.configured else NOT_CONFIGURED,
    }
