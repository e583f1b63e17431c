"""Removes what is older than the installation keeps, a batch at a time so that no lock lasts."""

from datetime import datetime, timedelta
from typing import Any, LiteralString

from django.conf import settings
from django.utils import timezone

from config.sql import rows

BATCH = 5_000
NOTICES_AT_ONCE = 200
STATISTICS_KEPT = timedelta(days=400)
DEVICES_KEPT = timedelta(days=30)  # after they were last heard of
HOUR = 3600

# What was planned far ahead, or waits long, is old only when it has expired.
OLD_NOTICES: LiteralString = """
SELECT id FROM push_notice WHERE created_at < %(before)s AND expires_at < %(before)s
ORDER BY created_at LIMIT %(limit)s
"""
DELIVERIES: LiteralString = """
DELETE FROM push_delivery WHERE id = ANY(ARRAY(
  SELECT id FROM push_delivery WHERE notice_id = ANY(%(notices)s::bigint[]) LIMIT %(limit)s
)) RETURNING 1
"""
NOTICES: LiteralString = """
DELETE FROM push_notice n WHERE id = ANY(%(notices)s::bigint[])
  AND NOT EXISTS (SELECT FROM push_delivery WHERE notice_id = n.id) RETURNING 1
"""
# By app, since that is how their index has them.
LOGS: LiteralString = """
DELETE FROM push_devicelog WHERE id = ANY(ARRAY(
  SELECT l.id FROM accounts_app a CROSS JOIN LATERAL (
    SELECT id FROM push_devicelog WHERE app_id = a.id AND at < %(before)s ORDER BY at, id LIMIT %(limit)s
  ) l LIMIT %(limit)s
)) RETURNING 1
"""
RECEIPTS: LiteralString = """
DELETE FROM push_receipt WHERE id = ANY(ARRAY(
  SELECT id FROM push_receipt WHERE created_at < %(before)s ORDER BY created_at LIMIT %(limit)s
)) RETURNING 1
"""
VENDOR_RECEIPTS: LiteralString = """
DELETE FROM push_vendorreceipt WHERE id = ANY(ARRAY(
  SELECT id FROM push_vendorreceipt WHERE created_at < %(before)s ORDER BY created_at LIMIT %(limit)s
)) RETURNING 1
"""
STATISTICS: LiteralString = """
DELETE FROM push_statistic WHERE (app_id, hour, vendor, outcome, code) IN (
  SELECT app_id, hour, vendor, outcome, code FROM push_statistic WHERE hour < %(before)s
  ORDER BY hour LIMIT %(limit)s
) RETURNING 1
"""
# With what went to them. A device that is registered anew just now is passed over.
DEVICES: LiteralString = """
WITH old AS MATERIALIZED (
  SELECT id FROM push_device WHERE status <> 'ACTIVE' AND updated_at < %(before)s
  ORDER BY updated_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), gone AS (
  DELETE FROM push_delivery WHERE device_id IN (SELECT id FROM old)
)
DELETE FROM push_device WHERE id IN (SELECT id FROM old) RETURNING 1
"""


def prune(batch: int = BATCH) -> None:
    now = timezone.now()
    before = now - timedelta(days=settings.PUSH_RETENTION_DAYS)
    _notices(before, batch)
    _all(LOGS, before, batch)
    _all(RECEIPTS, before, batch)
    _all(VENDOR_RECEIPTS, before, batch)
    _all(DEVICES, now - DEVICES_KEPT, batch)
    _all(STATISTICS, int((now - STATISTICS_KEPT).timestamp()) // HOUR, batch)


def _notices(before: datetime, batch: int) -> None:
    """Each after its deliveries; one that got another meanwhile is the next prune's."""
    while notices := [pk for (pk,) in rows(OLD_NOTICES, {"before": before, "limit": NOTICES_AT_ONCE})]:
        while len(rows(DELIVERIES, {"notices": notices, "limit": batch})) == batch:
            pass
        if not rows(NOTICES, {"notices": notices}):
            break


def _all(statement: LiteralString, before: Any, batch: int) -> None:
    while len(rows(statement, {"before": before, "limit": batch})) == batch:
        pass
