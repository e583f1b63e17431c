"""Looks at all endpoints at once: raises what is true now, resolves what has been over for long enough."""

from datetime import datetime, timedelta
from typing import LiteralString

from django.db import transaction

from config.sql import rows
from webhooks.alerts import rules
from webhooks.alerts.raising import raise_all
from webhooks.alerts.telling import tell

CLEAN = timedelta(minutes=3)  # three windows of one minute, all without it
LOCK = 0x77656268  # who holds it evaluates; "webh"

ALONE: LiteralString = "SELECT pg_try_advisory_xact_lock(%(lock)s), statement_timestamp()"
# In the order in which others raise them, so that nobody waits for whom he keeps waiting.
OPEN: LiteralString = """
SELECT FROM webhooks_alert WHERE NOT (status = 'RESOLVED') ORDER BY endpoint_id, type FOR UPDATE
"""
# What is raised at once lasts in its own way: while the endpoint is disabled for it; and what was given up is
# an alert until the endpoint has taken something since.
AGE: LiteralString = """
WITH seen AS (
  SELECT a.id, e.deleted_at IS NULL AND CASE a.type
    WHEN 'GONE' THEN NOT e.enabled AND e.disabled_reason = 'GONE'
    WHEN 'AUTO_DISABLED' THEN NOT e.enabled AND e.disabled_reason = 'FAILING'
    WHEN 'EXHAUSTED' THEN e.enabled AND (c.last_success_at < a.last_at) IS NOT FALSE
    ELSE a.last_at >= %(now)s END AS lasts
  FROM webhooks_alert a JOIN webhooks_endpoint e ON e.id = a.endpoint_id
  LEFT JOIN webhooks_circuit c ON c.endpoint_id = e.id WHERE NOT (a.status = 'RESOLVED')
)
UPDATE webhooks_alert a SET clean_since = CASE WHEN lasts THEN NULL ELSE %(now)s::timestamptz END
FROM seen WHERE a.id = seen.id AND NOT (a.status = 'RESOLVED') AND (a.clean_since IS NULL) <> lasts
"""
RESOLVE: LiteralString = """
UPDATE webhooks_alert SET status = 'RESOLVED', resolved_at = %(now)s
WHERE NOT (status = 'RESOLVED') AND clean_since <= %(clean)s RETURNING id
"""


@transaction.atomic
def evaluate(now: datetime | None = None) -> bool:
    """One at a time; False if somebody else is at it. `now`: else the database's clock."""
    ((alone, clock),) = rows(ALONE, {"lock": LOCK})
    if alone:
        now = now or clock
        rows(OPEN, {})
        raise_all(rules.findings(now), now=now)
        rows(AGE, {"now": now})
        tell(row[0] for row in rows(RESOLVE, {"now": now, "clean": now - CLEAN}))
    return bool(alone)
