"""Flagged: something that was said and let through, for somebody to look at."""

from django.db import models
from django.utils import timezone

from accounts.models import App


class FlaggedKind(models.TextChoices):
    MESSAGE = "MESSAGE"
    PROFILE = "PROFILE"
    GROUP = "GROUP"


class Review(models.TextChoices):
    OPEN = "OPEN"
    APPROVED = "APPROVED"
    REMOVED = "REMOVED"
    MUTED = "MUTED"


class Flagged(models.Model):
    """`target_id`: the message's id, the userId or the groupId. `text`: what was screened, as it was then.
    `hits`: `[{"id", "word", "action", "start", "end"}]` in code points of the text."""

    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=7, choices=FlaggedKind)
    target_id = models.TextField()
    user_id = models.TextField(help_text="who said it")
    text = models.TextField()
    hits = models.JSONField(default=list)
    review = models.CharField(max_length=8, choices=Review, default=Review.OPEN)
    reviewed_by = models.TextField(blank=True, default="")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "im"
        verbose_name, verbose_name_plural = "flagged item", "review queue"
        indexes = [
            models.Index(fields=["app", "review", "-id"], name="flagged_list"),
            models.Index(fields=["app", "target_id"], name="flagged_target"),
            # For who looks at all apps at once.
            models.Index(fields=["-id"], name="flagged_open", condition=models.Q(review="OPEN")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}: {self.review}"
