"""The outbox (events that a durable sink still wants) and the operation log (who did what, never changed)."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from config.stored import StoredJson
from journal.facts import Audience


class EventQuerySet(models.QuerySet["Event"]):
    def waiting(self) -> "EventQuerySet":
        return self.filter(dispatched_at=None)


class Event(models.Model):
    """One fact on its way to the durable sinks named in `waiting`. A claim is a lease with a token."""

    id = models.TextField(primary_key=True, db_collation="C")
    app_id = models.BigIntegerField()
    app_key = models.TextField()
    type = models.TextField()
    data = models.JSONField(decoder=StoredJson)
    aside: "models.JSONField[Any, Any]" = models.JSONField(null=True, blank=True, help_text="for sinks only")
    audience = models.JSONField(default=dict)
    waiting = ArrayField(models.TextField(), help_text="The sinks that have not had it yet.")
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(db_default=Now())
    lease_token = models.TextField(db_default="", blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(db_default=0)
    dispatched_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(db_default="", blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="journal_event_waiting",
                condition=models.Q(dispatched_at=None),
            ),
            models.Index(
                fields=["dispatched_at"],
                name="journal_event_done",
                condition=models.Q(dispatched_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"

    @property
    def receivers(self) -> Audience:
        return Audience(
            users=tuple(self.audience.get("users", ())),
            conversation_id=self.audience.get("conversationId"),
            whole_app=self.audience.get("wholeApp", False),
            operators=self.audience.get("operators", False),
        )


class Operation(models.Model):
    """One entry of the operation log. The database refuses to change it; only retention removes it."""

    id = models.BigAutoField(primary_key=True)
    app_id = models.BigIntegerField()
    operator_id = models.TextField()
    operator_role = models.TextField()
    action = models.TextField()
    target_type = models.TextField(blank=True)
    target_id = models.TextField(blank=True)
    detail = models.JSONField(decoder=StoredJson, default=dict)
    ip = models.TextField(blank=True)
    user_agent = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["app_id", "created_at", "id"], name="journal_operation_time"),
            models.Index(fields=["app_id", "operator_id", "created_at", "id"], name="journal_operation_by"),
            models.Index(fields=["app_id", "action", "created_at", "id"], name="journal_operation_done"),
            models.Index(fields=["app_id", "target_id", "created_at", "id"], name="journal_operation_to"),
            models.Index(fields=["app_id", "target_type", "created_at", "id"], name="journal_operation_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.action} by {self.operator_id}"
