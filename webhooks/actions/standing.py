"""How an endpoint's circuit stands after its operator has seen to it. Who holds it, looks anew."""

from typing import LiteralString

from django.db import transaction

from config.sql import rows
from webhooks import waking

ANEW: LiteralString = """
UPDATE webhooks_circuit SET holder = '', held_until = NULL, consecutive_failures = 0, failing_since = NULL,
  open_until = NULL, openings = 0, recent = '[]'
WHERE endpoint_id = %(endpoint)s
"""
# Not waited for: who has it locked is writing what came of tries, and may want rows that we have.
PROBE: LiteralString = """
UPDATE webhooks_circuit SET holder = '', held_until = NULL, open_until = statement_timestamp()
WHERE endpoint_id IN (
  SELECT endpoint_id FROM webhooks_circuit
  WHERE endpoint_id = %(endpoint)s AND open_until > statement_timestamp() FOR UPDATE SKIP LOCKED)
"""


def start_anew(endpoint_id: int) -> None:
    """Nothing is held against an endpoint that was switched on again."""
    _look_anew(ANEW, endpoint_id)


def try_now(endpoint_id: int) -> None:
    """Somebody wants something sent: an open breaker lets a probe through at once, not at its time."""
    _look_anew(PROBE, endpoint_id)


def _look_anew(statement: LiteralString, endpoint_id: int) -> None:
    rows(statement, {"endpoint": endpoint_id})
    transaction.on_commit(lambda: waking.wake([endpoint_id]))
