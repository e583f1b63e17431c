"""Delivery: one notice on its way to one device; its id is the `pushId` of the payload."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import App
from config.references import Tied
from push.models.device import Device, Vendor
from push.models.notice import Notice


class DeliveryStatus(models.TextChoices):
    """Only forward: PENDING, RETRYING, then one of the others; ACCEPTED (by the vendor) may become DELIVERED
    and CLICKED. UNKNOWN: the last try went out and no answer ever came.
    """

    PENDING = "PENDING"
    RETRYING = "RETRYING"
    ACCEPTED = "ACCEPTED"
    DELIVERED = "DELIVERED"
    CLICKED = "CLICKED"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"


WAITING = (DeliveryStatus.PENDING, DeliveryStatus.RETRYING)


class Delivery(models.Model):
    """A claim is a lease: `lease` bears the claimer's token and `next_attempt_at` its end, so that what a
    dead worker held is due again by itself. `user_id`: for whom it is; a device that has become another's
    gets nothing. `reason`: why it was not sent, of CANCELLED and FAILED (READ, REBOUND, UNREGISTERED, …).
    """

    app = models.ForeignKey(
        App, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, related_name="deliveries", db_index=False, db_constraint=False
    )
    device = models.ForeignKey(
        Device, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    user_id = models.CharField(max_length=64, db_collation="C")
    vendor = models.CharField(max_length=9, choices=Vendor)
    status = models.CharField(max_length=9, choices=DeliveryStatus, default=DeliveryStatus.PENDING)
    reason = models.CharField(max_length=32, blank=True, default="")
    tries = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    lease = models.CharField(max_length=32, blank=True, default="")
    http_status = models.PositiveIntegerField(null=True, blank=True)
    vendor_code = models.CharField(max_length=64, blank=True, default="")
    vendor_message = models.CharField(max_length=500, blank=True, default="")
    vendor_message_id = models.CharField(max_length=200, blank=True, default="")
    latency_ms = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "push delivery"
        verbose_name_plural = "push deliveries"
        constraints = [
            models.UniqueConstraint(fields=["notice", "device"], name="push_delivered_once"),
            Tied(field="notice", name="push_delivery_notice_of_its_app"),
            Tied(field="device", name="push_delivery_device_of_its_app"),
        ]
        indexes = [
            models.Index(
                fields=["app", "vendor", "next_attempt_at"],
                name="push_delivery_due",
                condition=Q(status__in=["PENDING", "RETRYING"]),
            ),
            models.Index(
                fields=["device"],
                name="push_delivery_waiting",
                condition=Q(status__in=["PENDING", "RETRYING"]),
            ),
            models.Index(fields=["app", "user_id", "created_at"], name="push_delivery_of_user"),
            models.Index(fields=["device", "-id"], name="push_delivery_of_device"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
