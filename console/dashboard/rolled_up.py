"""Pushes and webhooks as their roll-ups have them: by the parts of a span, by vendor, by reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, LiteralString

from config.sql import rows
from console.dashboard.spans import Span
from webhooks.minutes import percentile
from webhooks.models import SLOTS

REASONS: Final = 3  # of each vendor
FAILED: Final = ("failed", "invalid")

PUSHES: LiteralString = """
SELECT width_bucket(hour, %(edges)s::bigint[]) - 1, vendor, outcome, sum(count)::bigint
FROM push_statistic WHERE app_id = ANY(%(apps)s) AND hour >= %(since)s AND hour < %(until)s
GROUP BY 1, 2, 3
"""
WHY: LiteralString = """
SELECT vendor, code, count FROM (
  SELECT vendor, code, count, row_number() OVER (PARTITION BY vendor ORDER BY count DESC, code) AS place
  FROM (
    SELECT vendor, code, sum(count)::bigint AS count FROM push_statistic
    WHERE app_id = ANY(%(apps)s) AND hour >= %(since)s AND hour < %(until)s
      AND outcome IN ('failed', 'invalid') GROUP BY 1, 2
  ) AS codes
) AS placed WHERE place <= %(most)s ORDER BY vendor, place
"""
HOOKS: LiteralString = """
SELECT width_bucket(h.minute / 60, %(edges)s::bigint[]) - 1, sum(h.succeeded)::bigint, sum(h.failed)::bigint
FROM webhooks_endpoint e JOIN webhooks_hour h ON h.endpoint_id = e.id
WHERE e.app_id = ANY(%(apps)s) AND h.minute >= %(since)s * 60 AND h.minute < %(until)s * 60 GROUP BY 1
"""
LATENCIES: LiteralString = """
SELECT SUMS FROM webhooks_endpoint e JOIN webhooks_hour h ON h.endpoint_id = e.id
WHERE e.app_id = ANY(%(apps)s) AND h.minute >= %(since)s * 60 AND h.minute < %(until)s * 60
""".replace("SUMS", ", ".join(f"coalesce(sum(slots[{n}]), 0)" for n in range(1, SLOTS + 1)))


@dataclass
class Vendor:
    """How an app's pushes fare with one vendor. `reasons`: code and number, the most frequent first."""

    name: str
    outcomes: dict[str, int] = field(default_factory=dict)
    reasons: list[tuple[str, int]] = field(default_factory=list)

    @property
    def failed(self) -> int:
        return sum(self.outcomes.get(name, 0) for name in FAILED)

    @property
    def share(self) -> float | None:
        """Of what the vendor answered."""
        return share(self.outcomes.get("accepted", 0), self.failed)


@dataclass(frozen=True)
class Pushes:
    """`by_part`: outcome → a number for each part."""

    by_part: dict[str, list[int]]
    vendors: list[Vendor]

    @property
    def accepted(self) -> int:
        return sum(self.by_part.get("accepted", ()))

    @property
    def failed(self) -> int:
        return sum(vendor.failed for vendor in self.vendors)


@dataclass(frozen=True)
class Hooks:
    """`p95_ms`: of the last 24 hours, whatever the span: a month of classes is too long to be added up."""

    succeeded: list[int]
    failed: list[int]
    p95_ms: int | None


def share(good: int, bad: int) -> float | None:
    return good / (good + bad) if good + bad else None


def pushes(apps: Sequence[int], span: Span) -> Pushes:
    vendors: dict[str, Vendor] = {}
    by_part: dict[str, list[int]] = {}
    values = _values(apps, span)
    for part, name, outcome, count in rows(PUSHES, values):
        by_part.setdefault(outcome, [0] * len(span.labels))[part] += count
        outcomes = vendors.setdefault(name, Vendor(name)).outcomes
        outcomes[outcome] = outcomes.get(outcome, 0) + count
    for name, code, count in rows(WHY, {**values, "most": REASONS}):
        vendors[name].reasons.append((code, count))
    return Pushes(by_part, sorted(vendors.values(), key=lambda vendor: vendor.name))


def hooks(apps: Sequence[int], span: Span) -> Hooks:
    succeeded, failed = [0] * len(span.labels), [0] * len(span.labels)
    values = _values(apps, span)
    for part, good, bad in rows(HOOKS, values):
        succeeded[part], failed[part] = good, bad
    (slots,) = rows(LATENCIES, {**values, "since": span.edges[-1] - 24})
    return Hooks(succeeded, failed, percentile(slots, 0.95))


def _values(apps: Sequence[int], span: Span) -> dict[str, Any]:
    return {
        "apps": list(apps),
        "edges": list(span.edges[:-1]),
        "since": span.edges[0],
        "until": span.edges[-1],
    }
