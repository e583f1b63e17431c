"""How endpoints are: from roll-ups and circuits, never by counting attempts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString

from django.utils import timezone

from accounts.models import App
from config.clock import moment, ms, ms_or_none
from config.sql import rows
from webhooks import rules
from webhooks.minutes import MINUTE_MS, minute_of, percentile
from webhooks.models import SLOTS, Endpoint

WINDOWS = {"1h": 60, "24h": 1440, "7d": 10_080}  # in minutes, the present one among them
FEW = 5  # attempts: with fewer in a window the last 24 h decide
HEALTHY_RATE, DOWN_RATE = 0.99, 0.5
OLD = timedelta(seconds=60)
MANY_IN_A_ROW = 10
MOST_COUNTED = 10_000  # of a backlog; beyond it nobody counts
# The oldest of what waits is looked for among so many of those that are due first. It is nearly always there:
# what nobody tries keeps its place, and only what is tried moves back.
LOOKED_AT = 1_000

# By minutes up to the first whole hour, then by hours: at most 227 rows for seven days.
SPANS: LiteralString = """
  SELECT succeeded, failed, slots FROM webhooks_minute
  WHERE endpoint_id = e.id AND minute >= %(since)s AND minute < %(whole)s
  UNION ALL
  SELECT succeeded, failed, slots FROM webhooks_hour WHERE endpoint_id = e.id AND minute >= %(whole)s
"""
STANDINGS: LiteralString = """
SELECT e.id, e.enabled, coalesce(c.consecutive_failures, 0), c.open_until, d.oldest,
  c.last_success_at, c.last_failure_at, coalesce(c.last_error, ''),
  w.succeeded, w.failed, day.succeeded, day.failed
FROM webhooks_endpoint e LEFT JOIN webhooks_circuit c ON c.endpoint_id = e.id,
LATERAL (
  SELECT coalesce(sum(succeeded), 0) AS succeeded, coalesce(sum(failed), 0) AS failed FROM (SPANS) AS spans
) AS w,
LATERAL (
  SELECT coalesce(sum(succeeded), 0) AS succeeded, coalesce(sum(failed), 0) AS failed FROM (DAY) AS spans
) AS day,
LATERAL (
  SELECT min(created_at) AS oldest FROM (
    SELECT created_at FROM webhooks_delivery WHERE endpoint_id = e.id AND status IN ('PENDING', 'RETRYING')
    ORDER BY next_attempt_at LIMIT %(looked_at)s
  ) AS waiting
) AS d
WHERE e.id = ANY(%(ids)s)
""".replace("SPANS", SPANS).replace(
    "DAY", SPANS.replace("(since)", "(day_since)").replace("(whole)", "(day_whole)")
)
LATENCIES: LiteralString = """
SELECT e.id, SUMS FROM unnest(%(ids)s::bigint[]) AS e(id) LEFT JOIN LATERAL (SPANS) AS spans ON true
GROUP BY e.id
""".replace("SPANS", SPANS).replace(
    "SUMS", ", ".join(f"coalesce(sum(slots[{n}]), 0)" for n in range(1, SLOTS + 1))
)
BACKLOG: LiteralString = """
SELECT e.id, (SELECT count(*) FROM (
  SELECT FROM webhooks_delivery WHERE endpoint_id = e.id AND status IN ('PENDING', 'RETRYING')
  ORDER BY next_attempt_at LIMIT %(most)s
) AS waiting) FROM unnest(%(ids)s::bigint[]) AS e(id)
"""
HISTORY: LiteralString = """
SELECT minute, succeeded, failed, slots FROM webhooks_minute
WHERE endpoint_id = %(id)s AND minute >= %(since)s ORDER BY minute
"""
HISTORY_BY_HOUR: LiteralString = HISTORY.replace("webhooks_minute", "webhooks_hour")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one endpoint stands in a window. `oldest`: when what waits the longest happened."""

    now: datetime
    enabled: bool
    in_a_row: int
    open_until: datetime | None
    oldest: datetime | None
    last_success_at: datetime | None
    last_failure_at: datetime | None
    last_error: str
    succeeded: int
    failed: int
    succeeded_in_day: int
    failed_in_day: int

    @property
    def breaker(self) -> str:
        if self.open_until is None:
            return "CLOSED"
        return "OPEN" if self.open_until > self.now else "HALF_OPEN"

    @property
    def age(self) -> timedelta:
        """Of the oldest that waits, be it for its first try or for another."""
        return timedelta() if self.oldest is None else max(timedelta(), self.now - self.oldest)

    @property
    def status(self) -> str:
        succeeded, failed = self._decisive()
        tries = succeeded + failed
        rate = succeeded / tries if tries else 1.0
        if not self.enabled:
            return "DISABLED"
        if self.open_until is not None or self.in_a_row >= MANY_IN_A_ROW or rate < DOWN_RATE:
            return "DOWN"
        if not tries and self.oldest is None:
            return "IDLE"
        return "HEALTHY" if rate >= HEALTHY_RATE and self.age < OLD else "DEGRADED"

    def _decisive(self) -> tuple[int, int]:
        """A handful of attempts says little: the last 24 h decide then, if there is anything in them."""
        in_day = (self.succeeded_in_day, self.failed_in_day)
        return in_day if self.succeeded + self.failed < FEW and any(in_day) else (self.succeeded, self.failed)


def statuses(endpoint_ids: Sequence[int]) -> dict[int, str]:
    """Of the last hour, for a list: one statement, however many."""
    return {endpoint_id: found.status for endpoint_id, found in standings(endpoint_ids, "1h", timezone.now())}


def standings(endpoint_ids: Sequence[int], window: str, now: datetime) -> Iterator[tuple[int, Standing]]:
    day = {f"day_{name}": value for name, value in _span("24h", now).items()}
    values = {"ids": list(endpoint_ids), "looked_at": LOOKED_AT, **_span(window, now), **day}
    for endpoint_id, *columns in rows(STANDINGS, values):
        yield endpoint_id, Standing(now, *columns)


def health_of(app: App, endpoint_id: int, *, window: str, now: datetime | None = None) -> dict[str, Any]:
    """Refuses with 404 what is no endpoint of this app."""
    now = now or timezone.now()
    endpoint = Endpoint.objects.of_app(app).only("pk").filter(pk=endpoint_id).first()
    if endpoint is None:
        raise rules.missing()
    return {"id": str(endpoint.pk), "window": window, **summaries([endpoint.pk], window, now)[endpoint.pk]}


def summaries(
    endpoint_ids: Sequence[int], window: str, now: datetime, *, most: int | None = None
) -> dict[int, dict[str, Any]]:
    """Of any number of endpoints by three statements. `most`: how many that wait are counted of each."""
    ids = {"ids": list(endpoint_ids)}
    slots = {key: found for key, *found in rows(LATENCIES, {**ids, **_span(window, now)})}
    backlogs = dict(rows(BACKLOG, {**ids, "most": most or MOST_COUNTED}))
    return {
        key: _summary(one, slots[key], backlogs[key]) for key, one in standings(endpoint_ids, window, now)
    }


def _summary(standing: Standing, slots: Sequence[int], backlog: int) -> dict[str, Any]:
    total = standing.succeeded + standing.failed
    return {
        "status": standing.status,
        "total": total,
        "success": standing.succeeded,
        "failed": standing.failed,
        "successRate": standing.succeeded / total if total else None,
        "p50Ms": percentile(slots, 0.50),
        "p95Ms": percentile(slots, 0.95),
        "consecutiveFailures": standing.in_a_row,
        "lastSuccessAt": ms_or_none(standing.last_success_at),
        "lastFailureAt": ms_or_none(standing.last_failure_at),
        "lastError": standing.last_error,
        "backlog": backlog,
        "oldestPendingAgeMs": standing.age // timedelta(milliseconds=1),
        "breaker": standing.breaker,
    }


@dataclass(frozen=True, slots=True)
class Span:
    """What an endpoint did in a minute or an hour, from `at` on."""

    at: datetime
    succeeded: int
    failed: int
    p95_ms: int | None


def history(endpoint_id: int, window: str, now: datetime) -> list[Span]:
    """By minutes of the last hour, else by hours; those without an attempt are left out."""
    by_minute = window == "1h"
    since = _span(window, now)["since"] if by_minute else minute_of(ms(now)) // 60 * 60 - WINDOWS[window] + 60
    found = rows(HISTORY if by_minute else HISTORY_BY_HOUR, {"id": endpoint_id, "since": since})
    return [
        Span(moment(minute * MINUTE_MS), succeeded, failed, percentile(slots, 0.95))
        for minute, succeeded, failed, slots in found
    ]


def _span(window: str, now: datetime) -> dict[str, int]:
    """The first minute of the window, and the first whole hour in it."""
    since = minute_of(ms(now)) - WINDOWS[window] + 1
    return {"since": since, "whole": -(-since // 60) * 60}
