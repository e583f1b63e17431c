"""Alerts in the console: to be read."""

from django.contrib import admin

from accounts.admin import TenantAdmin
from webhooks.models import Alert


@admin.register(Alert)
class AlertAdmin(TenantAdmin):
    list_display = ["endpoint", "app", "type", "level", "status", "count", "message", "first_at", "last_at"]
    list_filter = ["app", "status", "level", "type", "first_at"]
    list_select_related = ["app", "endpoint"]
    search_fields = ["=endpoint__id", "endpoint__name__startswith"]
    ordering = ["-id"]
