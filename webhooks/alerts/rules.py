"""The rules that are measured: of all endpoints at once, what is true of them now."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import LiteralString

from config.clock import ms
from config.sql import rows
from webhooks.alerts.raising import Finding
from webhooks.minutes import minute_of
from webhooks.models import BOUNDS, AlertLevel, AlertType

WARNING, CRITICAL = AlertLevel.WARNING, AlertLevel.CRITICAL

IN_A_ROW = {CRITICAL: 50, WARNING: 10}
BACKLOG = {CRITICAL: timedelta(hours=1), WARNING: timedelta(minutes=5)}
WINDOW = 15  # minutes, this one among them
LOW_RATE = 0.90
SLOW_MS = 5_000
SLOW_PART = 0.05  # slower than that: the p95 is
FEWEST_SLOW = 3  # one slow answer in a quiet hour is no news
TIMEOUT_WINDOW = 5  # minutes
TIMEOUT_PART = 0.01
FEWEST = 20  # attempts, for a rate to mean anything

CIRCUITS: LiteralString = """
SELECT e.id, c.consecutive_failures FROM webhooks_circuit c JOIN webhooks_endpoint e ON e.id = c.endpoint_id
WHERE c.consecutive_failures >= %(fewest)s AND e.enabled AND e.deleted_at IS NULL
"""
COUNTED: LiteralString = """
SELECT m.endpoint_id, e.mode, sum(m.succeeded + m.failed), sum(m.failed), sum(SLOW),
  coalesce(sum(m.succeeded + m.failed) FILTER (WHERE m.minute >= %(lately)s), 0),
  coalesce(sum(m.timeouts) FILTER (WHERE m.minute >= %(lately)s), 0)
FROM webhooks_minute m JOIN webhooks_endpoint e ON e.id = m.endpoint_id
WHERE m.minute BETWEEN %(since)s AND %(now)s AND e.enabled AND e.deleted_at IS NULL
GROUP BY m.endpoint_id, e.mode HAVING sum(m.failed) > 0 OR sum(SLOW) > 0
""".replace("SLOW", " + ".join(f"m.slots[{n}]" for n in range(BOUNDS.index(SLOW_MS) + 2, len(BOUNDS) + 2)))
DUE: LiteralString = """
SELECT e.id, d.first_due FROM webhooks_endpoint e, LATERAL (
  SELECT min(next_attempt_at) AS first_due FROM webhooks_delivery
  WHERE endpoint_id = e.id AND status IN ('PENDING', 'RETRYING')
) AS d
WHERE e.enabled AND e.deleted_at IS NULL AND e.mode = 'AFTER' AND d.first_due <= %(late)s
"""


def findings(now: datetime) -> list[Finding]:
    return [*_failing(), *_counted(now), *_late(now)]


def _failing() -> Iterator[Finding]:
    for endpoint_id, failures in rows(CIRCUITS, {"fewest": IN_A_ROW[WARNING]}):
        level = CRITICAL if failures >= IN_A_ROW[CRITICAL] else WARNING
        said = f"{failures} attempts in a row have failed"
        yield Finding(endpoint_id, AlertType.CONSECUTIVE_FAILURES, level, said)


def _counted(now: datetime) -> Iterator[Finding]:
    minute = minute_of(ms(now))
    values = {"now": minute, "since": minute - WINDOW + 1, "lately": minute - TIMEOUT_WINDOW + 1}
    for endpoint_id, mode, tries, failed, slow, lately, timeouts in rows(COUNTED, values):
        for kind, said in _said(tries, failed, slow):
            yield Finding(endpoint_id, kind, WARNING, said)
        if mode == "BEFORE" and lately >= FEWEST and timeouts > TIMEOUT_PART * lately:
            said = f"{timeouts} of {lately} calls in {TIMEOUT_WINDOW} minutes had no answer in time"
            yield Finding(endpoint_id, AlertType.BEFORE_EVENT_TIMEOUTS, WARNING, said)


def _said(tries: int, failed: int, slow: int) -> Iterator[tuple[AlertType, str]]:
    if tries >= FEWEST and tries - failed < LOW_RATE * tries:
        said = f"{failed} of {tries} attempts in {WINDOW} minutes have failed"
        yield AlertType.SUCCESS_RATE_LOW, said
    if slow >= FEWEST_SLOW and slow > SLOW_PART * tries:
        said = f"{slow} of {tries} attempts in {WINDOW} minutes took longer than {SLOW_MS // 1000} s"
        yield AlertType.HIGH_LATENCY, said


def _late(now: datetime) -> Iterator[Finding]:
    for endpoint_id, first_due in rows(DUE, {"late": now - BACKLOG[WARNING]}):
        late = now - first_due
        level = CRITICAL if late >= BACKLOG[CRITICAL] else WARNING
        said = f"what is due waits for {late // timedelta(minutes=1)} minutes"
        yield Finding(endpoint_id, AlertType.BACKLOG, level, said)
