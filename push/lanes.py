"""Pauses of lanes, as all processes see them: an engine decides on them, a probe or an operator ends them."""

from dataclasses import dataclass
from typing import Final, LiteralString

from django.db import transaction
from django.utils import timezone

from config.sql import rows
from push import waking
from push.models import Lane, Vendor

THROTTLED: Final = "THROTTLED"
DAY: Final = "DAY"
AUTH: Final = "AUTH"
INVALID_TOKENS: Final = "INVALID_TOKENS"
TRUST: Final = 3600.0  # seconds for which a credential is trusted that has passed a probe

STATE: LiteralString = """
SELECT extract(epoch FROM paused_until - statement_timestamp())::float8, reason, openings,
  extract(epoch FROM statement_timestamp() - updated_at)::float8
FROM push_lane WHERE app_id = %(app)s AND vendor = %(vendor)s
"""
# One pause at a time, by whoever is first; only the end of the day is longer than what is there.
PAUSE: LiteralString = """
INSERT INTO push_lane AS l (app_id, vendor, paused_until, reason, openings, updated_at)
VALUES (%(app)s, %(vendor)s, statement_timestamp() + make_interval(secs => %(seconds)s), %(reason)s, 1,
  statement_timestamp())
ON CONFLICT (app_id, vendor) DO UPDATE SET paused_until = EXCLUDED.paused_until, reason = EXCLUDED.reason,
  openings = CASE WHEN l.paused_until IS NULL THEN 1 ELSE l.openings + 1 END, updated_at = EXCLUDED.updated_at
WHERE l.paused_until IS NULL OR l.paused_until <= statement_timestamp() OR EXCLUDED.reason = 'DAY'
"""
# What was doubted and has passed is trusted for a while: `openings` remembers it.
REOPEN: LiteralString = """
UPDATE push_lane SET paused_until = NULL, reason = '',
  openings = CASE reason WHEN 'INVALID_TOKENS' THEN openings ELSE 0 END,
  updated_at = statement_timestamp()
WHERE app_id = %(app)s AND vendor = %(vendor)s AND paused_until <= statement_timestamp()
"""
# What was called dead, and not believed, need not wait for the end of the pause.
AT_ONCE: LiteralString = """
UPDATE push_delivery SET next_attempt_at = statement_timestamp()
WHERE id = ANY(ARRAY(
  SELECT id FROM push_delivery
  WHERE app_id = %(app)s AND vendor = ANY(%(vendors)s::text[]) AND status IN ('PENDING', 'RETRYING')
    AND reason = 'INVALID_TOKEN' AND lease = '' ORDER BY id FOR UPDATE SKIP LOCKED
))
"""


@dataclass(frozen=True, slots=True)
class State:
    """`left`: seconds until the pause ends; where it has ended and nobody has shown yet that all is well, it
    is not above 0. None: not paused.
    """

    left: float | None = None
    reason: str = ""
    openings: int = 0
    since: float = 0.0

    @property
    def is_paused(self) -> bool:
        return self.left is not None and self.left > 0

    @property
    def is_probing(self) -> bool:
        return self.left is not None and self.left <= 0

    @property
    def is_trusted(self) -> bool:
        return self.left is None and self.openings > 0 and self.since < TRUST


OPEN: Final = State()


def state(lane: waking.LaneKey) -> State:
    found = rows(STATE, {"app": lane[0], "vendor": lane[1]})
    return State(*found[0]) if found else OPEN


def pause(lane: waking.LaneKey, reason: str, seconds: float) -> None:
    rows(PAUSE, {"app": lane[0], "vendor": lane[1], "reason": reason, "seconds": seconds})


def reopen(lane: waking.LaneKey) -> None:
    """A probe has shown that all is well."""
    rows(REOPEN, {"app": lane[0], "vendor": lane[1]})


def resume(app_id: int, credential: str) -> None:
    """In the transaction of an operator who has mended it: what waited for a better one is sent at once. What
    the vendor wants to have left in peace is left in peace."""
    vendors = [vendor.value for vendor in Vendor if vendor.credential == credential]
    paused = Lane.objects.filter(app_id=app_id, vendor__in=vendors, reason__in=(AUTH, INVALID_TOKENS))
    paused.update(paused_until=None, reason="", openings=0, updated_at=timezone.now())
    rows(AT_ONCE, {"app": app_id, "vendors": vendors})
    transaction.on_commit(lambda: waking.wake([(app_id, vendor) for vendor in vendors]))


def paused(app_id: int) -> dict[str, str]:
    """The vendors, as devices name them, that nothing is sent to just now, and why."""
    resting = Lane.objects.filter(app_id=app_id, paused_until__gt=timezone.now())
    return dict(resting.values_list("vendor", "reason"))
