"""How endpoints and deliveries look: plain dicts; `serializers` has their shapes."""

from collections.abc import Sequence
from typing import Any

from accounts.secrets import unseal
from config.clock import ms
from webhooks.health import statuses
from webhooks.models import Endpoint, Mode

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
        "secretHint": unseal(endpoint.secret)[-HINT:],
        "createdAt": ms(endpoint.created_at),
        "updatedAt": ms(endpoint.updated_at),
        "health": health,
    }
