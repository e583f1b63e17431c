"""What moderators did, counted in memory and written about every second, for their health and alerts."""

from dataclasses import asdict, dataclass
from threading import Lock, Timer
from typing import LiteralString

import structlog
from django.conf import settings
from django.db import Error, connection, transaction

from config.clock import now_ms
from config.sql import document, rows
from webhooks import minutes

# `failing_since` stays as it is: a moderator that fails is not disabled, since then nobody would be asked. A
# breaker that a test has opened is closed by any answer: else it would be called DOWN until another test.
MARK: LiteralString = """
WITH held AS (
  SELECT c.endpoint_id, k.* FROM json_to_recordset(%(latest)s::json) AS k(endpoint bigint, streak int,
    fresh boolean, last_success double precision, last_failure double precision, error text)
  JOIN webhooks_circuit c ON c.endpoint_id = k.endpoint ORDER BY c.endpoint_id FOR NO KEY UPDATE OF c
)
UPDATE webhooks_circuit c
SET consecutive_failures = h.streak + CASE WHEN h.fresh THEN 0 ELSE c.consecutive_failures END,
    last_success_at = greatest(c.last_success_at, to_timestamp(h.last_success / 1000)),
    last_failure_at = greatest(c.last_failure_at, to_timestamp(h.last_failure / 1000)),
    last_error = coalesce(nullif(h.error, ''), c.last_error),
    open_until = CASE WHEN h.fresh THEN NULL ELSE c.open_until END,
    openings = CASE WHEN h.fresh THEN 0 ELSE c.openings END
FROM held h WHERE c.endpoint_id = h.endpoint_id RETURNING 1
"""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Latest:
    """`streak`: failures since the last success; `fresh`: there was one, so that none before it count."""

    endpoint: int
    streak: int = 0
    fresh: bool = False
    last_success: int | None = None
    last_failure: int | None = None
    error: str = ""

    def count(self, at_ms: int, error: str) -> None:
        if error:
            self.streak, self.last_failure, self.error = self.streak + 1, at_ms, error
        else:
            self.streak, self.fresh, self.last_success = 0, True, at_ms


class Counting:
    def __init__(self) -> None:
        self._lock = Lock()
        self._timer: Timer | None = None
        self._tallies = minutes.Tallies()
        self._latest: dict[int, _Latest] = {}

    def count(self, endpoint_id: int, duration_ms: int, error: str) -> None:
        """`error` is empty where there was an answer that says something."""
        now = now_ms()
        with self._lock:
            began = now - duration_ms
            self._tallies.count(
                endpoint_id, began, duration_ms, failed=bool(error), timeout=error == "timeout"
            )
            self._latest.setdefault(endpoint_id, _Latest(endpoint_id)).count(now, error)
            if self._timer is None and settings.WEBHOOK_COUNT_SECONDS:
                self._timer = Timer(settings.WEBHOOK_COUNT_SECONDS, self._write)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Writes what was counted: circuits before roll-ups, as those do who deliver."""
        with self._lock:
            tallies, self._tallies = self._tallies, minutes.Tallies()
            latest, self._latest = list(self._latest.values()), {}
            self._timer = None
        if latest:
            with transaction.atomic():
                rows(MARK, {"latest": document([asdict(one) for one in latest])})
                minutes.add(tallies)

    def _write(self) -> None:
        """In the timer's thread. What cannot be written is lost: numbers for health, no more."""
        try:
            self.flush()
        except Error as problem:
            log.warning("moderators_not_counted", error=str(problem)[:200])
        finally:
            connection.close()


counting = Counting()
