"""Opens alerts: one open for an endpoint and a rule; found again it counts, found worse it speaks again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import LiteralString

from django.db import transaction

from config.sql import document, rows
from webhooks.alerts.telling import tell
from webhooks.models import AlertLevel, AlertType

# `before` locks, in an order, what is open; an alert that somebody else opens meanwhile is found by the
# conflict, and only counted: he who opened it has told it. Of the levels' names the worse comes first.
RAISE: LiteralString = """
WITH asked AS (
  SELECT * FROM json_to_recordset(%(findings)s::json)
    AS t(endpoint_id bigint, type text, level text, message text)
), before AS (
  SELECT a.id, a.endpoint_id, a.type, a.level FROM webhooks_alert a JOIN asked USING (endpoint_id, type)
  WHERE NOT (a.status = 'RESOLVED') ORDER BY a.endpoint_id, a.type FOR UPDATE OF a
), a AS (
  INSERT INTO webhooks_alert AS a (app_id, endpoint_id, type, level, status, count, message,
    first_at, last_at, ack_by, note)
  SELECT e.app_id, e.id, asked.type, asked.level, 'OPEN', 1, asked.message, at, at, '', ''
  FROM asked JOIN webhooks_endpoint e ON e.id = asked.endpoint_id AND e.deleted_at IS NULL
  LEFT JOIN before ON before.endpoint_id = e.id AND before.type = asked.type,
  coalesce(%(now)s::timestamptz, statement_timestamp()) AS at
  ORDER BY e.id, asked.type
  ON CONFLICT (endpoint_id, type) WHERE NOT (status = 'RESOLVED') DO UPDATE SET count = a.count + 1,
    last_at = EXCLUDED.last_at, clean_since = NULL, message = EXCLUDED.message,
    level = least(a.level, EXCLUDED.level),
    status = CASE WHEN EXCLUDED.level < a.level THEN 'OPEN' ELSE a.status END
  RETURNING *
)
SELECT a.id FROM a LEFT JOIN before ON before.id = a.id WHERE a.count = 1 OR before.level <> a.level
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule is true of an endpoint."""

    endpoint_id: int
    type: AlertType
    level: AlertLevel
    message: str


def open_alert(
    endpoint_id: int, kind: AlertType, level: AlertLevel, message: str, *, now: datetime | None = None
) -> None:
    raise_all([Finding(endpoint_id, kind, level, message)], now=now)


@transaction.atomic
def raise_all(findings: Sequence[Finding], *, now: datetime | None = None) -> None:
    """One finding for an endpoint and a rule. `now`: else the database's clock."""
    if findings:
        found = document([asdict(finding) for finding in findings])
        tell(row[0] for row in rows(RAISE, {"findings": found, "now": now}))
