"""The one place that writes deliveries: what a plan chose, with its log and its statistics."""

from collections import Counter, defaultdict
from collections.abc import Sequence
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
  SELECT * FROM json_to_recordset(%(chosen)s::json)
    AS t(app bigint, notice bigint, device bigint, whose text, at timestamptz)
), queued AS (
  INSERT INTO push_delivery (app_id, notice_id, device_id, user_id, vendor, status, reason, tries,
    next_attempt_at, lease, vendor_code, vendor_message, vendor_message_id, created_at)
  SELECT d.app_id, c.notice, d.id, d.user_id, d.vendor, 'PENDING', '', 0, c.at, '', '', '', '',
    statement_timestamp()
  FROM chosen c JOIN push_device d
    ON d.id = c.device AND d.app_id = c.app AND d.user_id = c.whose AND d.status = 'ACTIVE'
  ORDER BY c.notice, d.id
  ON CONFLICT (notice_id, device_id) DO NOTHING
  RETURNING id, app_id, notice_id, device_id, vendor
), told AS (
  SELECT q.app_id, q.notice_id, q.id AS delivery, 'QUEUED' AS event, d.user_id, d.device_id, d.vendor,
    d.token, d.token_hash, '{}'::jsonb AS detail
  FROM queued q JOIN push_device d ON d.id = q.device_id
  UNION ALL
  SELECT s.app, s.notice, NULL, 'SKIPPED', s.whose, s.name, s.vendor, COALESCE(d.token, ''),
    COALESCE(d.token_hash, ''), jsonb_build_object('reason', s.reason)
  FROM json_to_recordset(%(skipped)s::json)
    AS s(app bigint, notice bigint, device bigint, whose text, name text, vendor text, reason text)
  LEFT JOIN push_device d ON d.id = s.device
), logged AS (
  INSERT INTO push_devicelog (app_id, at, event, level, user_id, device_id, vendor, notice_id, delivery_id,
    vendor_message_id, vendor_code, vendor_message, token_masked, token_hash, detail)
  SELECT app_id, statement_timestamp(), event, 'INFO', user_id, device_id, vendor, notice_id, delivery,
    '', '', '', {masked}, token_hash, detail FROM told
)
SELECT notice_id, vendor, count(*) FROM queued GROUP BY notice_id, vendor
""".replace("{masked}", MASKED)


@dataclass(frozen=True, slots=True)
class Queued:
    """How many deliveries by vendor, and whom the plan passed over, by reason."""

    deliveries: dict[str, int]
    skipped: dict[str, int]


def queue(notice: Notice, plan: Plan) -> Queued:
    """The notice is written already. After the commit the engine hears of it."""
    return queue_all([(notice, plan)])[0]


@transaction.atomic
def queue_all(planned: Sequence[tuple[Notice, Plan]]) -> list[Queued]:
    """Several notices at once, each with its own plan; their counts in one statement too, in its order."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    if any(plan.chosen or plan.skipped for _, plan in planned):
        for notice_id, vendor, number in rows(WRITE, _written(planned)):
            found[notice_id][vendor] = number
    queued = [
        Queued(found[notice.pk], dict(Counter(missed.reason for missed in plan.missed)))
        for notice, plan in planned
    ]
    _count(planned, queued)
    lanes = {(notice.app_id, vendor) for notice, _ in planned for vendor in found[notice.pk]}
    if lanes:
        transaction.on_commit(lambda: waking.wake(lanes))
    return queued


def _written(planned: Sequence[tuple[Notice, Plan]]) -> dict[str, str]:
    chosen: list[dict[str, Any]] = []
    skipped: list[dict[str, Any]] = []
    for notice, plan in planned:
        of = {"app": notice.app_id, "notice": notice.pk}
        chosen += [{**of, "device": one.device, "whose": one.user_id, "at": one.at} for one in plan.chosen]
        skipped += [
            {
                **of,
                "device": one.device,
                "whose": one.user_id,
                "name": one.device_id,
                "vendor": one.vendor,
                "reason": one.reason,
            }
            for one in plan.skipped
        ]
    return {"chosen": document(chosen), "skipped": document(skipped)}


def _count(planned: Sequence[tuple[Notice, Plan]], queued: Sequence[Queued]) -> None:
    counts: Counter[Kind] = Counter()
    for (notice, plan), written in zip(planned, queued, strict=True):
        counts.update(Kind(notice.app_id, one.vendor, "skipped", one.reason) for one in plan.skipped)
        for vendor, number in written.deliveries.items():
            counts[Kind(notice.app_id, vendor, "queued")] += number
    statistics.count(counts)
