"""Minute, Hour: what an endpoint did in one. Health is read from these, never by counting attempts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

# Of latency, in ms: slot n holds what took up to BOUNDS[n] and longer than the bound before; one more slot
# has all that is slower. 5,000 is a bound, so that whether the p95 is beyond it is known exactly.
BOUNDS = (
    *(1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500, 800),
    *(1_200, 2_000, 3_000, 5_000, 8_000, 12_000, 20_000, 30_000),
)
SLOTS = len(BOUNDS) + 1


class RollUp(models.Model):
    """`minute`: epoch minutes, in which it begins. `timeouts` are among `failed`. `slots`: attempts by their
    latency."""

    pk = models.CompositePrimaryKey("endpoint_id", "minute")
    endpoint_id = models.BigIntegerField()
    minute = models.BigIntegerField()
    succeeded = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    timeouts = models.PositiveIntegerField(default=0)
    slots: "models.Field[list[int], list[int]]" = ArrayField(models.IntegerField(), size=SLOTS)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["minute"], name="webhook_%(class)s_age")]

    def __str__(self) -> str:
        return f"{self.endpoint_id} from {self.minute}"


class Minute(RollUp):
    class Meta(RollUp.Meta):
        pass


class Hour(RollUp):
    """The same once more: seven days are 168 of these, and not 10,080 minutes."""

    class Meta(RollUp.Meta):
        pass
