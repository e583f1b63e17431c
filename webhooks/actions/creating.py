"""New endpoints."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.callers import Caller
from accounts.models import App
from accounts.secrets import seal
from journal.audit import log
from webhooks import rules, signing, subscribing
from webhooks.actions.locking import lock_app
from webhooks.models import Circuit, DisabledReason, Endpoint
from webhooks.shapes import kept


@transaction.atomic
def create(*, app: App, given: Mapping[str, Any], by: Caller) -> tuple[Endpoint, str]:
    """With its secret, which can be read only now. `given`: by the API's names."""
    endpoint, secret = _made(app, given)
    lock_app(app)
    rules.require_room(app)
    rules.require_only_one(endpoint)
    endpoint.save()
    Circuit.objects.create(endpoint=endpoint)
    subscribing.forget(app.pk)
    target, detail = str(endpoint.pk), kept(endpoint)
    log(by, "WEBHOOK_CREATE", app_id=app.pk, target_type="WEBHOOK", target_id=target, detail=detail)
    return endpoint, secret


def _made(app: App, given: Mapping[str, Any]) -> tuple[Endpoint, str]:
    mode = rules.mode_of(given["events"])
    rules.require_safe_url(app, given["url"])
    secret: str = given.get("secret") or signing.new_secret()
    rules.require_good_secret(secret)
    enabled = given.get("enabled", True)
    endpoint = Endpoint(
        app=app,
        name=given["name"],
        url=given["url"],
        events=list(dict.fromkeys(given["events"])),
        mode=mode,
        enabled=enabled,
        disabled_reason="" if enabled else DisabledReason.OPERATOR,
        timeout_ms=rules.time_given(mode, given) or rules.USUAL_MS[mode],
        fail_open=given.get("failOpen", True),
        filters=rules.tidy(given.get("filters", {})),
        secret=seal(secret),
    )
    return endpoint, secret
