"""App: a tenant. Everything else belongs to one."""

from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.secrets import unseal

DEFAULTS: dict[str, Any] = {
    "autoCreate": True,
    "allowType": "ALLOW_ANY",
    "friendsOnly": False,
    "keepFriendOnBlock": False,
    "revokeWindow": 120,
    "editWindow": 86_400,
    "maxMembers": 2_000,
    "loginPolicy": "ONE_PER_PLATFORM",
    "tokenTtl": 604_800,
    "rates": {
        "account": {"rate": 50, "burst": 100},
        "send": {"rate": 20, "burst": 60},
        "group": {"rate": 40, "burst": 80},
        "app": None,
        "push": {"rate": 100, "burst": 200},
    },
    "allowHttpWebhooks": False,
    "allowedOrigins": [],
    "pushSendAuth": "SECRET",
    "pushSendAllowedIps": [],
    "pushRegisterAuth": "APP_KEY",
}


class LoginPolicy(models.TextChoices):
    UNLIMITED = "UNLIMITED"
    ONE_PER_PLATFORM = "ONE_PER_PLATFORM"
    ONE_PER_CLASS = "ONE_PER_CLASS"
    SINGLE = "SINGLE"


class PushSendAuth(models.TextChoices):
    SECRET = "SECRET"  # noqa: S105  a mode
    APP_KEY = "APP_KEY"


class PushRegisterAuth(models.TextChoices):
    APP_KEY = "APP_KEY"
    ACCOUNT = "ACCOUNT"


class AppStatus(models.TextChoices):
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"


class App(models.Model):
    app_key = models.CharField(max_length=32, unique=True)
    sdk_app_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=64)
    status = models.CharField(max_length=8, choices=AppStatus, default=AppStatus.ACTIVE)
    secret_key = models.TextField(help_text="signs UserSigs; sealed")
    previous_secret_key = models.TextField(blank=True, default="")
    previous_secret_until = models.DateTimeField(null=True, blank=True)
    app_secret = models.TextField(help_text="the server's own credential; sealed")
    changed_settings = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.app_key})"

    @property
    def settings(self) -> dict[str, Any]:
        """What holds: the defaults, overlaid by what an operator changed."""
        return {**DEFAULTS, **self.changed_settings}

    def setting(self, name: str) -> Any:
        return self.changed_settings.get(name, DEFAULTS[name])

    def signing_secrets(self, now: datetime) -> list[str]:
        """The secret that signs UserSigs, and the one before it while a rotation lasts."""
        sealed = [self.secret_key]
        if self.previous_secret_key and self.previous_secret_until and self.previous_secret_until > now:
            sealed.append(self.previous_secret_key)
        return [unseal(secret) for secret in sealed]

    def accepts_secret(self, offered: str) -> bool:
        return compare_digest(unseal(self.app_secret).encode(), offered.encode("utf-8", "surrogateescape"))

    def signature(self, said: bytes) -> str:
        """By its server's secret: HMAC-SHA256, hex."""
        return hmac(unseal(self.app_secret).encode(), said, sha256).hexdigest()


class Identifier(models.Model):
    """An id taken in an app, by an account or a group: one namespace, kept by the constraint, for ever."""

    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=64, db_collation="C")
    kind = models.CharField(max_length=7, choices=[("ACCOUNT", "account"), ("GROUP", "group")])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["app", "name"], name="identifier_taken_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
