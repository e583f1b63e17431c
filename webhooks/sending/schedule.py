"""When a delivery is tried again: eleven tries in about 76 hours."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import uniform

MINUTE, HOUR = 60.0, 3600.0
WAITS = (
    *(5.0, 30.0, 5 * MINUTE, 30 * MINUTE),
    *(2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR),
)
TRIES = len(WAITS) + 1
JITTER = 0.2
LONGEST_WISH = 24 * HOUR  # of a Retry-After


def wait_after(tries: int, retry_after: str | None, now: datetime) -> float | None:
    """Seconds until the next try, None if there is none. The endpoint can make it longer, never shorter."""
    if tries >= TRIES:
        return None
    return max(WAITS[tries - 1] * uniform(1 - JITTER, 1 + JITTER), wish(retry_after, now))


def wish(retry_after: str | None, now: datetime) -> float:
    """The header's seconds or date, in seconds from now. 0 for none and for nonsense."""
    if not retry_after:
        return 0.0
    word = retry_after.strip()
    if word.isascii() and word.isdigit():
        return LONGEST_WISH if len(word) > 6 else min(LONGEST_WISH, float(word))
    try:
        date = parsedate_to_datetime(word)
    except (ValueError, OverflowError):
        return 0.0
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return min(LONGEST_WISH, max(0.0, (date - now).total_seconds()))
