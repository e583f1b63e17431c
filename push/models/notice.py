"""Notice: something to be told to many; on the wire a task."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import App


class NoticeStatus(models.TextChoices):
    """SCHEDULED: not before `send_at`. EXPANDING: its audience becomes deliveries, in chunks. QUEUED: all
    deliveries are written. A notice that was only tried (dry run) is DRY_RUN.
    """

    SCHEDULED = "SCHEDULED", "Scheduled"
    EXPANDING = "EXPANDING", "Finding its audience"
    QUEUED = "QUEUED", "Sent out"
    CANCELLED = "CANCELLED", "Cancelled"
    DRY_RUN = "DRY_RUN", "Only tried"


class Source(models.TextChoices):
    API = "API", "A send"
    CHAT = "CHAT", "Chat"
    TEST = "TEST", "Test"


class Notice(models.Model):
    """`key`: what it must not be told twice for: `request:<requestId>` or `event:<type>:<eventId>`, empty for
    none. `content`: the body's `notification` and `data`, made whole; `options`: its options. `chat`: of a
    message its conversation and seq, by which it is asked at the last moment whether it is still unread.
    `after`: while it is EXPANDING, the last device that has become a delivery.
    """

    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=4, choices=Source)
    status = models.CharField(max_length=9, choices=NoticeStatus, default=NoticeStatus.QUEUED)
    key = models.CharField(max_length=160, blank=True, default="", db_collation="C")
    body_hash = models.CharField(max_length=64, blank=True, default="")
    audience: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    content: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    options: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    chat: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(
        null=True, blank=True
    )
    answer: "models.JSONField[Any, Any]" = models.JSONField(null=True, blank=True)
    after = models.BigIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    send_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    created_by = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "task"
        constraints = [
            models.UniqueConstraint(fields=["app", "key"], name="push_notice_once", condition=~Q(key="")),
            models.UniqueConstraint(fields=["app", "id"], name="push_notice_in_app"),
        ]
        indexes = [
            models.Index(fields=["app", "-id"], name="push_notice_list"),
            models.Index(
                fields=["send_at"],
                name="push_notice_to_expand",
                condition=Q(status__in=["SCHEDULED", "EXPANDING"]),
            ),
            models.Index(fields=["created_at"], name="push_notice_age"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
