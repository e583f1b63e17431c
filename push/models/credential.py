"""Credential: an app's account with a vendor; Lane: how it stands with that vendor just now."""

from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import App
from push.models.device import Environment, Vendor


class Credential(models.Model):
    """`public`: the fields that may be shown; `secret`: the others as one sealed JSON object. `version` rises
    with every change: what was made of an older one (tokens, connections) is not used any more.
    """

    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="+")
    vendor = models.CharField(max_length=9, choices=Vendor)
    enabled = models.BooleanField(default=True)
    environment = models.CharField(max_length=7, choices=Environment, blank=True, default="")
    public: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    secret = models.TextField(help_text="sealed")
    fingerprint = models.CharField(max_length=64, help_text="of the secret: the same one has the same")
    version = models.PositiveIntegerField(default=1)
    checked_at = models.DateTimeField(null=True, blank=True)
    check_result: "models.JSONField[Any, Any]" = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["app", "vendor"], name="push_credential_once")]

    def __str__(self) -> str:
        return str(self.vendor)


class Lane(models.Model):
    """One app's way to one vendor (as a device names it). `paused_until`: nothing is sent before, for
    `reason`: THROTTLED, DAY (the vendor has had enough for today), AUTH, INVALID_TOKENS (the breaker: so many
    at once is a wrong credential). Once that is over, a small batch shows whether all is well.
    """

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+")
    vendor = models.CharField(max_length=9, choices=Vendor)
    paused_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=16, blank=True, default="")
    openings = models.PositiveIntegerField(default=0, help_text="how many times in a row it was paused")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "pause"
        constraints = [models.UniqueConstraint(fields=["app", "vendor"], name="push_lane_once")]

    def __str__(self) -> str:
        return str(self.vendor)
