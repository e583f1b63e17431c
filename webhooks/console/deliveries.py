"""Deliveries in the console: a page of the log from its index, and what was sent and answered."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.console.current import apps_of, current_app
from accounts.models import App
from accounts.secrets import NOT_OPENED
from config.clock import ms
from config.console.cells import Kind
from config.console.keyset import AFTER, BEFORE, KeysetList
from journal.names import AFTER as EVENTS
from webhooks import signing
from webhooks.deliveries import beside
from webhooks.models import WAITING, Attempt, Delivery, Endpoint, Payload

OFFERED: Final = 200  # endpoints to choose from
COLOURS: Final[dict[str, Kind]] = {
    "SUCCESS": "success",
    "DEAD": "danger",
    "RETRYING": "warning",
    "PENDING": "info",
    "HELD": "warning",
    "CANCELLED": "",
}
ASKED: Final = {"endpoint": "webhookId", "event": "event", "status": "status"}


class _Filter(admin.SimpleListFilter):
    """What is chosen is not asked of the rows: `DeliveryList` looks for them in their index."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset


class StatusFilter(_Filter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Delivery._meta.get_field("status").choices


class EndpointFilter(_Filter):
    title = _("endpoint")
    parameter_name = "endpoint"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        app = current_app(request)
        rows = Endpoint.objects.filter(app__in=apps_of(request) if app is None else [app])
        return [(str(key), name) for key, name in rows.order_by("name").values_list("pk", "name")[:OFFERED]]


class EventFilter(_Filter):
    title = _("event")
    parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in sorted(EVENTS)]


class DeliveryList(KeysetList):
    """By when the events happened, from the log's index, whatever is asked for and however rare it is.

    What is searched for by an id is a handful of rows: those are read as any list's are.
    """

    model_admin: Any

    def get_results(self, request: HttpRequest) -> None:
        if self.query:
            super().get_results(request)
            return
        size, after, before = self.list_per_page, self._key(AFTER), self._key(BEFORE)
        place = Delivery.objects.filter(pk=before if after is None else after).first()
        newer = after is not None and place is not None
        found = self._ids(request, place, size + 1, newer=newer)
        more, ids = len(found) > size, found[:size]
        rows = {
            row.pk: row for row in self.root_queryset.select_related("app", "endpoint").filter(pk__in=ids)
        }
        shown = [rows[key] for key in (reversed(ids) if newer else ids) if key in rows]
        if shown:
            self.older = self._page(BEFORE, shown[-1]) if newer or more else ""
            self.newer = self._page(AFTER, shown[0]) if (more if newer else place is not None) else ""
        self.show_page(request, shown)

    def _ids(self, request: HttpRequest, place: Delivery | None, limit: int, *, newer: bool) -> list[int]:
        asked = {ASKED[name]: self.params[name] for name in ASKED if self.params.get(name)}
        if "webhookId" in asked:
            key = asked["webhookId"]
            asked["webhookId"] = int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else 0
        return beside(place, app=current_app(request), asked=asked, limit=limit, newer=newer)


def found_by(request: HttpRequest, term: str) -> list[int]:
    """Of a delivery's id, or an event's: the header webhook-id."""
    app = current_app(request)
    of_apps: list[App] = apps_of(request) if app is None else [app]
    endpoints = list(Endpoint.objects.filter(app__in=of_apps).values_list("pk", flat=True))
    rows = Delivery.objects.filter(endpoint__in=endpoints, event_id=term.replace("\0", ""))
    found = list(rows.values_list("pk", flat=True)[:100])
    if term.isascii() and term.isdecimal() and len(term) < 19:
        found.append(int(term))
    return found


def shown(delivery: Delivery) -> dict[str, Any]:
    """For the page's template: the request to the byte, and every attempt with its headers."""
    body = Payload.objects.filter(pk=delivery.event_id).values_list("body", flat=True).first()
    attempts = delivery.attempts.order_by("number")
    return {
        "body": body,
        "tries": [{"row": one, "headers": _headers(delivery, one, body).items()} for one in attempts],
        "kind": COLOURS[delivery.status],
        "is_waiting": delivery.status in WAITING,
    }


def _headers(delivery: Delivery, attempt: Attempt, body: str | None) -> Mapping[str, str]:
    """As they were sent. Without the signature where a secret has been replaced since, or opens no more."""
    stamp = int(attempt.at.timestamp())
    endpoint = delivery.endpoint
    kept = signing.headers([], delivery.event_id, stamp, b"")
    at = ms(attempt.at)
    since = [former["until"] - signing.FORMER_SIGN_MS for former in endpoint.former_secrets]
    if body is not None and endpoint.secret and all(replaced <= at for replaced in since):
        try:
            keys = signing.keys_of(endpoint.secret, endpoint.former_secrets, at)
        except NOT_OPENED:
            return kept
        return signing.headers(keys, delivery.event_id, stamp, body.encode())
    return kept
