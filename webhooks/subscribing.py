"""Who listens to what: each process remembers every app's endpoints for a moment, and forgets on a hint."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from config import hints
from config.fresh import Fresh
from journal.names import PREFIXES
from webhooks.models import Endpoint, Mode

TOPIC = "webhooks"
GROUPS = ("groupId",)
USERS = ("userId", "fromId", "toId", "targetId", "operatorId", "ownerId", "friendId", "peerId")
LISTS = ("userIds", "friendIds")


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one endpoint wants to hear. `filters`: by name, what the event must have one of."""

    endpoint_id: int
    events: frozenset[str]
    filters: Mapping[str, frozenset[str]]

    def hears(self, name: str, data: Mapping[str, Any]) -> bool:
        """An event that lacks what a filter asks for is not heard; nor is an alert by whom it is about."""
        if not self._listens_to(name):
            return False
        if name == "webhook.alert" and data.get("webhookId") == str(self.endpoint_id):
            return False
        return all(not wanted.isdisjoint(_said(kind, data)) for kind, wanted in self.filters.items())

    def _listens_to(self, name: str) -> bool:
        prefix = name.partition(".")[0] + ".*"
        return name in self.events or "*" in self.events or (prefix in PREFIXES and prefix in self.events)


def _said(kind: str, data: Mapping[str, Any]) -> Iterator[str]:
    """What the event has of a filter's kind: message types, groups, or users, as sender, actor or target."""
    if kind == "msgTypes":
        yield from _texts(data.get("msgType"))
    elif kind == "groupIds":
        yield from _texts(data.get("groupId"))
        if data.get("chatType") == "GROUP":
            yield from _texts(data.get("toId"), data.get("targetId"))
    else:
        yield from _users(data)


def _users(data: Mapping[str, Any]) -> Iterator[str]:
    yield from _texts(*(data.get(name) for name in USERS))
    for name in LISTS:
        yield from _texts(*(data.get(name) or ()))
    for name in ("accounts", "friends"):
        yield from _texts(*(one.get("userId") for one in data.get(name) or ()))


def _texts(*values: Any) -> Iterator[str]:
    yield from (value for value in values if isinstance(value, str))


_kept: Fresh[int, tuple[Subscription, ...]] = Fresh(lambda: settings.RULES_CACHE_SECONDS)


def _forget(key: str | None) -> None:
    _kept.clear()


hints.listener.join(TOPIC, _forget)


def forget(app_id: int) -> None:
    """For whoever changes endpoints, in his transaction: all processes listen anew after it."""
    hints.changed(TOPIC, str(app_id))


def subscriptions(app_id: int) -> tuple[Subscription, ...]:
    """Of endpoints for after-events, also of disabled ones: what they miss is held for them."""
    hints.listener.start()
    return _kept.get(app_id, lambda: tuple(_look_up(app_id)))


def listeners(app_id: int, name: str, data: Mapping[str, Any]) -> list[int]:
    """The endpoints that hear this event."""
    return [one.endpoint_id for one in subscriptions(app_id) if one.hears(name, data)]


def _look_up(app_id: int) -> Iterable[Subscription]:
    rows = Endpoint.objects.filter(app_id=app_id, mode=Mode.AFTER, deleted_at=None).order_by("pk")
    for pk, events, filters in rows.values_list("pk", "events", "filters"):
        yield Subscription(
            pk, frozenset(events), {kind: frozenset(values) for kind, values in filters.items() if values}
        )
