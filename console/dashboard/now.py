"""What is at this moment: who is online, what waits and since when, what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, LiteralString

from redis import RedisError

from config.redis import client
from config.sql import rows
from im.presence import crowd
from push.models import Vendor

QUEUE: Final = "celery"
COUNTED: Final = 10_000  # of a backlog; beyond it nobody counts
LOOKED_AT: Final = 1_000  # among so many that are due first the oldest push is looked for

WEBHOOKS: LiteralString = """
SELECT (
  SELECT count(*) FROM (
    SELECT FROM webhooks_endpoint e CROSS JOIN LATERAL (
      SELECT FROM webhooks_delivery WHERE endpoint_id = e.id AND status IN ('PENDING', 'RETRYING')
      ORDER BY next_attempt_at LIMIT %(most)s
    ) AS waiting WHERE e.app_id = ANY(%(apps)s) LIMIT %(most)s
  ) AS found
), (
  SELECT min(oldest.created_at)
  FROM webhooks_endpoint e CROSS JOIN unnest(ARRAY['PENDING', 'RETRYING']) AS s(status)
  CROSS JOIN LATERAL (
    SELECT created_at FROM webhooks_delivery WHERE endpoint_id = e.id AND status = s.status
    ORDER BY created_at LIMIT 1
  ) AS oldest WHERE e.app_id = ANY(%(apps)s)
)
"""
PUSHES: LiteralString = """
SELECT (
  SELECT count(*) FROM (
    SELECT FROM unnest(%(apps)s::bigint[]) AS a(id) CROSS JOIN unnest(%(vendors)s::text[]) AS v(name)
    CROSS JOIN LATERAL (
      SELECT FROM push_delivery WHERE app_id = a.id AND vendor = v.name AND status IN ('PENDING', 'RETRYING')
      ORDER BY next_attempt_at LIMIT %(most)s
    ) AS waiting LIMIT %(most)s
  ) AS found
), (
  SELECT min(oldest.created_at)
  FROM unnest(%(apps)s::bigint[]) AS a(id) CROSS JOIN unnest(%(vendors)s::text[]) AS v(name)
  CROSS JOIN LATERAL (
    SELECT created_at FROM push_delivery
    WHERE app_id = a.id AND vendor = v.name AND status IN ('PENDING', 'RETRYING')
    ORDER BY next_attempt_at LIMIT %(looked_at)s
  ) AS oldest
)
"""
# Their index knows no apps: behind many of others an app's own may not be seen.
EVENTS: LiteralString = """
SELECT count(*) FILTER (WHERE mine), min(created_at) FILTER (WHERE mine), count(*) >= %(most)s FROM (
  SELECT app_id = ANY(%(apps)s) AS mine, created_at FROM journal_event WHERE dispatched_at IS NULL
  ORDER BY next_attempt_at LIMIT %(most)s
) AS waiting
"""
ALERTS: LiteralString = """
SELECT count(*), count(*) FILTER (WHERE level = 'CRITICAL') FROM (
  SELECT level FROM webhooks_alert WHERE app_id = ANY(%(apps)s) AND status = 'OPEN' LIMIT %(most)s
) AS open
"""


@dataclass(frozen=True)
class Backlog:
    """`waiting`: up to COUNTED. `oldest`: since when it waits. `has_more`: so many that not all were seen."""

    waiting: int
    oldest: datetime | None
    has_more: bool = False


@dataclass(frozen=True)
class Alerts:
    open: int
    critical: int


@dataclass(frozen=True)
class Live:
    """What Redis knows. `tasks`: of the whole installation, on their way to a worker."""

    users: int
    sockets: int
    tasks: int


def webhooks(apps: Sequence[int]) -> Backlog:
    return Backlog(*rows(WEBHOOKS, {"apps": list(apps), "most": COUNTED})[0])


def pushes(apps: Sequence[int]) -> Backlog:
    values = {"apps": list(apps), "vendors": Vendor.values, "most": COUNTED, "looked_at": LOOKED_AT}
    return Backlog(*rows(PUSHES, values)[0])


def events(apps: Sequence[int]) -> Backlog:
    return Backlog(*rows(EVENTS, {"apps": list(apps), "most": COUNTED})[0])


def alerts(apps: Sequence[int]) -> Alerts:
    return Alerts(*rows(ALERTS, {"apps": list(apps), "most": COUNTED})[0])


def live(apps: Sequence[int]) -> Live | None:
    """None while Redis is away: then nobody knows."""
    try:
        there = crowd.lately()
        tasks = client().llen(QUEUE)
    except RedisError:
        return None
    mine = [there[app] for app in apps if app in there]
    return Live(sum(one.users for one in mine), sum(one.sockets for one in mine), int(tasks))
