"""Group: a named chat of many; who belongs to it are the members of its conversation."""

from django.db import models
from django.utils import timezone

from accounts.models import App


class GroupStatus(models.TextChoices):
    ACTIVE = "ACTIVE"
    DISMISSED = "DISMISSED"


class Group(models.Model):
    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="+")
    group_id = models.CharField(max_length=48, db_collation="C")
    name = models.CharField(max_length=64)
    avatar = models.CharField(max_length=500, blank=True, default="")
    history_visible = models.BooleanField(default=False)
    status = models.CharField(max_length=9, choices=GroupStatus, default=GroupStatus.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "im"
        constraints = [models.UniqueConstraint(fields=["app", "group_id"], name="group_once_in_app")]

    def __str__(self) -> str:
        return self.group_id
