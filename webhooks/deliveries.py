"""The log of deliveries: newest first, from an index whatever is asked for."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, LiteralString

from accounts.models import App
from config.api.paging import cursor_of, fed, position_in
from config.clock import EPOCH, MILLISECOND, moment
from config.sql import rows
from webhooks.models import Delivery, DeliveryStatus
from webhooks.shapes import deliveries_shown

FUTURE = datetime(9999, 12, 31, tzinfo=UTC)

# The newest of each endpoint and each status, by a look into an index for each; then the newest of all.
FIND: LiteralString = """
SELECT d.id FROM webhooks_endpoint e CROSS JOIN unnest(%(statuses)s::text[]) AS s(status)
CROSS JOIN LATERAL (
  SELECT id, created_at FROM webhooks_delivery
  WHERE endpoint_id = e.id AND status = s.status {of_type}
    AND created_at >= %(since)s AND (created_at, id) < (%(before)s, %(id)s)
  ORDER BY created_at DESC, id DESC LIMIT %(limit)s
) d
WHERE e.app_id = %(app)s AND (%(endpoint)s::bigint IS NULL OR e.id = %(endpoint)s)
ORDER BY d.created_at DESC, d.id DESC LIMIT %(limit)s
"""
OF_ALL: LiteralString = FIND.format(of_type="")
OF_TYPE: LiteralString = FIND.format(of_type="AND type = %(type)s")


def delivery_feed(
    app: App, *, asked: Mapping[str, Any], limit: int, cursor: str | None = None
) -> dict[str, Any]:
    """Also of endpoints that were deleted. `asked` may have `webhookId event status startTime endTime`."""
    before, pk = _start(asked.get("endTime"), cursor)
    values = {
        "app": app.pk,
        "endpoint": asked.get("webhookId"),
        "statuses": [asked["status"]] if "status" in asked else DeliveryStatus.values,
        "type": asked.get("event"),
        "since": moment(asked["startTime"]) if "startTime" in asked else EPOCH,
        "before": before,
        "id": pk,
        "limit": limit + 1,
    }
    found = [row[0] for row in rows(OF_TYPE if "event" in asked else OF_ALL, values)]
    shown = list(Delivery.objects.filter(pk__in=found[:limit]).order_by("-created_at", "-pk"))
    following = cursor_of(shown[-1].created_at, shown[-1].pk) if shown and len(found) > limit else None
    return fed(deliveries_shown(shown), next_cursor=following)


def _start(end_time: int | None, cursor: str | None) -> tuple[datetime, int]:
    """One place before which all is: an index cannot begin at the lower of two."""
    end = FUTURE if end_time is None else min(FUTURE, moment(end_time)) + MILLISECOND
    return (end, 0) if cursor is None else min((end, 0), tuple(position_in(cursor, datetime, int)))
