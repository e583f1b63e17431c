"""Payload: the exact bytes of an event; Delivery: one event on its way to one endpoint; Attempt: one try."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import App
from config.references import Tied
from webhooks.models.endpoint import Endpoint


class DeliveryStatus(models.TextChoices):
    PENDING = "PENDING"
    RETRYING = "RETRYING"
    SUCCESS = "SUCCESS"
    DEAD = "DEAD"
    HELD = "HELD"
    CANCELLED = "CANCELLED"


WAITING = (DeliveryStatus.PENDING, DeliveryStatus.RETRYING)


class Payload(models.Model):
    """Once for an event, however many endpoints hear it; what is signed is these bytes in UTF-8."""

    event_id = models.TextField(primary_key=True, db_collation="C")
    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="+", db_index=False)
    type = models.TextField()
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="webhook_payload_age")]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"


class Delivery(models.Model):
    """`tries`: so far. `url`: where the last try went. `created_at`: when the event happened. A delivery that
    was sent again has `again_from`: the tries before, which its schedule does not count.
    """

    app = models.ForeignKey(
        App, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    event_id = models.TextField(db_collation="C")
    type = models.TextField()
    status = models.CharField(max_length=9, choices=DeliveryStatus, default=DeliveryStatus.PENDING)
    tries = models.PositiveIntegerField(default=0)
    again_from = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    url = models.TextField(blank=True, default="")
    http_status = models.PositiveIntegerField(null=True, blank=True)
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    error = models.TextField(blank=True, default="")
    response_body = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            Tied(field="endpoint", name="webhook_delivery_of_its_app"),
            models.UniqueConstraint(fields=["endpoint", "event_id"], name="webhook_delivered_once"),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "next_attempt_at"],
                name="webhook_delivery_due",
                condition=Q(status__in=["PENDING", "RETRYING"]),
            ),
            # For the log, whatever is asked of it: it looks into them for each endpoint and each status.
            models.Index(fields=["endpoint", "status", "created_at", "id"], name="webhook_delivery_log"),
            models.Index(
                fields=["endpoint", "type", "status", "created_at", "id"], name="webhook_delivery_log_of"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} to {self.endpoint_id}: {self.status}"


class Attempt(models.Model):
    """`error_class`: empty, or what went wrong: dns, connect, tls, timeout, reset, blocked_address, http_4xx,
    http_5xx and so on. `response_body`: what was answered, its first 2 KB."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField()
    http_status = models.PositiveIntegerField(null=True, blank=True)
    error_class = models.TextField(blank=True, default="")
    response_body = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"try {self.number} of {self.delivery_id}"
