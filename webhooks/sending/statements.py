"""The engine's statements. Whatever locks circuits does so in the order of their keys, and takers do not
wait, so that no two processes wait for each other.
"""

from typing import LiteralString

# Left out: endpoints that another worker holds, or whose breaker is open; which are disabled or deleted.
TAKE: LiteralString = """
WITH free AS (
  SELECT c.endpoint_id FROM webhooks_circuit c JOIN webhooks_endpoint e ON e.id = c.endpoint_id
  WHERE c.endpoint_id = ANY(%(endpoints)s::bigint[]) AND e.enabled AND e.deleted_at IS NULL
    AND (c.holder IN ('', %(holder)s) OR c.held_until <= statement_timestamp())
    AND (c.open_until IS NULL OR c.open_until <= statement_timestamp())
  ORDER BY c.endpoint_id FOR UPDATE OF c SKIP LOCKED
)
UPDATE webhooks_circuit c
SET holder = %(holder)s, held_until = statement_timestamp() + make_interval(secs => %(seconds)s)
FROM free WHERE c.endpoint_id = free.endpoint_id
RETURNING c.endpoint_id, c.consecutive_failures, c.failing_since, c.last_success_at, c.last_failure_at,
  c.last_error, c.open_until, c.openings, c.recent::text
"""

# What the endpoint wants now is read with each delivery: a new URL, secret or time-out holds from here on.
# The limits tell the planner how few rows there are; else it reads all payloads for them.
DUE: LiteralString = """
SELECT d.endpoint_id, d.id, d.event_id, d.tries, d.again_from, p.body, e.url, e.timeout_ms, e.secret,
  e.former_secrets::text, (a.changed_settings ->> 'allowHttpWebhooks')::boolean
FROM json_to_recordset(%(asks)s::json) AS ask(endpoint bigint, room int, busy bigint[])
JOIN webhooks_circuit c ON c.endpoint_id = ask.endpoint AND c.holder = %(holder)s
JOIN webhooks_endpoint e ON e.id = ask.endpoint AND e.enabled AND e.deleted_at IS NULL
JOIN accounts_app a ON a.id = e.app_id
CROSS JOIN LATERAL (
  SELECT id, endpoint_id, event_id, tries, again_from, next_attempt_at FROM webhooks_delivery
  WHERE endpoint_id = ask.endpoint AND status IN ('PENDING', 'RETRYING')
    AND next_attempt_at <= statement_timestamp() AND id <> ALL(ask.busy)
  ORDER BY next_attempt_at LIMIT ask.room
) d
CROSS JOIN LATERAL (SELECT body FROM webhooks_payload WHERE event_id = d.event_id LIMIT 1) p
ORDER BY d.next_attempt_at, d.id
"""

RENEW: LiteralString = """
WITH ours AS (
  SELECT endpoint_id FROM webhooks_circuit
  WHERE endpoint_id = ANY(%(endpoints)s::bigint[]) AND holder = %(holder)s
  ORDER BY endpoint_id FOR UPDATE
)
UPDATE webhooks_circuit c SET held_until = statement_timestamp() + make_interval(secs => %(seconds)s)
FROM ours WHERE c.endpoint_id = ours.endpoint_id RETURNING c.endpoint_id
"""

# An endpoint for which something came meanwhile is kept.
RELEASE: LiteralString = """
WITH ours AS (
  SELECT c.endpoint_id FROM webhooks_circuit c JOIN webhooks_endpoint e ON e.id = c.endpoint_id
  LEFT JOIN LATERAL (
    SELECT id FROM webhooks_delivery WHERE endpoint_id = c.endpoint_id AND status IN ('PENDING', 'RETRYING')
      AND next_attempt_at <= statement_timestamp() ORDER BY next_attempt_at LIMIT 1
  ) due ON true
  WHERE c.endpoint_id = ANY(%(endpoints)s::bigint[]) AND c.holder = %(holder)s
    AND (due.id IS NULL OR c.open_until > statement_timestamp() OR NOT e.enabled
      OR e.deleted_at IS NOT NULL)
  ORDER BY c.endpoint_id FOR UPDATE OF c
)
UPDATE webhooks_circuit c SET holder = '', held_until = NULL
FROM ours WHERE c.endpoint_id = ours.endpoint_id RETURNING c.endpoint_id
"""

# Only of endpoints that we still hold, and only where nobody else has tried meanwhile. What was held back or
# cancelled while it was under way stays so, unless it arrived.
COMPLETE: LiteralString = """
WITH given AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%(outcomes)s::json) AS t(delivery bigint, endpoint bigint, tries int,
    status text, wait float8, at timestamptz, ms int, http int, error text, body text, url text)
), held AS MATERIALIZED (
  SELECT endpoint_id FROM webhooks_circuit
  WHERE endpoint_id = ANY(%(endpoints)s::bigint[]) AND holder = %(holder)s
  ORDER BY endpoint_id FOR UPDATE
), done AS (
  UPDATE webhooks_delivery d SET
    status = CASE WHEN d.status IN ('HELD', 'CANCELLED') AND g.status <> 'SUCCESS'
      THEN d.status ELSE g.status END,
    tries = g.tries + 1, url = g.url, http_status = g.http, duration_ms = g.ms, error = g.error,
    response_body = g.body,
    next_attempt_at = COALESCE(statement_timestamp() + make_interval(secs => g.wait), d.next_attempt_at)
  FROM given g JOIN held ON held.endpoint_id = g.endpoint
  WHERE d.id = g.delivery AND d.tries = g.tries AND d.status NOT IN ('SUCCESS', 'DEAD')
  RETURNING d.id, d.endpoint_id, d.status
), tried AS (
  INSERT INTO webhooks_attempt
    (delivery_id, number, at, duration_ms, http_status, error_class, response_body)
  SELECT g.delivery, g.tries + 1, g.at, g.ms, g.http, g.error, g.body
  FROM given g JOIN done ON done.id = g.delivery
), stood AS (
  UPDATE webhooks_circuit c SET consecutive_failures = t.consecutive_failures,
    failing_since = t.failing_since, last_success_at = t.last_success_at,
    last_failure_at = t.last_failure_at, last_error = t.last_error, open_until = t.open_until,
    openings = t.openings, recent = t.recent
  FROM json_to_recordset(%(circuits)s::json) AS t(endpoint bigint, consecutive_failures int,
    failing_since timestamptz, last_success_at timestamptz, last_failure_at timestamptz, last_error text,
    open_until timestamptz, openings int, recent jsonb)
  JOIN held ON held.endpoint_id = t.endpoint
  WHERE c.endpoint_id = t.endpoint
)
SELECT id, endpoint_id, status FROM done
"""
