"""Device: an installed app on somebody's phone, as one vendor reaches it."""

from hashlib import sha256
from typing import Any, LiteralString

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils import timezone

from accounts.models import App

START = 20  # characters of a token, by which it can be found without the rest


class DevicePlatform(models.TextChoices):
    ANDROID = "ANDROID", "Android"
    IOS = "IOS", "iOS"
    HARMONY = "HARMONY", "HarmonyOS"
    WEB = "WEB", "Web"


class Vendor(models.TextChoices):
    """APNS_VOIP and APNS_LIVE are other tokens of an iPhone; they use the credential of APNS."""

    APNS = "APNS", "Apple APNs"
    APNS_VOIP = "APNS_VOIP", "Apple APNs, calls"
    APNS_LIVE = "APNS_LIVE", "Apple APNs, live activities"
    FCM = "FCM", "Google FCM"
    HUAWEI = "HUAWEI", "Huawei"
    HARMONY = "HARMONY", "HarmonyOS"
    HONOR = "HONOR", "Honor"
    XIAOMI = "XIAOMI", "Xiaomi"
    OPPO = "OPPO", "OPPO"
    VIVO = "VIVO", "vivo"
    MEIZU = "MEIZU", "Meizu"
    WEBPUSH = "WEBPUSH", "Web Push"

    @property
    def credential(self) -> "Vendor":
        """Whose credential reaches it."""
        return Vendor.APNS if self in (Vendor.APNS_VOIP, Vendor.APNS_LIVE) else self


class Environment(models.TextChoices):
    PROD = "PROD", "PROD"
    SANDBOX = "SANDBOX", "SANDBOX"


class DeviceStatus(models.TextChoices):
    ACTIVE = "ACTIVE", "Registered"
    INVALID = "INVALID", "Token refused"
    REPLACED = "REPLACED", "Replaced"
    UNREGISTERED = "UNREGISTERED", "Unregistered"
    EVICTED = "EVICTED", "Superseded"


class Device(models.Model):
    """`user_id` need not be an account: push works without IM. `history`: who had it before,
    `[{"userId", "from", "to"}]`, the latest first, ten at most. `tagged`: the tags with the app's key before
    them (`12:vip`), so that the index finds this app's only.
    """

    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="+", db_index=False)
    device_id = models.CharField(max_length=128, db_collation="C")
    user_id = models.CharField(max_length=64, db_collation="C")
    platform = models.CharField(max_length=7, choices=DevicePlatform)
    vendor = models.CharField(max_length=9, choices=Vendor)
    token = models.TextField(db_collation="C")
    token_hash = models.CharField(max_length=64, db_collation="C", help_text="sha256, hex")
    keys: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict, blank=True)
    environment = models.CharField(max_length=7, choices=Environment, default=Environment.PROD)
    bundle_id = models.CharField(max_length=255, blank=True, default="")
    locale = models.CharField(max_length=16, blank=True, default="")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    app_version = models.CharField(max_length=64, blank=True, default="")
    os_version = models.CharField(max_length=64, blank=True, default="")
    brand = models.CharField(max_length=64, blank=True, default="")
    model = models.CharField(max_length=64, blank=True, default="")
    sdk_version = models.CharField(max_length=64, blank=True, default="")
    tagged: "models.Field[list[str], list[str]]" = ArrayField(models.TextField(), default=list, blank=True)
    notification_enabled = models.BooleanField(default=True)
    status = models.CharField(max_length=12, choices=DeviceStatus, default=DeviceStatus.ACTIVE)
    invalid_reason = models.CharField(max_length=64, blank=True, default="")
    fail_streak = models.PositiveIntegerField(default=0)
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_failure_at = models.DateTimeField(null=True, blank=True)
    last_error_code = models.CharField(max_length=64, blank=True, default="")
    history: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    registered_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["app", "device_id", "vendor"], name="push_device_once"),
            models.UniqueConstraint(fields=["app", "id"], name="push_device_in_app"),
            # A token belongs to its last registrant.
            models.UniqueConstraint(
                fields=["app", "vendor", "token_hash"],
                name="push_token_has_one_device",
                condition=Q(status="ACTIVE"),
            ),
        ]
        indexes = [
            models.Index(fields=["app", "user_id"], name="push_device_of_user"),
            models.Index(fields=["token_hash"], name="push_device_by_token"),
            models.Index(F("app"), Left("token", START), name="push_device_token_start"),
            models.Index(fields=["app", "id"], name="push_device_active", condition=Q(status="ACTIVE")),
            models.Index(fields=["updated_at"], name="push_device_gone", condition=~Q(status="ACTIVE")),
            GinIndex(fields=["tagged"], name="push_device_tagged"),
        ]

    def __str__(self) -> str:
        return f"{self.vendor} {self.device_id}"

    @property
    def token_masked(self) -> str:
        return masked(self.token)


# The same in a statement, of a column `token`.
MASKED: LiteralString = (
    "CASE WHEN length(token) >= 20 THEN left(token, 6) || '…' || right(token, 4)"
    " WHEN token = '' THEN '' ELSE '…' END"
)


def masked(token: str) -> str:
    """As it is shown: the first 6 and the last 4 characters, and nothing of one too short for that."""
    return f"{token[:6]}…{token[-4:]}" if len(token) >= 20 else "…"


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
