"""What an endpoint may be: which events go together, where it is, how long it may take, and so on."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings

from accounts.models import App
from config.api.errors import BadParameter, Missing, Refusal
from config.api.status import BAD_PARAMETER, DELIVERY_MISSING, WEBHOOK_MISSING
from config.egress.urls import UnsafeUrl, require_safe
from journal.names import AFTER, BEFORE, PREFIXES
from webhooks import signing
from webhooks.models import Endpoint, Mode

KNOWN: Final = AFTER | BEFORE | PREFIXES | {"*"}
TIME: Final = {Mode.AFTER: "timeoutMs", Mode.BEFORE: "budgetMs"}
USUAL_MS: Final = {Mode.AFTER: 10_000, Mode.BEFORE: 500}


def missing() -> Refusal:
    return Missing(WEBHOOK_MISSING, "no such webhook")


def missing_delivery() -> Refusal:
    return Missing(DELIVERY_MISSING, "no such delivery")


def mode_of(events: Sequence[str]) -> Mode:
    """By what is listened to. `*` and prefixes stand for after-events only."""
    for name in events:
        if name not in KNOWN:
            raise BadParameter("events", f"there is no event {name!r} to subscribe to")
    modes = {Mode.BEFORE if name in BEFORE else Mode.AFTER for name in events}
    if len(modes) > 1:
        raise BadParameter("events", "after- and before-events need endpoints of their own")
    return modes.pop()


def time_given(mode: Mode | str, given: Mapping[str, Any]) -> int | None:
    """The `timeoutMs` of after-events, the `budgetMs` of before-events; the other one is refused."""
    for other, name in TIME.items():
        if other != mode and given.get(name) is not None:
            raise BadParameter(name, f"is of {other.lower()}-events: give {TIME[Mode(mode)]}")
    value: int | None = given.get(TIME[Mode(mode)])
    return value


def require_safe_url(app: App, url: str) -> None:
    try:
        require_safe(url, allow_http=app.setting("allowHttpWebhooks"))
    except UnsafeUrl as problem:
        raise BadParameter("url", str(problem)) from problem


def require_good_secret(secret: str) -> None:
    try:
        if not secret.startswith(signing.PREFIX):
            raise ValueError(signing.PREFIX)
        signing.key_of(secret)
    except ValueError as problem:
        raise BadParameter("secret", "must be whsec_ and 24 to 64 bytes in base64") from problem


def require_room(app: App) -> None:
    """Under the lock of the app's row."""
    most = settings.WEBHOOK_MAX_ENDPOINTS
    if Endpoint.objects.of_app(app).count() >= most:
        raise Refusal(BAD_PARAMETER, f"an app has at most {most} webhooks")


def require_only_one(endpoint: Endpoint) -> None:
    """Of enabled endpoints, one is asked before an event. Under the lock of the app's row."""
    if endpoint.mode != Mode.BEFORE or not endpoint.enabled:
        return
    others = Endpoint.objects.of_app(endpoint.app).filter(mode=Mode.BEFORE, enabled=True)
    rival = others.filter(events__overlap=endpoint.events).exclude(pk=endpoint.pk).first()
    if rival is not None:
        name = next(name for name in endpoint.events if name in rival.events)
        raise BadParameter("events", f"{name} is asked of webhook {rival.pk}, which is enabled")


def require_enabled(endpoint: Endpoint) -> None:
    if not endpoint.enabled:
        raise BadParameter("id", "the webhook is disabled: enable it first")


def tidy(filters: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Each value once, and no filter that filters nothing."""
    return {kind: list(dict.fromkeys(values)) for kind, values in filters.items() if values}
