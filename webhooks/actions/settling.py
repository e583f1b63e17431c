"""What waits for an endpoint that will not get it: held while it is disabled, cancelled when it is deleted.

What others are just writing, and what is beyond the first 10,000 of a status, is left to the sweep: no
backlog is too long for a call.
"""

from typing import Final, LiteralString

from config.sql import rows

MOST: Final = 10_000

# For each status the oldest, since only an order keeps any plan to the index. An array, since a plan may run
# what stands in an IN more than once, and find more each time.
SETTLE: LiteralString = """
UPDATE webhooks_delivery SET status = %(to)s WHERE id = ANY(ARRAY(
  SELECT waiting.id FROM unnest(%(of)s::text[]) AS s(status) CROSS JOIN LATERAL (
    SELECT id FROM webhooks_delivery WHERE endpoint_id = %(endpoint)s AND status = s.status
    ORDER BY created_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
  ) waiting)) RETURNING 1
"""


def hold(endpoint_id: int) -> int:
    return _settle(endpoint_id, ["PENDING", "RETRYING"], "HELD")


def cancel(endpoint_id: int) -> int:
    """Also what is held: nobody can recover it any more."""
    return _settle(endpoint_id, ["PENDING", "RETRYING", "HELD"], "CANCELLED")


def _settle(endpoint_id: int, of: list[str], to: str) -> int:
    """Answers how many that were."""
    return len(rows(SETTLE, {"endpoint": endpoint_id, "of": of, "to": to, "most": MOST}))
