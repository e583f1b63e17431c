"""The one door out of a transaction: what is recorded here is told if, and only if, it commits."""

from collections.abc import Sequence
from typing import Any

import orjson
import structlog
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from config.clock import moment
from journal import doorbell, metrics, sinks
from journal.facts import Audience, Fact

log = structlog.get_logger(__name__)

INSERT = """
INSERT INTO journal_event (id, app_id, app_key, type, data, aside, audience, waiting, created_at) VALUES
"""
ROW = "(%s, %s, %s, %s, %s::jsonb, %s::jsonb, %s::jsonb, %s::text[], %s)"


def record(*facts: Fact) -> None:
    """Tells the inside sinks, writes a row for what a later-sink wants, tells the rest after the commit."""
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record() belongs inside the transaction it tells of")
    written = _write(facts, connection)
    live = [fact for fact in facts if fact.socket]
    if live or written:
        _after_commit(live, connection, ring=written)
    for _, sink in sinks.inside():  # last: what they record in their turn leaves after what it comes from
        for fact in facts:
            sink.deliver(fact)


class _Departure:
    """What leaves when the transaction commits."""

    __slots__ = ("facts", "ring")

    def __init__(self, facts: list[Fact], *, ring: bool) -> None:
        self.facts = facts
        self.ring = ring

    def __call__(self) -> None:
        if self.facts:
            _tell(self.facts)
        if self.ring:
            doorbell.ring()


def _tell(facts: Sequence[Fact]) -> None:
    for path, sink in sinks.now():
        try:
            sink.deliver(facts)
        except Exception:  # the caller's work is committed: no sink may make it look failed
            metrics.FAILED.labels(path).inc()
            log.exception("journal.now_sink_failed", sink=path, facts=len(facts))


def _after_commit(live: list[Fact], connection: BaseDatabaseWrapper, *, ring: bool) -> None:
    """Facts of one transaction leave together, unless a savepoint could still be rolled back between them."""
    queue = connection.run_on_commit
    if queue:
        savepoints, last = queue[-1][:2]
        if isinstance(last, _Departure) and savepoints == set(connection.savepoint_ids):
            last.facts += live
            last.ring = last.ring or ring
            return
    transaction.on_commit(_Departure(live, ring=ring))


def _write(facts: Sequence[Fact], connection: BaseDatabaseWrapper) -> bool:
    """One statement for all rows; no row for a fact that nobody durable wants."""
    later = sinks.later()
    if not later:
        return False
    rows: list[Any] = []
    count = 0
    for fact in facts:
        waiting = [path for path, sink in later if sink.wants(fact)] if fact.durable else []
        if waiting:
            rows += _row(fact, waiting)
            count += 1
    if not count:
        return False
    with connection.cursor() as cursor:
        cursor.execute(INSERT + ",".join([ROW] * count), rows)
    metrics.RECORDED.inc(count)
    return True


def _row(fact: Fact, waiting: list[str]) -> tuple[object, ...]:
    data = orjson.dumps(fact.data).decode()
    aside = None if fact.aside is None else orjson.dumps(fact.aside).decode()
    audience = orjson.dumps(_shown(fact.audience)).decode()
    return (fact.id, fact.app_id, fact.app_key, fact.type, data, aside, audience, waiting, moment(fact.at))


def _shown(audience: Audience) -> dict[str, object]:
    return {
        "users": audience.users,
        "conversationId": audience.conversation_id,
        "wholeApp": audience.whole_app,
        "operators": audience.operators,
    }
