"""The one place that writes deliveries: what a plan chose, with its log and its statistics."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, LiteralString

from django.db import transaction

from config.sql import document, rows
from push import statistics, waking
from push.models import Notice
from push.models.device import MASKED
from push.planning import Plan
from push.statistics import Kind

# A device that has changed hands, or gone, since it was chosen gets nothing. A notice reaches a device once.
WRITE: LiteralString = """
WITH chosen AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%(chosen)s::json) AS t(device bigint, whose text, at timestamptz)
), queued AS (
  INSERT INTO push_delivery (app_id, notice_id, device_id, user_id, vendor, status, reason, tries,
    next_attempt_at, lease, vendor_code, vendor_message, vendor_message_id, created_at)
  SELECT %(app)s, %(notice)s, d.id, d.user_id, d.vendor, 'PENDING', '', 0, c.at, '', '', '', '',
    statement_timestamp()
  FROM chosen c JOIN push_device d ON d.id = c.device AND d.user_id = c.whose AND d.status = 'ACTIVE'
  ORDER BY d.id
  ON CONFLICT (notice_id, device_id) DO NOTHING
  RETURNING id, device_id, vendor
), told AS (
  SELECT q.id AS delivery, 'QUEUED' AS event, d.user_id, d.device_id, d.vendor, d.token, d.token_hash,
    '{}'::jsonb AS detail
  FROM queued q JOIN push_device d ON d.id = q.device_id
  UNION ALL
  SELECT NULL, 'SKIPPED', s.whose, s.name, s.vendor, COALESCE(d.token, ''), COALESCE(d.token_hash, ''),
    jsonb_build_object('reason', s.reason)
  FROM json_to_recordset(%(skipped)s::json)
    AS s(device bigint, whose text, name text, vendor text, reason text)
  LEFT JOIN push_device d ON d.id = s.device
), logged AS (
  INSERT INTO push_devicelog (app_id, at, event, level, user_id, device_id, vendor, notice_id, delivery_id,
    vendor_message_id, vendor_code, vendor_message, token_masked, token_hash, detail)
  SELECT %(app)s, statement_timestamp(), event, 'INFO', user_id, device_id, vendor, %(notice)s, delivery,
    '', '', '', {masked}, token_hash, detail FROM told
)
SELECT vendor, count(*) FROM queued GROUP BY vendor
""".replace("{masked}", MASKED)


@dataclass(frozen=True, slots=True)
class Queued:
    """How many deliveries by vendor, and whom the plan passed over, by reason."""

    deliveries: dict[str, int]
    skipped: dict[str, int]


@transaction.atomic
def queue(notice: Notice, plan: Plan) -> Queued:
    """The notice is written already. After the commit the engine hears of it."""
    found = rows(WRITE, {"app": notice.app_id, "notice": notice.pk, **_written(plan)}) if _any(plan) else []
    queued = Queued(dict(found), dict(Counter(missed.reason for missed in plan.missed)))
    _count(notice.app_id, queued, plan)
    lanes = {(notice.app_id, vendor) for vendor in queued.deliveries}
    if lanes:
        transaction.on_commit(lambda: waking.wake(lanes))
    return queued


def _any(plan: Plan) -> bool:
    return bool(plan.chosen or plan.skipped)


def _written(plan: Plan) -> dict[str, str]:
    chosen: list[dict[str, Any]] = [
        {"device": one.device, "whose": one.user_id, "at": one.at} for one in plan.chosen
    ]
    skipped: list[dict[str, Any]] = [
        {
            "device": one.device,
            "whose": one.user_id,
            "name": one.device_id,
            "vendor": one.vendor,
            "reason": one.reason,
        }
        for one in plan.skipped
    ]
    return {"chosen": document(chosen), "skipped": document(skipped)}


def _count(app_id: int, queued: Queued, plan: Plan) -> None:
    skipped = Counter(Kind(app_id, one.vendor, "skipped", one.reason) for one in plan.skipped)
    written = {Kind(app_id, vendor, "queued"): count for vendor, count in queued.deliveries.items()}
    statistics.count({**skipped, **written})
