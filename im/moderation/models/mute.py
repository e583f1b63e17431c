"""AppMute: a whole app falls silent; AccountMute: one account does."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.models import Account, App
from config.references import Tied


class AppMute(models.Model):
    """`until`: epoch ms, -1 for ever. No row before the first change."""

    app = models.OneToOneField(App, primary_key=True, on_delete=models.CASCADE, related_name="+")
    enabled = models.BooleanField(default=False)
    scopes: "models.Field[list[str], list[str]]" = ArrayField(models.TextField(), default=list)
    until = models.BigIntegerField(default=-1)
    whitelist: "models.Field[list[str], list[str]]" = ArrayField(models.TextField(), default=list)
    reason = models.CharField(max_length=200, blank=True, default="")
    updated_by = models.CharField(max_length=200, blank=True, default="")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "im"
        verbose_name, verbose_name_plural = "mute of the app", "mute of the app"

    def __str__(self) -> str:
        return f"{self.app_id}: {'muted' if self.enabled else 'not muted'}"


class AccountMute(models.Model):
    """`single_until`, `group_until`: epoch ms; 0 is not muted, -1 for ever."""

    account = models.OneToOneField(
        Account, primary_key=True, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    single_until = models.BigIntegerField(default=0)
    group_until = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True, default="")
    updated_by = models.CharField(max_length=200, blank=True, default="")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "im"
        verbose_name, verbose_name_plural = "muted account", "muted accounts"
        constraints = [Tied(field="account", name="account_mute_of_its_app")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.single_until}, {self.group_until}"
