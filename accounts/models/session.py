"""Session: a login on a device; its token is worth something until the row says that it ended."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.account import Account
from accounts.models.app import App
from config.references import Tied


class Platform(models.TextChoices):
    ANDROID = "ANDROID"
    IOS = "IOS"
    WEB = "WEB"
    WINDOWS = "WINDOWS"
    MAC = "MAC"
    LINUX = "LINUX"
    IPAD = "IPAD"
    HARMONY = "HARMONY"
    MINIPROGRAM = "MINIPROGRAM"
    SERVER = "SERVER"


CLASSES = {
    Platform.ANDROID: "mobile",
    Platform.IOS: "mobile",
    Platform.HARMONY: "mobile",
    Platform.MINIPROGRAM: "mobile",
    Platform.IPAD: "pad",
    Platform.WINDOWS: "desktop",
    Platform.MAC: "desktop",
    Platform.LINUX: "desktop",
    Platform.WEB: "web",
    Platform.SERVER: "server",
}


class EndReason(models.TextChoices):
    """Why a session ended; the gateway makes its close code of it."""

    ADMIN = "ADMIN"
    LOGIN_ELSEWHERE = "LOGIN_ELSEWHERE"
    REPLACED = "REPLACED"
    LOGOUT = "LOGOUT"
    DISABLED = "DISABLED"
    DELETED = "DELETED"
    SECRET_ROTATED = "SECRET_ROTATED"  # noqa: S105  a reason


class SessionQuerySet(models.QuerySet["Session"]):
    def live(self) -> "SessionQuerySet":
        return self.filter(ended_at=None, expires_at__gt=timezone.now())

    def end(self, reason: EndReason, *, note: str = "") -> int:
        """Ends those that are open still; the gateways close their sockets when they see it."""
        return self.filter(ended_at=None).update(ended_at=timezone.now(), end_reason=reason, note=note)

    def ended_since(self, moment: datetime) -> "SessionQuerySet":
        return self.filter(ended_at__gte=moment)


class Session(models.Model):
    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="sessions", db_constraint=False
    )
    jti = models.CharField(max_length=32, unique=True)
    platform = models.CharField(max_length=12, choices=Platform)
    device_id = models.CharField(max_length=128, blank=True, default="")
    ip = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=15, choices=EndReason, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [Tied(field="account", name="session_of_its_app")]
        indexes = [
            models.Index(fields=["account"], condition=Q(ended_at=None), name="session_open"),
            models.Index(fields=["ended_at"], condition=Q(ended_at__isnull=False), name="session_ended"),
            models.Index(fields=["expires_at"], name="session_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.device_id}"
