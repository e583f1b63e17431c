"""What beat does for the deliveries: finds what no engine was woken for."""

from typing import LiteralString

from config.sql import rows
from push.waking import LaneKey

# From lane to lane by the index of what is due, then one look into it for each, whatever its backlog.
FORGOTTEN: LiteralString = """
WITH RECURSIVE lane AS (
  (SELECT app_id, vendor FROM push_delivery WHERE status IN ('PENDING', 'RETRYING')
   ORDER BY app_id, vendor, next_attempt_at LIMIT 1)
  UNION ALL
  SELECT following.app_id, following.vendor FROM lane CROSS JOIN LATERAL (
    SELECT app_id, vendor FROM push_delivery
    WHERE status IN ('PENDING', 'RETRYING') AND (app_id, vendor) > (lane.app_id, lane.vendor)
    ORDER BY app_id, vendor, next_attempt_at LIMIT 1
  ) following
)
SELECT lane.app_id, lane.vendor FROM lane CROSS JOIN LATERAL (
  SELECT FROM push_delivery d
  WHERE d.app_id = lane.app_id AND d.vendor = lane.vendor AND d.status IN ('PENDING', 'RETRYING')
    AND d.next_attempt_at <= statement_timestamp()
  ORDER BY d.next_attempt_at LIMIT 1
) due
WHERE NOT EXISTS (
  SELECT FROM push_lane p WHERE p.app_id = lane.app_id AND p.vendor = lane.vendor
    AND p.paused_until > statement_timestamp()
)
"""
WAITING: LiteralString = """
SELECT count(*) FROM (
  SELECT FROM push_delivery WHERE status IN ('PENDING', 'RETRYING')
  ORDER BY app_id, vendor, next_attempt_at LIMIT %(most)s
) AS found
"""
COUNTED = 10_000  # a backlog beyond this is "many": counting it would be work


def forgotten() -> list[LaneKey]:
    """Lanes that have something due and are not paused."""
    return [(app_id, vendor) for app_id, vendor in rows(FORGOTTEN, {})]


def waiting() -> int:
    """Deliveries that are not at their end, up to a number."""
    return int(rows(WAITING, {"most": COUNTED})[0][0])
