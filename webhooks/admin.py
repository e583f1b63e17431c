"""Webhooks, their deliveries and alerts in the console."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.console.tenant import TenantAdmin
from config.console.cells import Cell, Table
from config.console.keyset import KeysetList
from config.console.panels import Panel, table_panel
from webhooks.console import deliveries, standing
from webhooks.console.acts import (
    ACKNOWLEDGE,
    ADD,
    CHANGE,
    DELETE,
    DISABLE,
    ENABLE,
    RECOVER,
    REDELIVER,
    ROTATE,
    TEST,
)
from webhooks.deliveries import beside
from webhooks.models import Alert, Delivery, Endpoint

LATEST = 20
LEVELS = {"WARNING": "warning", "CRITICAL": "danger"}


class GoneFilter(admin.SimpleListFilter):
    """Those that are deleted are kept as long as what was sent to them."""

    title = _("deleted")
    parameter_name = "deleted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("Deleted"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(deleted_at__isnull=self.value() != "1")


def _latest(request: HttpRequest, endpoint: Endpoint) -> Table:
    asked = {"webhookId": endpoint.pk}
    ids = beside(None, app=endpoint.app, asked=asked, limit=LATEST)
    rows = {row.pk: row for row in Delivery.objects.filter(pk__in=ids)}
    more = f"{reverse('admin:webhooks_delivery_changelist')}?endpoint={endpoint.pk}"
    lines = [_line(rows[key]) for key in ids if key in rows]
    head = [_("id"), _("Event"), _("Status"), _("Tries"), _("HTTP status"), _("Error"), _("Happened")]
    return Table(head, lines, _("Nothing was sent to it yet."), more if lines else "")


def _line(row: Delivery) -> list[Any]:
    link = reverse("admin:webhooks_delivery_change", args=[row.pk])
    status = Cell(row.get_status_display(), kind=deliveries.COLOURS[row.status])
    return [Cell(row.pk, link), row.type, status, row.tries, row.http_status, row.error, row.created_at]


def _alerts(request: HttpRequest, endpoint: Endpoint) -> Table:
    rows = [
        [
            Cell(row.get_type_display(), reverse("admin:webhooks_alert_change", args=[row.pk])),
            row.get_status_display(),
            row.count,
            row.message,
            row.first_at,
            row.last_at,
        ]
        for row in endpoint.alerts.order_by("-pk")[:LATEST]
    ]
    head = [_("Alert"), _("Status"), _("Times"), _("What was found"), _("First"), _("Last")]
    return Table(head, rows, _("Nothing to be alarmed about."))


@admin.register(Endpoint)
class EndpointAdmin(TenantAdmin):
    empty = _("Nobody is told of anything yet: add the URL of a server that wants to know.")
    change_form_before_template = "webhooks/standing.html"
    list_display = ["name", "app", "url", "mode", "state", "rate", "p95", "waiting", "breaker", "created_at"]
    list_filter = ["enabled", "mode", GoneFilter]
    list_select_related = ["app"]
    search_fields = ["=id", "name__startswith"]
    search_help_text = _("An id, or the start of a name")
    fields = [
        "name",
        "url",
        "events",
        "filters",
        "mode",
        "timeout_ms",
        "fail_open",
        "enabled",
        "disabled_reason",
        "created_at",
        "updated_at",
        "deleted_at",
    ]
    acts = [
        TEST,
        RECOVER,
        CHANGE,
        ENABLE,
        DISABLE,
        ROTATE,
        DELETE,
    ]
    adds = ADD
    panels = [
        Panel("health", _("Health"), standing.over_time, "webhooks/health.html"),
        table_panel("deliveries", _("Deliveries"), _latest),
        table_panel("alerts", _("Alerts"), _alerts),
    ]

    class Media:
        css = {"all": ["webhooks/console.css"]}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetList]:
        return standing.EndpointList

    @display(description=_("State"), label=standing.COLOURS)  # type: ignore[untyped-decorator]  # unfold's
    def state(self, row: Any) -> Any:
        status = row.health.get("status", "DISABLED")
        return status, standing.STATUSES[status]

    @admin.display(description=_("Success, last hour"))
    def rate(self, row: Any) -> str:
        return standing.rate_shown(row.health)

    @admin.display(description=_("p95 ms"))
    def p95(self, row: Any) -> Any:
        return row.health.get("p95Ms")

    @admin.display(description=_("Waiting"))
    def waiting(self, row: Any) -> str:
        backlog = row.health.get("backlog", 0)
        return f"{standing.COUNTED}+" if backlog >= standing.COUNTED else str(backlog)

    @admin.display(description=_("Breaker"))
    def breaker(self, row: Any) -> Any:
        return standing.BREAKERS[row.health.get("breaker", "CLOSED")]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        context = {} if row is None else {"standing": standing.standing(row)}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})


@admin.register(Delivery)
class DeliveryAdmin(TenantAdmin):
    empty = _("Deliveries appear here as soon as something happens that an endpoint listens to.")
    change_form_before_template = "webhooks/delivery.html"
    list_display = [
        "id",
        "app",
        "receiver",
        "event",
        "state",
        "tries",
        "http_status",
        "duration_ms",
        "error",
        "created_at",
    ]
    list_filter = [deliveries.StatusFilter, deliveries.EndpointFilter, deliveries.EventFilter]
    search_fields = ["=id"]
    search_help_text = _("The id of a delivery, or of an event: the header webhook-id")
    fields = ["event_id", "type", "tries", "again_from", "next_attempt_at", "created_at"]
    acts = [REDELIVER]

    class Media:
        css = {"all": ["webhooks/console.css"]}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetList]:
        return deliveries.DeliveryList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        rows = queryset.filter(pk__in=deliveries.found_by(request, term))
        return rows.select_related("app", "endpoint"), False

    @admin.display(description=_("Endpoint"))
    def receiver(self, row: Delivery) -> str:
        return row.endpoint.name

    @admin.display(description=_("Event"))
    def event(self, row: Delivery) -> str:
        return row.type

    @display(description=_("Status"), label=deliveries.COLOURS)  # type: ignore[untyped-decorator]  # unfold's
    def state(self, row: Delivery) -> tuple[str, str]:
        return row.status, row.get_status_display()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        context = {} if row is None else deliveries.shown(row)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})


@admin.register(Alert)
class AlertAdmin(TenantAdmin):
    empty = _("Nothing to be alarmed about: the server watches every endpoint and says here what is wrong.")
    list_display = ["kind", "app", "receiver", "grave", "status", "count", "message", "first_at", "last_at"]
    list_filter = ["status", "level", "type"]
    list_select_related = ["app", "endpoint"]
    search_fields = ["=endpoint__id", "endpoint__name__startswith"]
    search_help_text = _("The id of an endpoint, or the start of its name")
    fields = [
        "endpoint",
        "type",
        "level",
        "status",
        "count",
        "message",
        "first_at",
        "last_at",
        "ack_by",
        "ack_at",
        "note",
        "resolved_at",
    ]
    acts = [ACKNOWLEDGE]

    @admin.display(description=_("Endpoint"))
    def receiver(self, row: Alert) -> str:
        return row.endpoint.name

    @admin.display(description=_("Alert"))
    def kind(self, row: Alert) -> str:
        return row.get_type_display()

    @display(description=_("Level"), label=LEVELS)  # type: ignore[untyped-decorator]  # unfold's
    def grave(self, row: Alert) -> tuple[str, str]:
        return row.level, row.get_level_display()
