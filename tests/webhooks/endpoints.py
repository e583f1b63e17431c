"""Endpoints made by hand, without the detour over their door."""

from typing import Any

from accounts.models import App
from accounts.secrets import seal
from webhooks import signing, subscribing
from webhooks.models import Circuit, Endpoint, Mode


def make_endpoint(
    app: App, url: str = "http://127.0.0.1:9/hook", *events: str, secret: str = "", **fields: Any
) -> Endpoint:
    """One for everything, unless `events` are given. It has a circuit, as all endpoints do."""
    mode = Mode.BEFORE if any(".before_" in name for name in events) else Mode.AFTER
    values: dict[str, Any] = {
        "name": "hook",
        "timeout_ms": 10_000 if mode == Mode.AFTER else 500,
        "mode": mode,
    }
    values |= {"events": list(events) or ["*"], "secret": seal(secret or signing.new_secret())}
    endpoint = Endpoint.objects.create(app=app, url=url, **(values | fields))
    Circuit.objects.create(endpoint=endpoint)
    subscribing.forget(app.pk)
    return endpoint
