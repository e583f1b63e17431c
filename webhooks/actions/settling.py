"""What waits for an endpoint that will not get it: held while it is disabled, cancelled when it is deleted.

What is just being written by others, and what is beyond the first 10,000, is left to the sweep: no backlog is
too long for a call.
"""

from typing import Final, LiteralString

from config.sql import rows

MOST: Final = 10_000

HOLD: LiteralString = """
UPDATE webhooks_delivery SET status = 'HELD' WHERE id IN (
  SELECT id FROM webhooks_delivery WHERE endpoint_id = %(endpoint)s AND status IN ('PENDING', 'RETRYING')
  LIMIT %(most)s FOR UPDATE SKIP LOCKED) RETURNING 1
"""
CANCEL: LiteralString = """
UPDATE webhooks_delivery SET status = 'CANCELLED' WHERE id IN (
  SELECT id FROM webhooks_delivery
  WHERE endpoint_id = %(endpoint)s AND status IN ('PENDING', 'RETRYING', 'HELD')
  LIMIT %(most)s FOR UPDATE SKIP LOCKED) RETURNING 1
"""


def hold(endpoint_id: int) -> int:
    return _settle(HOLD, endpoint_id)


def cancel(endpoint_id: int) -> int:
    """Also what is held: nobody can recover it any more."""
    return _settle(CANCEL, endpoint_id)


def _settle(statement: LiteralString, endpoint_id: int) -> int:
    return len(rows(statement, {"endpoint": endpoint_id, "most": MOST}))
