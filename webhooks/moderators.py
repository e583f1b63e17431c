"""Moderator: an endpoint that is asked before something happens, as this process remembers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import App
from webhooks.filtering import Filters, filters_of
from webhooks.models import Endpoint


@dataclass(frozen=True, slots=True)
class Moderator:
    """`budget`: the seconds that a question may take, all in all. `secret`, `former_secrets`: sealed, what it
    is signed with. They are opened when it is asked: who only listens needs no key of them.
    """

    endpoint_id: int
    app_id: int
    app_key: str
    url: str
    allow_http: bool
    budget: float
    fail_open: bool
    secret: str
    former_secrets: Sequence[dict[str, Any]]
    filters: Filters


def moderators_of(app_id: int, endpoints: Sequence[Endpoint]) -> dict[str, Moderator]:
    """By the before-event that they are asked about. Who is disabled is not asked."""
    enabled = [endpoint for endpoint in endpoints if endpoint.enabled]
    if not enabled:
        return {}
    app = App.objects.get(pk=app_id)
    return {name: _moderator(app, endpoint) for endpoint in enabled for name in endpoint.events}


def _moderator(app: App, endpoint: Endpoint) -> Moderator:
    return Moderator(
        endpoint_id=endpoint.pk,
        app_id=app.pk,
        app_key=app.app_key,
        url=endpoint.url,
        allow_http=app.setting("allowHttpWebhooks"),
        budget=endpoint.timeout_ms / 1000,
        fail_open=endpoint.fail_open,
        secret=endpoint.secret,
        former_secrets=endpoint.former_secrets,
        filters=filters_of(endpoint.filters),
    )
