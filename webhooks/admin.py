"""Webhooks, their deliveries and alerts in the console: to be read."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import TabularInline

from accounts.console.tenant import TenantAdmin
from webhooks.models import Alert, Attempt, Delivery, Endpoint, Payload


@admin.register(Endpoint)
class EndpointAdmin(TenantAdmin):
    list_display = [
        "name",
        "app",
        "url",
        "events",
        "mode",
        "enabled",
        "disabled_reason",
        "created_at",
        "deleted_at",
    ]
    list_filter = ["app", "enabled", "mode", "disabled_reason", "created_at"]
    list_select_related = ["app"]
    search_fields = ["=id", "name__startswith"]
    ordering = ["-id"]
    exclude = ["secret", "former_secrets"]


class AttemptInline(TabularInline):  # type: ignore[misc]  # unfold has no types
    model = Attempt
    ordering = ["number"]
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """To whom the delivery is shown."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Delivery)
class DeliveryAdmin(TenantAdmin):
    list_display = [
        "id",
        "app",
        "endpoint",
        "type",
        "status",
        "tries",
        "http_status",
        "duration_ms",
        "error",
        "created_at",
    ]
    list_filter = ["app", "status"]
    list_select_related = ["app", "endpoint"]
    search_fields = ["=id", "=endpoint__id"]  # others would read the whole table
    ordering = ["-id"]
    inlines: ClassVar[list[Any]] = [AttemptInline]
    readonly_fields = ["request_body"]

    @admin.display(description="request body")
    def request_body(self, delivery: Delivery) -> str:
        """A plain string, which the template escapes."""
        return Payload.objects.filter(pk=delivery.event_id).values_list("body", flat=True).first() or ""


@admin.register(Alert)
class AlertAdmin(TenantAdmin):
    list_display = ["endpoint", "app", "type", "level", "status", "count", "message", "first_at", "last_at"]
    list_filter = ["app", "status", "level", "type", "first_at"]
    list_select_related = ["app", "endpoint"]
    search_fields = ["=endpoint__id", "endpoint__name__startswith"]
    ordering = ["-id"]
