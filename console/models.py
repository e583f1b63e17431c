"""Export: a file that a worker writes; ExportPart: a piece of it, kept where any web process finds it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import App


class ExportStatus(models.TextChoices):
    WAITING = "WAITING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


class ExportFormat(models.TextChoices):
    CSV = "CSV", "CSV"
    JSONL = "JSONL", "JSON lines"


class ExportKind(models.TextChoices):
    ACCOUNTS = "ACCOUNTS"
    MESSAGES = "MESSAGES"
    OPERATIONS = "OPERATIONS", "Operation log"
    DEVICE_LOGS = "DEVICE_LOGS", "Device logs"
    DELIVERIES = "DELIVERIES", "Webhook deliveries"
    WORDS = "WORDS", "Word list"


UNDER_WAY = (ExportStatus.WAITING, ExportStatus.RUNNING)


class ExportQuerySet(models.QuerySet["Export"]):
    def waiting(self) -> "ExportQuerySet":
        return self.filter(status__in=UNDER_WAY)


class Export(models.Model):
    """`cursor`: the last key that is in the file, `first` and `upto`: where it began and will end. Cursor and
    part are written in one transaction, by whoever's lease it is: a row is in the file once.
    """

    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ExportKind)
    format = models.CharField(max_length=5, choices=ExportFormat, default=ExportFormat.CSV)
    filters: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    by = models.CharField(max_length=150)
    status = models.CharField(max_length=9, choices=ExportStatus, default=ExportStatus.WAITING)
    first = models.BigIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    upto = models.BigIntegerField(null=True)
    rows = models.BigIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    lease_token = models.TextField(blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(status__in=["WAITING", "RUNNING"]), name="export_due"),
            models.Index(fields=["expires_at"], condition=Q(status="DONE"), name="export_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"

    @property
    def under_way(self) -> bool:
        return self.status in UNDER_WAY

    @property
    def percent(self) -> int:
        if self.status == ExportStatus.DONE:
            return 100
        if self.upto is None or self.upto <= self.first:
            return 0
        return min(99, 100 * (self.cursor - self.first) // (self.upto - self.first))


class ExportPart(models.Model):
    """`data` is compressed."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="pieces", db_index=False)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["export", "number"], name="export_part_once")]

    def __str__(self) -> str:
        return f"part {self.number} of {self.export_id}"
