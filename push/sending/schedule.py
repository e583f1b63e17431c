"""When a push is tried again, and for how long a lane rests."""

from datetime import UTC, datetime, timedelta
from random import uniform
from typing import Final
from zoneinfo import ZoneInfo

from push.models import Vendor
from push.vendors.contract import Kind, Outcome, Scope

JITTER: Final = 0.2
THROTTLED = 5.0  # doubled with each try
BROKEN = 15.0  # the same; after three tries:
STEADY = 900.0  # as Apple asks
UNANSWERED = 5.0
UNANSWERED_TRIES = 4
LONGEST = 3600.0
LONGEST_WISH = 24 * 3600.0
GATED = 1.0  # where the lane's pause decides

AUTH = 60.0  # a lane's pauses: the first, doubled with each probe that fails
INVALID_TOKENS = 300.0
LONGEST_PAUSE = 900.0

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
IN_CHINA: Final = frozenset(
    {Vendor.HUAWEI, Vendor.HARMONY, Vendor.HONOR, Vendor.XIAOMI, Vendor.OPPO, Vendor.VIVO, Vendor.MEIZU}
)


def wait_after(outcome: Outcome, tries: int) -> float | None:
    """Seconds until the next try, None if there is none. `tries`: with this one. The vendor can make it
    longer, never shorter.
    """
    wish = min(LONGEST_WISH, max(0.0, outcome.after or 0.0))
    match outcome.kind:
        case Kind.THROTTLED:
            return max(wish, doubled(THROTTLED, tries - 1))
        case Kind.AUTH if outcome.scope != Scope.DEVICE:
            return GATED
        case Kind.RETRY | Kind.AUTH:
            return max(wish, doubled(BROKEN, tries - 1) if tries <= 3 else STEADY * _around())
        case Kind.UNKNOWN if tries < UNANSWERED_TRIES:
            return max(wish, doubled(UNANSWERED, tries - 1))
        case _:
            return None


def doubled(first: float, times: int, longest: float = LONGEST) -> float:
    return min(longest, first * 2.0 ** min(times, 20)) * _around()


def pause(first: float, times: int) -> float:
    return doubled(first, times, LONGEST_PAUSE)


def _around() -> float:
    return uniform(1 - JITTER, 1 + JITTER)


def until_tomorrow(vendor: str, now: datetime) -> float:
    """Seconds until the vendor counts anew, and a moment."""
    there = now.astimezone(SHANGHAI if vendor in IN_CHINA else UTC)
    midnight = datetime.combine(there.date() + timedelta(days=1), datetime.min.time(), there.tzinfo)
    return (midnight - there).total_seconds() + uniform(1, 30)
