"""DeviceLog: what happened to a device and to every push for it, step by step."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone


class LogEvent(models.TextChoices):
    REGISTER = "REGISTER"
    REBIND = "REBIND"
    UNREGISTER = "UNREGISTER"
    REPLACED = "REPLACED"
    INVALIDATED = "INVALIDATED"
    QUEUED = "QUEUED"
    SKIPPED = "SKIPPED"
    SENT = "SENT"
    ACCEPTED = "ACCEPTED"
    RETRY = "RETRY"
    FAILED = "FAILED"
    DELIVERED = "DELIVERED"
    DISPLAYED = "DISPLAYED"
    CLICKED = "CLICKED"
    TEST = "TEST"
    PARSE_ERROR = "PARSE_ERROR"


class Level(models.TextChoices):
    INFO = "INFO"
    WARN = "WARN"
    ERROR = "ERROR"


class DeviceLog(models.Model):
    """No vendor token, text or credential stands here: `token_masked`, and `detail` with reasons and hints.
    Without references, so that nothing is checked and what it speaks of may go before it.
    """

    app_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    event = models.CharField(max_length=11, choices=LogEvent)
    level = models.CharField(max_length=5, choices=Level, default=Level.INFO)
    user_id = models.CharField(max_length=64, blank=True, default="", db_collation="C")
    device_id = models.CharField(max_length=128, blank=True, default="", db_collation="C")
    vendor = models.CharField(max_length=9, blank=True, default="")
    notice_id = models.BigIntegerField(null=True, blank=True)
    delivery_id = models.BigIntegerField(null=True, blank=True)
    vendor_message_id = models.CharField(max_length=200, blank=True, default="")
    attempt = models.PositiveIntegerField(null=True, blank=True)
    http_status = models.PositiveIntegerField(null=True, blank=True)
    vendor_code = models.CharField(max_length=64, blank=True, default="")
    vendor_message = models.CharField(max_length=500, blank=True, default="")
    latency_ms = models.PositiveIntegerField(null=True, blank=True)
    token_masked = models.CharField(max_length=16, blank=True, default="")
    token_hash = models.CharField(max_length=64, blank=True, default="", db_collation="C")
    detail: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["app_id", "-at", "-id"], name="push_log_time"),
            models.Index(fields=["app_id", "user_id", "-at", "-id"], name="push_log_user"),
            models.Index(fields=["app_id", "device_id", "-at", "-id"], name="push_log_device"),
            models.Index(fields=["app_id", "event", "vendor", "-at", "-id"], name="push_log_kind"),
            models.Index(
                fields=["app_id", "notice_id", "event", "-at", "-id"],
                name="push_log_notice",
                condition=Q(notice_id__isnull=False),
            ),
            models.Index(fields=["token_hash", "-at", "-id"], name="push_log_token"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
