"""How often a group's attributes may be written, whoever writes them."""

from math import ceil
from typing import Final

from django.conf import settings

from accounts.models import App
from config.api.errors import TooMany
from config.api.status import ATTRIBUTE_RATE
from config.buckets import Bucket, buckets

RATE: Final = 5  # writes a second
BURST: Final = 5


def admit_write(app: App, group_id: str) -> None:
    """Takes a token of the group's. 429 `10049` when there is none."""
    if settings.LIMITS_OFF:
        return
    # The braces keep an app's buckets in one slot of a cluster, as accounts.rates does.
    wait = buckets.take([[Bucket(f"rate:{{{app.pk}}}:attributes:{group_id}", RATE, BURST)]])[0]
    if wait:
        raise TooMany(
            "the group's attributes are written too often, wait",
            retry_after=ceil(wait),
            status=ATTRIBUTE_RATE,
        )
