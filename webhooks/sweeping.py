"""What beat does for the deliveries: finds what no engine was woken for, and settles what waits in vain."""

from typing import LiteralString

from config.sql import rows
from webhooks.actions.settling import cancel, hold

# One look into the index for each endpoint, whatever its backlog: the order keeps any plan to the index.
FORGOTTEN: LiteralString = """
SELECT e.id FROM webhooks_endpoint e JOIN webhooks_circuit c ON c.endpoint_id = e.id
CROSS JOIN LATERAL (
  SELECT FROM webhooks_delivery WHERE endpoint_id = e.id AND status IN ('PENDING', 'RETRYING')
    AND next_attempt_at <= statement_timestamp() ORDER BY next_attempt_at LIMIT 1
) due
WHERE e.enabled AND e.deleted_at IS NULL AND (c.holder = '' OR c.held_until <= statement_timestamp())
  AND (c.open_until IS NULL OR c.open_until <= statement_timestamp())
"""
# What a disabled endpoint holds stays; of a deleted one nothing does.
IN_VAIN: LiteralString = """
SELECT DISTINCT e.id, e.deleted_at IS NOT NULL FROM webhooks_endpoint e
JOIN unnest(ARRAY['PENDING', 'RETRYING', 'HELD']) AS s(status)
  ON e.deleted_at IS NOT NULL OR NOT e.enabled AND s.status <> 'HELD'
CROSS JOIN LATERAL (
  SELECT FROM webhooks_delivery WHERE endpoint_id = e.id AND status = s.status ORDER BY created_at LIMIT 1
) waiting
"""

WAITING: LiteralString = """
SELECT count(*) FROM (
  SELECT FROM webhooks_delivery WHERE status IN ('PENDING', 'RETRYING')
  ORDER BY endpoint_id, next_attempt_at LIMIT %(most)s
) AS found
"""
COUNTED = 10_000  # a backlog beyond this is "many": counting it would be work


def forgotten() -> list[int]:
    """Endpoints that have something due and no holder."""
    return [row[0] for row in rows(FORGOTTEN, {})]


def settle_some() -> int:
    """A part of what waits at each endpoint that is disabled, or deleted; answers how much that was."""
    return sum(cancel(pk) if deleted else hold(pk) for pk, deleted in rows(IN_VAIN, {}))


def waiting() -> int:
    """Deliveries that are not at their end, up to a number."""
    return int(rows(WAITING, {"most": COUNTED})[0][0])
