"""KeptAnswer: what a call with an Idempotency-Key was answered, so that its repeats hear the same."""

from django.db import models
from django.db.models.functions import Now


class KeptAnswer(models.Model):
    """Written in the call's own transaction: there is one exactly when the call's effects are there.

    `scope` is a digest of caller, method, path and key; `fingerprint` one of query and body. The answer is
    sealed, for it may hold secrets that are shown once.
    """

    scope = models.CharField(max_length=64, unique=True, db_collation="C")
    fingerprint = models.CharField(max_length=64)
    answer = models.TextField(db_default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="kept_answer_age")]

    def __str__(self) -> str:
        return self.scope
