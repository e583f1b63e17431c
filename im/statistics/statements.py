"""The statements that count: rows of a table by their ids, and who was there by the hour."""

from typing import Final, LiteralString

# In the order of the key, so that two who count the same cannot wait for each other.
ADD_UP: LiteralString = """
INSERT INTO im_statistic AS s (app_id, hour, kind, count)
SELECT app_id, hour, kind, sum(count) FROM counts GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
ON CONFLICT (app_id, hour, kind) DO UPDATE SET count = s.count + EXCLUDED.count
"""
# Who is new in an hour counts in it, and in the windows of 24 hours in which no other hour of his is: from
# his own hour, or the end of what the one before reaches, to the start of the one after. Of those that are
# written at once the earlier ones come first. The rest of the statement does not see what it writes itself.
PRESENT: LiteralString = """
fresh AS (
  INSERT INTO im_activity (app_id, user_id, hour)
  SELECT DISTINCT app_id, user_id, hour FROM seen WHERE hour >= %(since)s AND user_id <> 'platform'
  ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING RETURNING app_id, user_id, hour
), placed AS (
  SELECT app_id, hour,
    greatest(
      lag(hour) OVER (PARTITION BY app_id, user_id ORDER BY hour),
      (SELECT max(o.hour) FROM im_activity o
       WHERE o.app_id = f.app_id AND o.user_id = f.user_id AND o.hour < f.hour)) AS before,
    (SELECT min(o.hour) FROM im_activity o
     WHERE o.app_id = f.app_id AND o.user_id = f.user_id AND o.hour > f.hour) AS after
  FROM fresh f
), present AS (
  SELECT app_id, hour, 'active' AS kind, count(*) AS count FROM placed GROUP BY 1, 2
  UNION ALL
  SELECT app_id, w.hour, 'day', count(*)
  FROM placed, generate_series(greatest(hour, before + 24), least(hour + 23, after - 1)) AS w(hour)
  GROUP BY 1, 2
)
"""
BY_HOUR: Final[LiteralString] = "app_id, floor(extract(epoch FROM created_at) / 3600)::bigint AS hour"
# What was said elsewhere and is imported is no traffic of ours.
MESSAGES: LiteralString = (
    """
WITH said AS MATERIALIZED (
  SELECT BY_HOUR, lower(chat_type) AS kind, from_id AS user_id, msg_type
  FROM im_message WHERE id > %(after)s AND id <= %(upto)s AND imported_at IS NULL
), seen AS (SELECT app_id, user_id, hour FROM said WHERE msg_type <> 'TIP'), PRESENT, counts AS (
  SELECT app_id, hour, kind, count(*) AS count FROM said GROUP BY 1, 2, 3
  UNION ALL SELECT app_id, hour, kind, count FROM present
)
""".replace("PRESENT", PRESENT).replace("BY_HOUR", BY_HOUR)
    + ADD_UP
)
ROWS: LiteralString = (
    """
WITH counts AS (
  SELECT BY_HOUR, 'KIND' AS kind, count(*) AS count FROM TABLE
  WHERE id > %(after)s AND id <= %(upto)s GROUP BY 1, 2
)
""".replace("BY_HOUR", BY_HOUR)
    + ADD_UP
)
ACCOUNTS = ROWS.replace("KIND", "accounts").replace("TABLE", "accounts_account")
LOGINS = ROWS.replace("KIND", "logins").replace("TABLE", "accounts_session")
FLAGGED = ROWS.replace("KIND", "flagged").replace("TABLE", "im_flagged")
ONLINE: LiteralString = (
    """
WITH seen AS MATERIALIZED (
  SELECT app_id, user_id, %(hour)s::bigint AS hour
  FROM json_to_recordset(%(there)s::json) AS t(app_id bigint, user_id text)
), PRESENT, counts AS (SELECT app_id, hour, kind, count FROM present)
""".replace("PRESENT", PRESENT)
    + ADD_UP
)
MOST_AT_ONCE: LiteralString = """
INSERT INTO im_statistic AS s (app_id, hour, kind, count)
SELECT app_id, %(hour)s, 'online', count
FROM json_to_recordset(%(counts)s::json) AS t(app_id bigint, count bigint) ORDER BY app_id
ON CONFLICT (app_id, hour, kind) DO UPDATE SET count = greatest(s.count, EXCLUDED.count)
"""

# One turn at a time: what it counts of a user depends on what is counted already.
ALONE: LiteralString = "SELECT pg_try_advisory_xact_lock(%(key)s)"
IN_TURN: LiteralString = "SELECT pg_advisory_xact_lock(%(key)s)"
STAND: LiteralString = """
SELECT p.counted, p.fence, p.xid,
  pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint,
  (SELECT coalesce(max(id), 0) FROM TABLE)
FROM pg_current_snapshot() AS now LEFT JOIN im_position p ON p.source = %(source)s
"""
MOVE: LiteralString = """
INSERT INTO im_position (source, counted, fence, xid) VALUES (%(source)s, %(counted)s, %(fence)s, %(xid)s)
ON CONFLICT (source) DO UPDATE
SET counted = EXCLUDED.counted, fence = EXCLUDED.fence, xid = EXCLUDED.xid
"""
