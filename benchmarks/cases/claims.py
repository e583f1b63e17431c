"""What it costs to ask for what is due where a million deliveries wait and ten million are finished."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from random import Random
from time import perf_counter
from typing import TypeVar

import psycopg

from benchmarks.bench import Bench
from benchmarks.customer import endpoints
from benchmarks.people import the_app
from benchmarks.tally import Measured
from webhooks.circuits import State
from webhooks.models import Circuit
from webhooks.sending import store
from webhooks.sending.store import Ask, Due, Outcome

ENDPOINTS = 100
HEARERS = 10  # of each event
PENDING, QUICK_PENDING = 1_000_000, 10_000
TIMES = 10  # so many finished ones for each that waits
ROUNDS, QUICK_ROUNDS = 3_000, 300
ROOM = 8
HOLDER = "benchmarks"
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = 'webhooks_delivery'::regclass AND NOT indisunique
"""
PAYLOADS = """
INSERT INTO webhooks_payload (event_id, app_id, type, body, created_at)
SELECT 'evt_' || n, %(app)s, 'message.sent', repeat('x', 300), now() - (%(events)s - n) * interval '100 ms'
FROM generate_series(1, %(events)s) n
"""
DELIVERIES = """
INSERT INTO webhooks_delivery (app_id, endpoint_id, event_id, type, status, tries, again_from,
  next_attempt_at, url, error, response_body, created_at)
SELECT %(app)s, (%(endpoints)s::bigint[])[1 + (n * %(hearers)s + h) %% %(count)s], 'evt_' || n,
  'message.sent', CASE t.done WHEN 1 THEN 'SUCCESS' ELSE 'PENDING' END, t.done,
  0, t.at, 'http://127.0.0.1:9/', '', CASE t.done WHEN 1 THEN 'ok' ELSE '' END, t.at
FROM generate_series(1, %(events)s) n
CROSS JOIN LATERAL (
  SELECT now() - (%(events)s - n) * interval '100 ms' AS at, (n <= %(finished)s)::int AS done
) t
CROSS JOIN generate_series(0, %(hearers)s - 1) h
"""
Answer = TypeVar("Answer")


def run(bench: Bench) -> None:
    pending = QUICK_PENDING if bench.quick else PENDING
    held = [endpoint.pk for endpoint in endpoints(9, [f"/ok/claims-{n}" for n in range(ENDPOINTS)])]
    with bench.installation.connect() as connection:
        load(connection, held, pending)
    taken = Clock(bench, lambda: store.take(HOLDER, held))
    bench.report.row(f"take hold of {ENDPOINTS} endpoints", taken.measured(30))
    Circuit.objects.filter(pk__in=held).update(holder=HOLDER, held_until=datetime.max.replace(tzinfo=UTC))
    claims, completes = _rounds(bench, held, QUICK_ROUNDS if bench.quick else ROUNDS)
    bench.report.row(f"claim of {ROOM}, {pending:,} pending", claims)
    bench.report.row(f"completion of {ROOM}", completes)
    bench.report.target("claim, p99 in ms", claims.quantile(0.99), at_most=5)


def load(connection: "psycopg.Connection[tuple[object, ...]]", held: list[int], pending: int) -> None:
    finished = pending * TIMES // HEARERS
    values = {
        "app": the_app().pk, "endpoints": held, "count": len(held), "hearers": HEARERS,
        "finished": finished, "events": finished + pending // HEARERS,
    }  # fmt: skip
    indexes = connection.execute(INDEXES).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("SET maintenance_work_mem = '512MB'")
    connection.execute(PAYLOADS, values)
    connection.execute(DELIVERIES, values)
    for _, definition in indexes:
        connection.execute(str(definition))
    connection.execute("VACUUM ANALYZE webhooks_delivery, webhooks_payload")
    connection.execute("CHECKPOINT")


class Clock:
    """Times something again and again."""

    def __init__(self, bench: Bench, deed: Callable[[], object]) -> None:
        self._meter = bench.installation.meter()
        self._deed = deed

    def measured(self, times: int) -> Measured:
        latencies: list[float] = []
        before = self._meter.read()
        for _ in range(times):
            timed(latencies, self._deed)
        return Measured(times, self._meter.between(before, self._meter.read()), latencies)


def _rounds(bench: Bench, held: list[int], rounds: int) -> tuple[Measured, Measured]:
    """One worker's way, without the sending: what is claimed is completed, so that the tables move."""
    random, meter = Random(1), bench.installation.meter()
    claims: list[float] = []
    completes: list[float] = []
    before = meter.read()
    for _ in range(rounds):
        endpoint = random.choice(held)
        due = timed(claims, partial(store.due, HOLDER, [Ask(endpoint, ROOM, ())]))
        outcomes = [_arrived(one) for one in due]
        timed(completes, partial(store.complete, HOLDER, outcomes, {endpoint: State()}))
    usage = meter.between(before, meter.read())
    return Measured(rounds, usage, claims), Measured(rounds, usage, completes)


def timed(latencies: list[float], deed: Callable[[], Answer]) -> Answer:
    began = perf_counter()
    answer = deed()
    latencies.append(perf_counter() - began)
    return answer


def _arrived(due: Due) -> Outcome:
    return Outcome(
        due.endpoint, due.delivery, due.tries, "SUCCESS", None, datetime.now(UTC), 5, 200, "", "ok", due.url
    )
