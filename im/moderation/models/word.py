"""KeywordFilter: a word and what happens to who says it; FilterVersion: rises with each change of a list."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.models import App


class MatchType(models.TextChoices):
    CONTAINS = "CONTAINS"
    WORD = "WORD"
    ALLOW = "ALLOW"


class FilterAction(models.TextChoices):
    BLOCK = "BLOCK"
    REPLACE = "REPLACE"
    FLAG = "FLAG"


class KeywordFilter(models.Model):
    """`folded`: the word as it is looked for; two that fold alike are one word."""

    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="+", db_index=False)
    word = models.CharField(max_length=64)
    folded = models.TextField(db_collation="C")
    match_type = models.CharField(max_length=8, choices=MatchType, default=MatchType.CONTAINS)
    action = models.CharField(max_length=7, choices=FilterAction, default=FilterAction.BLOCK)
    replacement = models.CharField(max_length=64, blank=True, default="***")
    category = models.CharField(max_length=64, blank=True, default="")
    scopes: "models.Field[list[str], list[str]]" = ArrayField(models.TextField())
    enabled = models.BooleanField(default=True)
    hit_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "im"
        verbose_name, verbose_name_plural = "word", "word list"
        constraints = [models.UniqueConstraint(fields=["app", "folded"], name="keyword_once_in_app")]
        indexes = [models.Index(fields=["app", "id"], name="keyword_list")]

    def __str__(self) -> str:
        return self.word


class FilterVersion(models.Model):
    """Whoever changes an app's words locks this row first; processes build their rules anew by it."""

    app = models.OneToOneField(App, primary_key=True, on_delete=models.CASCADE, related_name="+")
    version = models.BigIntegerField(default=0)

    class Meta:
        app_label = "im"

    def __str__(self) -> str:
        return f"{self.app_id} at {self.version}"
