"""How what was found by a token looks: never the token."""

from typing import Any

from push.diagnostics import Match
from push.shapes.logs import delivery_shown, log_shown


def match_shown(match: Match) -> dict[str, Any]:
    device = match.device
    return {
        "appKey": device.app.app_key,
        "userId": device.user_id,
        "deviceId": device.device_id,
        "vendor": device.vendor,
        "status": device.status,
        "invalidReason": device.invalid_reason or None,
        "tokenMasked": device.token_masked,
        "tokenHash": device.token_hash,
        "history": device.history,
        "lastDeliveries": [delivery_shown(delivery) for delivery in match.deliveries],
        "logs": [log_shown(entry) for entry in match.logs],
    }
