"""Alert: something an operator should know of an endpoint. One open alert for an endpoint and a rule."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import App
from config.references import Tied
from webhooks.models.endpoint import Endpoint


class AlertType(models.TextChoices):
    CONSECUTIVE_FAILURES = "CONSECUTIVE_FAILURES"
    SUCCESS_RATE_LOW = "SUCCESS_RATE_LOW"
    HIGH_LATENCY = "HIGH_LATENCY"
    BACKLOG = "BACKLOG"
    EXHAUSTED = "EXHAUSTED"
    AUTO_DISABLED = "AUTO_DISABLED"
    GONE = "GONE"
    BEFORE_EVENT_TIMEOUTS = "BEFORE_EVENT_TIMEOUTS"


class AlertLevel(models.TextChoices):
    WARNING = "WARNING"
    CRITICAL = "CRITICAL"


class AlertStatus(models.TextChoices):
    OPEN = "OPEN"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    RESOLVED = "RESOLVED"


class Alert(models.Model):
    """`count`: how many times its rule found it true. `clean_since`: its rule has not found it true since."""

    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="+")
    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.PROTECT, related_name="alerts", db_constraint=False
    )
    type = models.CharField(max_length=24, choices=AlertType)
    level = models.CharField(max_length=8, choices=AlertLevel)
    status = models.CharField(max_length=12, choices=AlertStatus, default=AlertStatus.OPEN)
    count = models.PositiveIntegerField(default=1)
    message = models.TextField()
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    clean_since = models.DateTimeField(null=True, blank=True)
    ack_by = models.TextField(blank=True, default="")
    ack_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            Tied(field="endpoint", name="webhook_alert_of_its_app"),
            models.UniqueConstraint(
                fields=["endpoint", "type"], name="webhook_alert_open_once", condition=~Q(status="RESOLVED")
            ),
        ]
        indexes = [models.Index(fields=["app", "status", "-id"], name="webhook_alert_list")]

    def __str__(self) -> str:
        return f"{self.type} of {self.endpoint_id}: {self.status}"
