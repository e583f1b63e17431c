"""Endpoint: a URL of a customer's server that wants to know; Circuit: how it stands with it."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.models import App


class Mode(models.TextChoices):
    AFTER = "AFTER"
    BEFORE = "BEFORE"


class DisabledReason(models.TextChoices):
    OPERATOR = "OPERATOR"
    GONE = "GONE"
    FAILING = "FAILING"


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def of_app(self, app: App) -> "EndpointQuerySet":
        """Those that are not deleted."""
        return self.filter(app=app, deleted_at=None)


class Endpoint(models.Model):
    """`timeout_ms`: of a try, or the budget of a before-event. `filters`: `msgTypes`, `groupIds`, `userIds`,
    those that are set. `former_secrets`: `[{"secret": sealed, "until": ms}]`, the latest first.
    """

    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=64)
    url = models.TextField()
    events: "models.Field[list[str], list[str]]" = ArrayField(models.TextField())
    mode = models.CharField(max_length=6, choices=Mode)
    enabled = models.BooleanField(default=True)
    disabled_reason = models.CharField(max_length=8, choices=DisabledReason, blank=True, default="")
    timeout_ms = models.PositiveIntegerField()
    fail_open = models.BooleanField(default=True)
    filters: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict, blank=True)
    secret = models.TextField(help_text="sealed")
    former_secrets: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["app", "id"], name="webhook_in_app")]

    def __str__(self) -> str:
        return f"{self.name} ({self.url})"


class Circuit(models.Model):
    """`holder`: the worker that serves the endpoint now, until `held_until`. `failing_since`: nothing has
    succeeded since. `open_until`: its breaker is open, or about to be probed; `openings`: how many times in a
    row. `recent`: `[[second, succeeded, failed]]` of the last minute.
    """

    endpoint = models.OneToOneField(
        Endpoint, primary_key=True, on_delete=models.CASCADE, related_name="circuit"
    )
    holder = models.TextField(blank=True, default="")
    held_until = models.DateTimeField(null=True, blank=True)
    consecutive_failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_failure_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True, default="")
    open_until = models.DateTimeField(null=True, blank=True)
    openings = models.PositiveIntegerField(default=0)
    recent: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return f"{self.endpoint_id}: {self.consecutive_failures} failures in a row"
