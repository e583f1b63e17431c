"""How endpoints are: from minute roll-ups and circuits, never by counting attempts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from config.clock import now_ms
from config.sql import rows
from webhooks.minutes import minute_of

HOUR, DAY = 60, 1440  # in minutes
FEW = 5  # attempts: with fewer in a window the last 24 h decide
GOOD, BAD = 0.99, 0.5
LATE_MS = 60_000
MANY_FAILURES = 10

STANDING: LiteralString = """
SELECT e.id, e.enabled, coalesce(c.consecutive_failures, 0), c.open_until IS NOT NULL,
  m.tries, m.succeeded, m.tries_of_day, m.succeeded_of_day, d.first_due, statement_timestamp()
FROM webhooks_endpoint e LEFT JOIN webhooks_circuit c ON c.endpoint_id = e.id,
LATERAL (
  SELECT coalesce(sum(succeeded + failed) FILTER (WHERE minute > %(since)s), 0) AS tries,
    coalesce(sum(succeeded) FILTER (WHERE minute > %(since)s), 0) AS succeeded,
    coalesce(sum(succeeded + failed) FILTER (WHERE minute > %(day)s), 0) AS tries_of_day,
    coalesce(sum(succeeded) FILTER (WHERE minute > %(day)s), 0) AS succeeded_of_day
  FROM webhooks_minute WHERE endpoint_id = e.id AND minute > least(%(since)s, %(day)s)
) m,
LATERAL (
  SELECT min(next_attempt_at) AS first_due FROM webhooks_delivery
  WHERE endpoint_id = e.id AND status IN ('PENDING', 'RETRYING')
) d
WHERE e.id = ANY(%(ids)s)
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What an endpoint's status is made of. `late_ms`: how long what is due has waited beyond its time."""

    enabled: bool
    in_a_row: int
    broken: bool
    tries: int
    succeeded: int
    waiting: bool
    late_ms: int

    @property
    def status(self) -> str:
        if not self.enabled:
            return "DISABLED"
        if not (self.tries or self.waiting or self.broken):
            return "IDLE"
        rate = self.succeeded / self.tries if self.tries else 1.0
        if self.broken or self.in_a_row >= MANY_FAILURES or rate < BAD:
            return "DOWN"
        return "HEALTHY" if rate >= GOOD and self.late_ms < LATE_MS else "DEGRADED"


def statuses(endpoint_ids: Sequence[int]) -> dict[int, str]:
    """Of the last hour, for a list: one statement, however many."""
    return {endpoint_id: standing.status for endpoint_id, standing in standings(endpoint_ids, HOUR)}


def standings(endpoint_ids: Iterable[int], window: int) -> Iterable[tuple[int, Standing]]:
    now = minute_of(now_ms())
    values = {"ids": list(endpoint_ids), "since": now - window, "day": now - DAY}
    for endpoint_id, enabled, in_a_row, broken, *counted, due, at in rows(STANDING, values):
        tries, succeeded = decisive(*counted)
        yield (
            endpoint_id,
            Standing(enabled, in_a_row, broken, tries, succeeded, due is not None, late_ms(due, at)),
        )


def decisive(tries: int, succeeded: int, of_day: int, succeeded_of_day: int) -> tuple[int, int]:
    """A handful of attempts says little: the last 24 h decide then, if there was any in them."""
    return (of_day, succeeded_of_day) if tries < FEW and of_day else (tries, succeeded)


def late_ms(first_due: datetime | None, at: datetime) -> int:
    """A retry that waits for its time is not late."""
    return 0 if first_due is None else max(0, int((at - first_due).total_seconds() * 1000))
