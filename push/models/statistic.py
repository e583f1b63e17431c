"""Statistic: how many pushes of an app came to what in an hour, by vendor and by the reason."""

from django.db import models


class Statistic(models.Model):
    """`hour`: epoch hours. `outcome`: queued, accepted, delivered, clicked, failed, invalid, skipped,
    expired, cancelled. `code`: the vendor's code or our reason, empty where it went well.
    """

    pk = models.CompositePrimaryKey("app_id", "hour", "vendor", "outcome", "code")
    app_id = models.BigIntegerField()
    hour = models.BigIntegerField()
    vendor = models.CharField(max_length=9)
    outcome = models.CharField(max_length=9)
    code = models.CharField(max_length=64, db_default="")
    count = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["hour"], name="push_statistic_age")]

    def __str__(self) -> str:
        return f"{self.count} {self.vendor} {self.outcome} {self.code}"
