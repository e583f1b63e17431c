"""Removes what is older than the installation keeps, a batch at a time so that no lock lasts."""

from datetime import datetime, timedelta
from typing import LiteralString

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from config.clock import ms
from config.sql import rows
from webhooks.minutes import minute_of
from webhooks.models import Alert, Circuit, DeliveryStatus, Endpoint, Hour, Minute

BATCH = 5_000
MINUTES_KEPT = timedelta(days=8)  # health looks back for 7
HOURS_KEPT = timedelta(days=32)  # and the console's dashboard for 30

# By endpoint and status, since that is how their index has them.
DELIVERIES: LiteralString = """
WITH old AS (
  SELECT d.id FROM webhooks_endpoint e CROSS JOIN unnest(%(statuses)s::text[]) AS s(status)
  CROSS JOIN LATERAL (
    SELECT id FROM webhooks_delivery
    WHERE endpoint_id = e.id AND status = s.status AND created_at < %(before)s
    ORDER BY created_at LIMIT %(limit)s
  ) d LIMIT %(limit)s
), attempts AS (
  DELETE FROM webhooks_attempt WHERE delivery_id IN (SELECT id FROM old)
)
DELETE FROM webhooks_delivery WHERE id IN (SELECT id FROM old) RETURNING 1
"""
PAYLOADS: LiteralString = """
DELETE FROM webhooks_payload WHERE event_id IN (
  SELECT event_id FROM webhooks_payload WHERE created_at < %(before)s ORDER BY created_at LIMIT %(limit)s
) RETURNING 1
"""
MINUTES: LiteralString = """
DELETE FROM webhooks_minute WHERE (endpoint_id, minute) IN (
  SELECT endpoint_id, minute FROM webhooks_minute WHERE minute < %(before)s ORDER BY minute LIMIT %(limit)s
) RETURNING 1
"""
HOURS: LiteralString = """
DELETE FROM webhooks_hour WHERE (endpoint_id, minute) IN (
  SELECT endpoint_id, minute FROM webhooks_hour WHERE minute < %(before)s ORDER BY minute LIMIT %(limit)s
) RETURNING 1
"""
ALERTS: LiteralString = """
DELETE FROM webhooks_alert WHERE id IN (
  SELECT id FROM webhooks_alert WHERE resolved_at < %(before)s LIMIT %(limit)s
) RETURNING 1
"""


def prune(batch: int = BATCH) -> None:
    """A delivery and its payload are of the same age: the payload goes last. What still waits at that age is
    not sent any more.
    """
    now = timezone.now()
    before = now - timedelta(days=settings.WEBHOOK_RETENTION_DAYS)
    _all(DELIVERIES, before, batch)
    _all(PAYLOADS, before, batch)
    _all(ALERTS, before, batch)
    _all(MINUTES, minute_of(ms(now - MINUTES_KEPT)), batch)
    _all(HOURS, minute_of(ms(now - HOURS_KEPT)), batch)
    for endpoint in Endpoint.objects.filter(deleted_at__lt=before):
        _forget(endpoint)


def _all(statement: LiteralString, before: datetime | int, batch: int) -> None:
    values = {"before": before, "limit": batch, "statuses": DeliveryStatus.values}
    while len(rows(statement, values)) == batch:
        pass


@transaction.atomic
def _forget(endpoint: Endpoint) -> None:
    """Deleted so long ago that nothing of it is left but this."""
    Alert.objects.filter(endpoint=endpoint).delete()
    Circuit.objects.filter(endpoint=endpoint).delete()
    Minute.objects.filter(endpoint_id=endpoint.pk).delete()
    Hour.objects.filter(endpoint_id=endpoint.pk).delete()
    endpoint.delete()
