"""Who listens to what, and who is asked: each process remembers every app's endpoints for a moment, and
forgets on a hint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from config import hints
from config.fresh import Fresh
from journal.names import PREFIXES
from webhooks.filtering import Filters, filters_of, passes
from webhooks.models import Endpoint, Mode
from webhooks.moderators import Moderator, moderators_of

TOPIC = "webhooks"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one endpoint wants to hear."""

    endpoint_id: int
    events: frozenset[str]
    filters: Filters

    def hears(self, name: str, data: Mapping[str, Any]) -> bool:
        """An event that lacks what a filter asks for is not heard; nor is an alert by whom it is about."""
        if not self._listens_to(name):
            return False
        if name == "webhook.alert" and data.get("webhookId") == str(self.endpoint_id):
            return False
        return passes(self.filters, data)

    def _listens_to(self, name: str) -> bool:
        prefix = name.partition(".")[0] + ".*"
        return name in self.events or "*" in self.events or (prefix in PREFIXES and prefix in self.events)


@dataclass(frozen=True, slots=True)
class Audience:
    """An app's endpoints. `subscriptions`: for after-events, also of those disabled: what they miss is held
    for them. `moderators`: by before-event.
    """

    subscriptions: tuple[Subscription, ...]
    moderators: Mapping[str, Moderator]


_kept: Fresh[int, Audience] = Fresh(lambda: settings.RULES_CACHE_SECONDS)


def _forget(key: str | None) -> None:
    _kept.clear()


hints.listener.join(TOPIC, _forget)


def forget(app_id: int) -> None:
    """For whoever changes endpoints, in his transaction: all processes listen anew after it."""
    hints.changed(TOPIC, str(app_id))


def listeners(app_id: int, name: str, data: Mapping[str, Any]) -> list[int]:
    """The endpoints that hear this event."""
    return [one.endpoint_id for one in _audience(app_id).subscriptions if one.hears(name, data)]


def moderator(app_id: int, name: str) -> Moderator | None:
    """Who is asked before this happens. Where nobody is, that is all it costs."""
    return _audience(app_id).moderators.get(name)


def _audience(app_id: int) -> Audience:
    hints.listener.start()
    return _kept.get(app_id, lambda: _look_up(app_id))


def _look_up(app_id: int) -> Audience:
    endpoints = Endpoint.objects.filter(app_id=app_id, deleted_at=None).order_by("pk")
    after = [endpoint for endpoint in endpoints if endpoint.mode == Mode.AFTER]
    before = [endpoint for endpoint in endpoints if endpoint.mode == Mode.BEFORE]
    return Audience(
        tuple(Subscription(one.pk, frozenset(one.events), filters_of(one.filters)) for one in after),
        moderators_of(app_id, before),
    )
