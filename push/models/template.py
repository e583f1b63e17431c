"""Template: a text with gaps, in several languages, that an app's back end names by its code."""

from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import App


class Template(models.Model):
    """`content`: `title`, `body` and `i18n` as in a notification, with `{name}` where a parameter goes."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=64, db_collation="C")
    content: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["app", "code"], name="push_template_once")]

    def __str__(self) -> str:
        return self.code
