"""OfflineJob: what a large group was told, on its way to those of its members who are away."""

from typing import Any

from django.db import models
from django.db.models.functions import Now

from accounts.models import App


class OfflineJobQuerySet(models.QuerySet["OfflineJob"]):
    def due(self) -> "OfflineJobQuerySet":
        return self.filter(next_attempt_at__lte=Now()).order_by("next_attempt_at", "pk")


class OfflineJob(models.Model):
    """Gone when all members have had their turn. `told`: as `push.notifying` takes it, without its users;
    `after`: the last account whose turn has come. Who works at it holds the row's lock for one chunk.
    """

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+", db_index=False)
    event_id = models.TextField(db_collation="C", unique=True)
    conversation_id = models.BigIntegerField()
    told: "models.JSONField[Any, Any]" = models.JSONField()
    after = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0, help_text="that failed, one after the other")
    next_attempt_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())

    objects = OfflineJobQuerySet.as_manager()

    class Meta:
        app_label = "im"
        indexes = [models.Index(fields=["next_attempt_at"], name="offline_job_due")]

    def __str__(self) -> str:
        return f"{self.event_id} after {self.after}"
