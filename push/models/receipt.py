"""Receipt: a phone said what became of a push; VendorReceipt: what a vendor posted, as it came."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import App
from push.models.device import Vendor


class ReceiptEvent(models.TextChoices):
    RECEIVED = "RECEIVED"
    DISPLAYED = "DISPLAYED"
    CLICKED = "CLICKED"
    DISMISSED = "DISMISSED"


class Receipt(models.Model):
    """By the SDK or by a vendor: the first of each kind counts."""

    delivery_id = models.BigIntegerField()
    event = models.CharField(max_length=9, choices=ReceiptEvent)
    device_id = models.CharField(max_length=128, db_collation="C")
    app_id = models.BigIntegerField()
    action_id = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery_id", "event", "device_id"], name="push_receipt_once")
        ]
        indexes = [models.Index(fields=["created_at"], name="push_receipt_age")]

    def __str__(self) -> str:
        return str(self.pk)


class VendorReceipt(models.Model):
    """Stored before it is understood. `body` is not shown anywhere: it has tokens in it."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+")
    vendor = models.CharField(max_length=9, choices=Vendor)
    body = models.BinaryField()
    content_type = models.CharField(max_length=200, blank=True, default="")
    error = models.CharField(max_length=200, blank=True, default="")
    parsed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="push_vendor_receipt_new", condition=Q(parsed_at=None)),
            models.Index(fields=["created_at"], name="push_vendor_receipt_age"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
