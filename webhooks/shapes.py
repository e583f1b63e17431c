"""How endpoints and deliveries look: plain dicts; `serializers` has their shapes."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from accounts.secrets import NOT_OPENED, unseal
from config.clock import ms
from webhooks.health import statuses
from webhooks.models import WAITING, Attempt, Delivery, Endpoint, Mode, Payload

HINT = 4


def kept(endpoint: Endpoint) -> dict[str, Any]:
    """What is asked of an endpoint, and what a change of it changes."""
    after = endpoint.mode == Mode.AFTER
    return {
        "name": endpoint.name,
        "url": endpoint.url,
        "events": endpoint.events,
        "enabled": endpoint.enabled,
        "mode": endpoint.mode,
        "timeoutMs": endpoint.timeout_ms if after else None,
        "budgetMs": None if after else endpoint.timeout_ms,
        "failOpen": endpoint.fail_open,
        "filters": endpoint.filters,
    }


def endpoint_shown(endpoint: Endpoint) -> dict[str, Any]:
    return endpoints_shown([endpoint])[0]


def endpoints_shown(endpoints: Sequence[Endpoint]) -> list[dict[str, Any]]:
    """How they are is asked for all at once."""
    health = statuses([endpoint.pk for endpoint in endpoints])
    return [_shown(endpoint, health[endpoint.pk]) for endpoint in endpoints]


def _shown(endpoint: Endpoint, health: str) -> dict[str, Any]:
    return {
        "id": str(endpoint.pk),
        **kept(endpoint),
        "disabledReason": endpoint.disabled_reason or None,
        "secretHint": _hint(endpoint),
        "createdAt": ms(endpoint.created_at),
        "updatedAt": ms(endpoint.updated_at),
        "health": health,
    }


def _hint(endpoint: Endpoint) -> str | None:
    """None where no key of ours opens the secret: it can still be seen that it is there, and be rotated."""
    try:
        return unseal(endpoint.secret)[-HINT:]
    except NOT_OPENED:
        return None


def delivery_shown(delivery: Delivery) -> dict[str, Any]:
    return deliveries_shown([delivery])[0]


def deliveries_shown(deliveries: Sequence[Delivery]) -> list[dict[str, Any]]:
    """What was sent and what was answered is asked for all at once."""
    event_ids = {delivery.event_id for delivery in deliveries}
    bodies = dict(Payload.objects.filter(pk__in=event_ids).values_list("pk", "body"))
    attempts = defaultdict(list)
    for attempt in Attempt.objects.filter(delivery__in=deliveries).order_by("number"):
        attempts[attempt.delivery_id].append(_attempt_shown(attempt))
    return [_sent(one, bodies.get(one.event_id, ""), attempts[one.pk]) for one in deliveries]


def _sent(delivery: Delivery, body: str, attempts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": str(delivery.pk),
        "webhookId": str(delivery.endpoint_id),
        "event": delivery.type,
        "eventId": delivery.event_id,
        "url": delivery.url,
        "attempt": delivery.tries,
        "status": delivery.status,
        "httpStatus": delivery.http_status,
        "durationMs": delivery.duration_ms,
        "requestBody": body,
        "responseBody": delivery.response_body,
        "error": delivery.error or None,
        "nextRetryAt": ms(delivery.next_attempt_at) if delivery.status in WAITING else None,
        "createdAt": ms(delivery.created_at),
        "attempts": attempts,
    }


def _attempt_shown(attempt: Attempt) -> dict[str, Any]:
    return {
        "at": ms(attempt.at),
        "durationMs": attempt.duration_ms,
        "httpStatus": attempt.http_status,
        "errorClass": attempt.error_class or None,
        "responseBody": attempt.response_body,
    }
