"""Preference: when a user does not want to be rung, and what a notification may say aloud."""

from django.db import models
from django.utils import timezone

from accounts.models import App


class Preference(models.Model):
    """`dnd_from`, `dnd_to`: minutes of the day in `time_zone`; a time that ends before it begins goes on over
    midnight; equal ones are the whole day. `preview_hidden`: a message's text stays out of its notification.
    """

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+", db_index=False)
    user_id = models.CharField(max_length=64, db_collation="C")
    dnd_enabled = models.BooleanField(default=False)
    dnd_from = models.PositiveSmallIntegerField(default=22 * 60)
    dnd_to = models.PositiveSmallIntegerField(default=8 * 60)
    time_zone = models.CharField(max_length=64, default="UTC")
    preview_hidden = models.BooleanField(default=False)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["app", "user_id"], name="push_preference_once")]

    def __str__(self) -> str:
        return self.user_id
