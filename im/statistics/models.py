"""Statistic: how often something was, by the hour; Activity: who was there; Position: what is counted."""

from django.db import models


class Kind(models.TextChoices):
    """What is counted apart. ACTIVE: users of that hour; DAY: users of the 24 hours that end with it. ONLINE:
    the most that were seen online at once. REPLACED and BLOCKED: texts, not hits of words.
    """

    SINGLE = "single"
    GROUP = "group"
    ACCOUNTS = "accounts"
    LOGINS = "logins"
    ACTIVE = "active"
    DAY = "day"
    ONLINE = "online"
    BLOCKED = "blocked"
    REPLACED = "replaced"
    FLAGGED = "flagged"


class Statistic(models.Model):
    """`hour`: epoch hours. Rows of kind DAY reach up to 23 hours ahead: that is what is known of them."""

    pk = models.CompositePrimaryKey("app_id", "hour", "kind")
    app_id = models.BigIntegerField()
    hour = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    count = models.BigIntegerField(default=0)

    class Meta:
        app_label = "im"
        indexes = [models.Index(fields=["hour"], name="im_statistic_age")]

    def __str__(self) -> str:
        return f"{self.count} {self.kind}"


class Activity(models.Model):
    """A user said something or was online in that hour. Kept for three days: as long as it is counted."""

    pk = models.CompositePrimaryKey("app_id", "user_id", "hour")
    app_id = models.BigIntegerField()
    user_id = models.CharField(max_length=64, db_collation="C")
    hour = models.BigIntegerField()

    class Meta:
        app_label = "im"
        verbose_name_plural = "activity"
        indexes = [models.Index(fields=["hour"], name="im_activity_age")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.hour}"


class Position(models.Model):
    """Rows of a table with ids up to `counted` are counted. Those up to `fence` can be as soon as every
    transaction before `xid` is at its end: none of them can appear later any more.
    """

    source = models.CharField(max_length=16, primary_key=True)
    counted = models.BigIntegerField(default=0)
    fence = models.BigIntegerField(default=0)
    xid = models.BigIntegerField(default=0)

    class Meta:
        app_label = "im"

    def __str__(self) -> str:
        return f"{self.source} up to {self.counted}"
