"""Hands waiting events to the sinks that want them: at least once, whichever worker dies in the middle.

A claim is a lease with a token; what a dead worker held is claimed again when its lease has run out. An
event is struck off in the transaction in which the sinks write their rows, by whoever's token it still bears.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from random import uniform
from time import monotonic, sleep
from uuid import uuid4

import structlog
from django.conf import settings
from django.db import connection, transaction

from journal import doorbell, metrics, sinks
from journal.models import Event

BATCH = 100
LEASE = 10.0
SHIFT = 30.0  # seconds that one task works before it lets others have its worker
LINGER = 0.3  # seconds without an event after which it goes home
LOOK = 0.012  # from one look to the next, and more and more while nothing comes
LONGEST_WAIT = 600.0
COUNTED = 10_000  # a backlog beyond this is "many": counting it would be work

log = structlog.get_logger(__name__)

CLAIM = """
WITH due AS (
  SELECT id FROM journal_event
  WHERE dispatched_at IS NULL AND next_attempt_at <= statement_timestamp()
    AND (lease_until IS NULL OR lease_until <= statement_timestamp())
  ORDER BY next_attempt_at LIMIT %s FOR UPDATE SKIP LOCKED
)
UPDATE journal_event AS event
SET lease_token = %s, lease_until = statement_timestamp() + make_interval(secs => %s), attempts = attempts + 1
FROM due WHERE event.id = due.id RETURNING event.*
"""
STRIKE_OFF = """
UPDATE journal_event
SET dispatched_at = statement_timestamp(), waiting = '{}',
    lease_token = '', lease_until = NULL, last_error = ''
WHERE id = ANY(%s) AND lease_token = %s AND dispatched_at IS NULL RETURNING id
"""
POSTPONE = """
UPDATE journal_event
SET dispatched_at = NULL, waiting = %s, last_error = %s,
    next_attempt_at = statement_timestamp() + make_interval(secs => %s)
WHERE id = %s
"""
BACKLOG = """
SELECT count(*), COALESCE(EXTRACT(EPOCH FROM statement_timestamp() - min(created_at)), 0)
FROM (SELECT created_at FROM journal_event WHERE dispatched_at IS NULL
      ORDER BY next_attempt_at LIMIT %s) AS waiting
"""
PRUNE = """
DELETE FROM journal_event WHERE id IN (
  SELECT id FROM journal_event WHERE dispatched_at < statement_timestamp() - make_interval(days => %s)
  LIMIT %s FOR UPDATE SKIP LOCKED)
"""


@dataclass(frozen=True, slots=True)
class Backlog:
    waiting: int
    oldest_seconds: float


_rung = threading.Event()
_serving = threading.Lock()


def serve() -> None:
    """One thread of a process does the work; whoever is rung beside it only tells it so. It lingers after
    work, so that under load an event waits milliseconds and not for the next ring to come over the broker.
    """
    _rung.set()
    while _rung.is_set() and _serving.acquire(blocking=False):
        try:
            _linger()
        finally:
            _serving.release()


def _linger() -> None:
    end, until = monotonic() + SHIFT, 0.0
    while True:
        _rung.clear()
        if batch := claim():
            hand_over(batch)
            until = monotonic() + LINGER
        now = monotonic()
        if now > end:
            doorbell.ring()
        if now > min(end, until):
            return
        if len(batch) < BATCH:
            sleep(LOOK)  # what comes close together is one batch
            _rung.wait((now + LINGER - until) / 2)


def claim(limit: int = BATCH) -> list[Event]:
    """Due events nobody holds, now held by us, in the order they were recorded."""
    return sorted(Event.objects.raw(CLAIM, [limit, uuid4().hex, LEASE]), key=lambda event: event.id)


def hand_over(batch: Sequence[Event]) -> int:
    """The whole batch in one transaction; if a sink fails, each event in its own, so none harms another."""
    try:
        return _together(batch)
    except Exception as problem:
        log.warning("journal.batch_failed", events=len(batch), error=repr(problem))
    return sum(_alone(event) for event in batch)


@transaction.atomic
def _together(batch: Sequence[Event]) -> int:
    ours = _strike_off(batch)
    known = dict(sinks.later())
    for path in dict.fromkeys(path for event in ours for path in event.waiting):
        known[path].deliver([event for event in ours if path in event.waiting])
    transaction.on_commit(lambda: metrics.DISPATCHED.inc(len(ours)))
    return len(ours)


@transaction.atomic
def _alone(event: Event) -> int:
    if not _strike_off([event]):
        return 0
    failed: dict[str, Exception] = {}
    for path in event.waiting:
        try:
            with transaction.atomic():
                dict(sinks.later())[path].deliver([event])
        except Exception as problem:  # also a sink that this release does not know: another may
            failed[path] = problem
    if failed:
        _postpone(event, failed)
        return 0
    transaction.on_commit(metrics.DISPATCHED.inc)
    return 1


def _strike_off(batch: Sequence[Event]) -> list[Event]:
    """Completes what still bears our token and locks it until the sinks' rows are committed beside it.

    A worker that freezes here must not keep the rows locked: PostgreSQL ends its transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '30s'")
        cursor.execute(STRIKE_OFF, [[event.id for event in batch], batch[0].lease_token])
        ours = {row[0] for row in cursor.fetchall()}
    return [event for event in batch if event.id in ours]


def _postpone(event: Event, failed: dict[str, Exception]) -> None:
    """What succeeded stays done; only the sinks that failed are asked again."""
    for path, problem in failed.items():
        metrics.FAILED.labels(path).inc()
        log.error("journal.later_sink_failed", sink=path, event_id=event.id, exc_info=problem)
    error = "; ".join(f"{path}: {problem!r}" for path, problem in failed.items())[:500].replace("\0", "")
    with connection.cursor() as cursor:
        cursor.execute(POSTPONE, [list(failed), error, wait_after(event.attempts), event.id])


def wait_after(attempts: int) -> float:
    """Seconds: 1, 2, 4 … ten minutes, and not all at the same moment."""
    return min(LONGEST_WAIT, 2.0 ** min(attempts - 1, 20)) * uniform(0.8, 1.2)


def backlog() -> Backlog:
    with connection.cursor() as cursor:
        cursor.execute(BACKLOG, [COUNTED])
        count, oldest = cursor.fetchone()
    return Backlog(count, float(oldest))


def prune(batch: int = 5_000) -> int:
    """Removes finished events whose time is over, a batch at a time so that no lock lasts."""
    removed = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(PRUNE, [settings.EVENT_RETENTION_DAYS, batch])
            gone = int(cursor.rowcount)
        removed += gone
        if gone < batch:
            return removed
