"""The outbox in the console, for superusers: what waits for which sink. The operation log is in accounts."""

from django.contrib import admin

from config.console.ledger import LedgerAdmin
from journal.models import Event


@admin.register(Event)
class EventAdmin(LedgerAdmin):
    list_display = ["id", "app_key", "type", "waiting", "attempts", "next_attempt_at", "last_error"]
    linked_by = ("dispatched_at__isnull",)
    search_fields = ["id__exact"]  # others would read the whole table
