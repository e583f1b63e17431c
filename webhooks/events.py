"""The catalogue of what the webhooks themselves tell the world."""

from collections.abc import Sequence
from typing import Any

from accounts.callers import Caller
from accounts.models import App
from journal.facts import Audience, Fact
from journal.outbox import record
from webhooks.models import Endpoint

OPERATORS = Audience(operators=True)


def alerts(told: Sequence[tuple[App, dict[str, Any]]]) -> None:
    """Opened, become worse or resolved: to who watches over the app, and to its other endpoints."""
    if told:
        record(*(Fact("webhook.alert", app.pk, app.app_key, shown, OPERATORS) for app, shown in told))


def test(endpoint: Endpoint, *, by: Caller) -> tuple[str, dict[str, Any]]:
    """To be delivered to that endpoint and to nobody else, so it is not recorded as what happens is."""
    data = {"webhookId": str(endpoint.pk), "webhookName": endpoint.name, "operatorId": by.actor_id}
    return "webhook.test", data
