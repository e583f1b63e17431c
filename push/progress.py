"""What became of a notice: how many deliveries came to what, by vendor and for which reasons."""

from collections import Counter, defaultdict
from typing import Any, Final, LiteralString

from accounts.models import App
from config.api.errors import Missing
from config.api.status import TASK_MISSING
from config.clock import ms
from config.sql import rows
from push.models import DeliveryStatus, Notice

FAILURES: Final = ("FAILED", "UNKNOWN", "EXPIRED", "CANCELLED")

COUNTS: LiteralString = """
SELECT vendor, status, CASE WHEN status = ANY(%(failures)s) THEN COALESCE(NULLIF(vendor_code, ''), reason)
  ELSE '' END AS why, count(*)
FROM (SELECT vendor, status, vendor_code, reason FROM push_delivery WHERE notice_id = %(notice)s
  LIMIT %(most)s) counted
GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3
"""
MOST: Final = 100_000  # that many are counted in a tenth of a second
MOST_REASONS: Final = 50


def missing() -> Missing:
    return Missing(TASK_MISSING, "no such task")


def found(app: App, notice_id: int) -> Notice:
    notice = Notice.objects.filter(app=app, pk=notice_id).first()
    if notice is None:
        raise missing()
    return notice


def shown(notice: Notice) -> dict[str, Any]:
    answer = notice.answer or {}
    return {
        "taskId": str(notice.pk),
        "requestId": answer.get("requestId"),
        "source": notice.source,
        "status": notice.status,
        "targetUsers": answer.get("targetUsers"),
        "targetDevices": answer.get("targetDevices"),
        "skippedCount": answer.get("skippedCount"),
        "sendAt": ms(notice.send_at),
        "expiresAt": ms(notice.expires_at),
        "createdBy": notice.created_by,
        "createdAt": ms(notice.created_at),
        "updatedAt": ms(notice.updated_at),
        **_counted(notice.pk),
    }


def _counted(notice_id: int) -> dict[str, Any]:
    found = rows(COUNTS, {"notice": notice_id, "failures": list(FAILURES), "most": MOST})
    deliveries = dict.fromkeys(DeliveryStatus.values, 0)
    vendors: dict[str, Counter[str]] = defaultdict(Counter)
    for vendor, status, _, count in found:
        deliveries[status] += count
        vendors[vendor][status] += count
    reasons = [
        {"vendor": vendor, "status": status, "reason": why, "count": count}
        for vendor, status, why, count in found
        if status in FAILURES
    ]
    return {
        "deliveries": deliveries,
        "vendors": [{"vendor": name, "deliveries": dict(counts)} for name, counts in sorted(vendors.items())],
        "failures": reasons[:MOST_REASONS],
        "partial": sum(deliveries.values()) >= MOST,
    }
