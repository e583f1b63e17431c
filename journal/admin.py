"""The journal in the console: what waits for which sink, and who did what."""

from django.contrib import admin

from config.console.ledger import LedgerAdmin
from journal.models import Event, Operation


@admin.register(Event)
class EventAdmin(LedgerAdmin):
    list_display = ["id", "app_key", "type", "waiting", "attempts", "next_attempt_at", "last_error"]
    list_filter = [("dispatched_at", admin.EmptyFieldListFilter), "created_at"]
    search_fields = ["=id", "=app_key", "=type"]
    ordering = ["-id"]


@admin.register(Operation)
class OperationAdmin(LedgerAdmin):
    list_display = ["id", "created_at", "app_id", "operator_role", "operator_id", "action", "target_id", "ip"]
    list_filter = ["operator_role", "created_at"]
    search_fields = ["=operator_id", "=action", "=target_id"]
    ordering = ["-id"]
