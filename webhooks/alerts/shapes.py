"""How an alert looks, in a list and as an event."""

from typing import Any

from config.clock import ms, ms_or_none
from webhooks.models import Alert


def alert_shown(alert: Alert) -> dict[str, Any]:
    """`ackBy`, `ackAt` and `note` are the last acknowledgement's, also when it has become worse since."""
    return {
        **_what(alert),
        "ackBy": alert.ack_by or None,
        "ackAt": ms_or_none(alert.ack_at),
        "note": alert.note,
        "resolvedAt": ms_or_none(alert.resolved_at),
    }


def alert_event(alert: Alert) -> dict[str, Any]:
    """Nobody but the server itself opens and resolves alerts."""
    return {**_what(alert), "operatorId": "server"}


def _what(alert: Alert) -> dict[str, Any]:
    return {
        "id": str(alert.pk),
        "webhookId": str(alert.endpoint_id),
        "webhookName": alert.endpoint.name,
        "type": alert.type,
        "level": alert.level,
        "status": alert.status,
        "count": alert.count,
        "message": alert.message,
        "firstAt": ms(alert.first_at),
        "lastAt": ms(alert.last_at),
    }
