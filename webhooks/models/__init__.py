"""Endpoints, what was sent to them and how, how they are, and what an operator should know of them."""

from webhooks.models.alert import Alert, AlertLevel, AlertStatus, AlertType
from webhooks.models.delivery import WAITING, Attempt, Delivery, DeliveryStatus, Payload
from webhooks.models.endpoint import Circuit, DisabledReason, Endpoint, Mode
from webhooks.models.minute import BOUNDS, SLOTS, Hour, Minute

__all__ = [
    "BOUNDS",
    "SLOTS",
    "WAITING",
    "Alert",
    "AlertLevel",
    "AlertStatus",
    "AlertType",
    "Attempt",
    "Circuit",
    "Delivery",
    "DeliveryStatus",
    "DisabledReason",
    "Endpoint",
    "Hour",
    "Minute",
    "Mode",
    "Payload",
]
