"""Changes of endpoints: what they hear, where they are, on and off, a new secret."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.callers import Caller
from accounts.models import App
from accounts.secrets import seal
from config.api.errors import BadParameter
from config.clock import now_ms
from journal.audit import changes, log
from webhooks import rules, signing, subscribing
from webhooks.actions import settling, standing
from webhooks.actions.locking import lock_app, locked
from webhooks.models import DisabledReason, Endpoint
from webhooks.shapes import kept

PLAIN = {"name": "name", "failOpen": "fail_open"}


@transaction.atomic
def update(
    *, app: App, endpoint_id: int, given: Mapping[str, Any], by: Caller
) -> tuple[Endpoint, str | None]:
    """`given`: what shall be otherwise, by the API's names. Answers the new secret too, if there is one."""
    if "events" in given or given.get("enabled"):
        lock_app(app)
    endpoint = locked(app, endpoint_id)
    before = kept(endpoint)
    _change(endpoint, given)
    secret = _rotate(endpoint, given)
    rules.require_only_one(endpoint)
    endpoint.updated_at = timezone.now()
    endpoint.save()
    if not endpoint.enabled:
        settling.hold(endpoint.pk)
    elif not before["enabled"]:
        standing.start_anew(endpoint.pk)
    elif endpoint.url != before["url"]:
        standing.try_now(endpoint.pk)
    subscribing.forget(app.pk)
    action = "WEBHOOK_UPDATE" if secret is None else "WEBHOOK_ROTATE"
    detail = {"name": endpoint.name, "changed": changes(before, kept(endpoint))}
    log(by, action, app_id=app.pk, target_type="WEBHOOK", target_id=str(endpoint.pk), detail=detail)
    return endpoint, secret


def _change(endpoint: Endpoint, given: Mapping[str, Any]) -> None:
    for name, column in PLAIN.items():
        if name in given:
            setattr(endpoint, column, given[name])
    if "events" in given:
        _listen_to(endpoint, given["events"])
    if given.get("url", endpoint.url) != endpoint.url:
        rules.require_safe_url(endpoint.app, given["url"])
        endpoint.url = given["url"]
    if "filters" in given:
        endpoint.filters = rules.tidy(given["filters"])
    endpoint.timeout_ms = rules.time_given(endpoint.mode, given) or endpoint.timeout_ms
    if given.get("enabled", endpoint.enabled) != endpoint.enabled:
        endpoint.enabled = given["enabled"]
        endpoint.disabled_reason = "" if endpoint.enabled else DisabledReason.OPERATOR


def _listen_to(endpoint: Endpoint, events: list[str]) -> None:
    """What waits for an endpoint, its times and its health are all of one mode."""
    if rules.mode_of(events) != endpoint.mode:
        raise BadParameter("events", "after- and before-events need endpoints of their own: make another")
    endpoint.events = list(dict.fromkeys(events))


def _rotate(endpoint: Endpoint, given: Mapping[str, Any]) -> str | None:
    """The secrets replaced in the last 24 h sign beside the new one, the latest three of them."""
    if not given.get("rotateSecret"):
        if "secret" in given:
            raise BadParameter("secret", "is replaced with rotateSecret: true")
        return None
    secret: str = given.get("secret") or signing.new_secret()
    rules.require_good_secret(secret)
    now = now_ms()
    former = [one for one in endpoint.former_secrets if one["until"] > now]
    replaced = {"secret": endpoint.secret, "until": now + signing.FORMER_SIGN_MS}
    endpoint.former_secrets = [replaced, *former][: signing.FORMER_KEPT]
    endpoint.secret = seal(secret)
    return secret
