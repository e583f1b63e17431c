"""Takes a notice back: what has not gone out yet does not go out."""

from typing import Final, LiteralString

from django.db import transaction
from django.utils import timezone

from accounts.callers import Caller
from accounts.models import App
from config.sql import rows
from journal.audit import log
from push import statistics
from push.models import Notice, NoticeStatus
from push.models.device import MASKED
from push.progress import missing
from push.statistics import Kind

REASON: Final = "TASK_CANCELLED"
MOST: Final = 10_000  # in one call; what is beyond is dropped by the engine when its turn comes
OPEN: Final = (NoticeStatus.SCHEDULED, NoticeStatus.EXPANDING, NoticeStatus.QUEUED)

# What somebody writes at this moment is on its way, and too late to be taken back. A claim stays, so that it
# is known what has arrived nevertheless.
CANCEL: LiteralString = """
WITH waiting AS (
  SELECT id FROM push_delivery WHERE notice_id = %(notice)s AND status IN ('PENDING', 'RETRYING')
  ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
), cancelled AS (
  UPDATE push_delivery d SET status = 'CANCELLED', reason = %(reason)s,
    finished_at = statement_timestamp()
  FROM waiting WHERE d.id = waiting.id
  RETURNING d.id, d.user_id, d.device_id, d.vendor
), logged AS (
  INSERT INTO push_devicelog (app_id, at, event, level, user_id, device_id, vendor, notice_id, delivery_id,
    vendor_message_id, vendor_code, vendor_message, token_masked, token_hash, detail)
  SELECT %(app)s, statement_timestamp(), 'SKIPPED', 'INFO', c.user_id, d.device_id, c.vendor, %(notice)s,
    c.id, '', '', '', {masked}, d.token_hash, jsonb_build_object('reason', %(reason)s::text)
  FROM cancelled c JOIN push_device d ON d.id = c.device_id
)
SELECT vendor, count(*) FROM cancelled GROUP BY vendor
""".replace("{masked}", MASKED)


@transaction.atomic
def cancel(*, app: App, notice_id: int, by: Caller) -> Notice:
    """Once more changes nothing, and a dry run has nothing to take back."""
    notice = Notice.objects.select_for_update().filter(app=app, pk=notice_id).first()
    if notice is None:
        raise missing()
    before, cancelled = notice.status, 0
    if before in OPEN:
        notice.status, notice.updated_at = NoticeStatus.CANCELLED, timezone.now()
        notice.save(update_fields=["status", "updated_at"])
        cancelled = _cancel_waiting(notice)
    target, detail = str(notice.pk), {"status": before, "cancelled": cancelled}
    log(by, "PUSH_TASK_CANCEL", app_id=app.pk, target_type="PUSH_TASK", target_id=target, detail=detail)
    return notice


def _cancel_waiting(notice: Notice) -> int:
    found = dict(rows(CANCEL, {"app": notice.app_id, "notice": notice.pk, "reason": REASON, "most": MOST}))
    kinds = {Kind(notice.app_id, vendor, "cancelled", REASON): count for vendor, count in found.items()}
    statistics.count(kinds)
    return sum(found.values())
