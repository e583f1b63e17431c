"""What the engine asks of PostgreSQL. Whoever locks devices and deliveries does so in this order, and either
in the order of their keys; claims wait for nobody.
"""

from typing import LiteralString

CLAIMED: LiteralString = """
SELECT c.id, c.notice_id, c.tries, c.user_id, v.id, v.device_id, v.token, v.token_hash, v.environment,
  v.bundle_id, v.keys::text, v.locale, extract(epoch FROM v.registered_at)::float8,
  CASE WHEN v.user_id <> c.user_id THEN 'REBOUND' WHEN v.status <> 'ACTIVE' THEN v.status ELSE '' END,
  COALESCE(p.preview_hidden, false)
FROM claimed c JOIN push_device v ON v.id = c.device_id
LEFT JOIN push_preference p ON p.app_id = %(app)s AND p.user_id = c.user_id
ORDER BY c.id
"""

# The array makes it one look into the index of what is due: a subquery could be planned once for each row.
CLAIM: LiteralString = (
    """
WITH claimed AS (
  UPDATE push_delivery SET lease = %(lease)s,
    next_attempt_at = statement_timestamp() + make_interval(secs => %(seconds)s)
  WHERE id = ANY(ARRAY(
    SELECT id FROM push_delivery
    WHERE app_id = %(app)s AND vendor = %(vendor)s AND status IN ('PENDING', 'RETRYING')
      AND next_attempt_at <= statement_timestamp()
    ORDER BY next_attempt_at LIMIT %(room)s FOR UPDATE SKIP LOCKED
  ))
  RETURNING id, notice_id, tries, user_id, device_id
)
"""  # noqa: S608  our own words
    + CLAIMED
)

# What somebody wrote a moment ago in this transaction and sends himself.
CLAIM_OF_NOTICE: LiteralString = (
    """
WITH claimed AS (
  UPDATE push_delivery SET lease = %(lease)s,
    next_attempt_at = statement_timestamp() + make_interval(secs => %(seconds)s)
  WHERE notice_id = %(notice)s AND app_id = %(app)s AND vendor = %(vendor)s AND status = 'PENDING'
  RETURNING id, notice_id, tries, user_id, device_id
)
"""  # noqa: S608  our own words
    + CLAIMED
)

NOTICES: LiteralString = """
SELECT id, status = 'CANCELLED', content::text, options::text, COALESCE(chat::text, 'null'),
  extract(epoch FROM expires_at)::float8
FROM push_notice WHERE id = ANY(%(notices)s::bigint[])
"""

NEXT: LiteralString = """
SELECT extract(epoch FROM next_attempt_at - statement_timestamp())::float8 FROM push_delivery
WHERE app_id = %(app)s AND vendor = %(vendor)s AND status IN ('PENDING', 'RETRYING')
  AND next_attempt_at > statement_timestamp()
ORDER BY next_attempt_at LIMIT 1
"""

RENEW: LiteralString = """
WITH ours AS (
  SELECT d.id FROM json_to_recordset(%(held)s::json) AS t(delivery bigint, lease text)
  JOIN push_delivery d ON d.id = t.delivery AND d.lease = t.lease
  WHERE d.status IN ('PENDING', 'RETRYING') ORDER BY d.id FOR UPDATE OF d
)
UPDATE push_delivery d SET next_attempt_at = statement_timestamp() + make_interval(secs => %(seconds)s)
FROM ours WHERE d.id = ours.id RETURNING d.id
"""

# Of what waits in hand: that it is still to be sent, and its phone still the same user's.
WANTED: LiteralString = """
SELECT d.id FROM json_to_recordset(%(held)s::json) AS t(delivery bigint, lease text)
JOIN push_delivery d ON d.id = t.delivery AND d.lease = t.lease
JOIN push_device v ON v.id = d.device_id AND v.user_id = d.user_id AND v.status = 'ACTIVE'
WHERE d.status IN ('PENDING', 'RETRYING')
"""

# Due at once, for whoever comes; what was not tried yet in about the place that it had.
RELEASE: LiteralString = """
WITH ours AS (
  SELECT d.id FROM json_to_recordset(%(held)s::json) AS t(delivery bigint, lease text)
  JOIN push_delivery d ON d.id = t.delivery AND d.lease = t.lease
  WHERE d.status IN ('PENDING', 'RETRYING') ORDER BY d.id FOR UPDATE OF d
)
UPDATE push_delivery d SET lease = '',
  next_attempt_at = CASE d.tries WHEN 0 THEN d.created_at ELSE statement_timestamp() END
FROM ours WHERE d.id = ours.id
"""

# A device that is well is written once a minute, not for each push.
HEALTH: LiteralString = """
WITH given AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%(devices)s::json) AS t(device bigint, ok boolean, failures int, code text)
), ours AS MATERIALIZED (
  SELECT v.id FROM push_device v JOIN given g ON g.device = v.id
  WHERE g.failures > 0 OR v.fail_streak > 0 OR v.last_success_at IS NULL
    OR v.last_success_at < statement_timestamp() - interval '1 minute'
  ORDER BY v.id FOR NO KEY UPDATE OF v
)
UPDATE push_device v SET
  last_success_at = CASE WHEN g.ok THEN statement_timestamp() ELSE v.last_success_at END,
  last_failure_at = CASE WHEN g.failures > 0 THEN statement_timestamp() ELSE v.last_failure_at END,
  last_error_code = CASE WHEN g.failures > 0 THEN g.code ELSE v.last_error_code END,
  fail_streak = CASE WHEN g.ok THEN 0 ELSE v.fail_streak END + g.failures
FROM given g JOIN ours ON ours.id = g.device WHERE v.id = g.device
"""

# Only what still bears our lease. What was cancelled while it was under way stays so, unless it arrived; what
# a phone or its vendor has told of already stays as far as that, and is told here how it went out.
COMPLETE: LiteralString = """
WITH given AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%(results)s::json) AS t(delivery bigint, lease text, status text,
    reason text, tries int, wait float8, event text, level text, http int, code text, message text,
    vendor_id text, ms int, device text, token_masked text, token_hash text, detail jsonb)
), ours AS MATERIALIZED (
  SELECT d.id, d.status AS before FROM given g JOIN push_delivery d ON d.id = g.delivery AND d.lease = g.lease
  WHERE d.status IN ('PENDING', 'RETRYING')
    OR (d.status IN ('CANCELLED', 'DELIVERED', 'CLICKED') AND g.status = 'ACCEPTED')
  ORDER BY d.id FOR UPDATE OF d
), done AS (
  UPDATE push_delivery d SET reason = g.reason, tries = g.tries, lease = '',
    status = CASE WHEN ours.before IN ('DELIVERED', 'CLICKED') THEN ours.before ELSE g.status END,
    next_attempt_at = COALESCE(statement_timestamp() + make_interval(secs => g.wait), d.next_attempt_at),
    finished_at = CASE WHEN g.wait IS NULL THEN statement_timestamp() END, http_status = g.http,
    vendor_code = g.code, vendor_message = g.message, vendor_message_id = g.vendor_id, latency_ms = g.ms
  FROM given g JOIN ours ON ours.id = g.delivery WHERE d.id = g.delivery
  RETURNING d.id, d.app_id, d.user_id, d.notice_id, d.vendor, ours.before
), logged AS (
  INSERT INTO push_devicelog (app_id, at, event, level, user_id, device_id, vendor, notice_id, delivery_id,
    vendor_message_id, attempt, http_status, vendor_code, vendor_message, latency_ms, token_masked,
    token_hash, detail)
  SELECT d.app_id, statement_timestamp(), g.event, g.level, d.user_id, g.device, d.vendor, d.notice_id, d.id,
    g.vendor_id, g.tries, g.http, g.code, g.message, g.ms, g.token_masked, g.token_hash, g.detail
  FROM done d JOIN given g ON g.delivery = d.id
)
SELECT id, before FROM done
"""
