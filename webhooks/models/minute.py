"""Minute: what an endpoint did in one minute. Health is read from these, never by counting attempts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

SLOTS = 24  # of latency: slot n holds up to 2 ** (n / 1.5) ms; the last all that is slower, about 41 s


class Minute(models.Model):
    """`minute`: epoch minutes. `timeouts` are among `failed`. `slots`: attempts by their latency."""

    pk = models.CompositePrimaryKey("endpoint_id", "minute")
    endpoint_id = models.BigIntegerField()
    minute = models.BigIntegerField()
    succeeded = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    timeouts = models.PositiveIntegerField(default=0)
    slots: "models.Field[list[int], list[int]]" = ArrayField(models.IntegerField(), size=SLOTS)

    class Meta:
        indexes = [models.Index(fields=["minute"], name="webhook_minute_age")]

    def __str__(self) -> str:
        return f"{self.endpoint_id} in {self.minute}"
