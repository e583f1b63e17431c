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
WHERE (%(app)s::bigint IS NULL OR e.app_id = %(app)s)
  AND (%(endpoint)s::bigint IS NULL OR e.id = %(endpoint)s)
ORDER BY d.created_at DESC, d.id DESC LIMIT %(limit)s
"""
OF_ALL: LiteralString = FIND.format(of_type="")
OF_TYPE: LiteralString = FIND.format(of_type="AND type = %(type)s")
# The other way: what comes next after a place.
NEXT: LiteralString = FIND.replace("(created_at, id) <", "(created_at, id) >").replace(" DESC", "")
NEXT_OF_ALL: LiteralString = NEXT.format(of_type="")
NEXT_OF_TYPE: LiteralString = NEXT.format(of_type="AND type = %(type)s")


def delivery_feed(
    app: App, *, asked: Mapping[str, Any], limit: int, cursor: str | None = None
) -> dict[str, Any]:
    """Also of endpoints that were deleted. `asked` may have `webhookId event status startTime endTime`."""
    before, pk = _start(asked.get("endTime"), cursor)
    values = {
        **_wanted(app, asked),
        "since": moment(asked["startTime"]) if "startTime" in asked else EPOCH,
        "before": before,
        "id": pk,
        "limit": limit + 1,
    }
    found = _found(values)
    shown = list(Delivery.objects.filter(pk__in=found[:limit]).order_by("-created_at", "-pk"))
    following = cursor_of(shown[-1].created_at, shown[-1].pk) if shown and len(found) > limit else None
    return fed(deliveries_shown(shown), next_cursor=following)


def beside(
    place: Delivery | None, *, app: App | None, asked: Mapping[str, Any], limit: int, newer: bool = False
) -> list[int]:
    """The ids of those that come before a delivery (after it where `newer`), the nearest first; the latest
    of all where there is none. Of all apps where there is no app."""
    before, pk = (FUTURE, 0) if place is None else (place.created_at, place.pk)
    values = {**_wanted(app, asked), "since": EPOCH, "before": before, "id": pk, "limit": limit}
    return _found(values, newer=newer)


def _wanted(app: App | None, asked: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "app": app.pk if app is not None else None,
        "endpoint": asked.get("webhookId"),
        "statuses": [asked["status"]] if "status" in asked else DeliveryStatus.values,
        "type": asked.get("event"),
    }


def _found(values: Mapping[str, Any], *, newer: bool = False) -> list[int]:
    if newer:
        statement = NEXT_OF_ALL if values["type"] is None else NEXT_OF_TYPE
    else:
        statement = OF_ALL if values["type"] is None else OF_TYPE
    return [row[0] for row in rows(statement, values)]


def _start(end_time: int | None, cursor: str | None) -> tuple[datetime, int]:
    """One place before which all is: an index cannot begin at the lower of two."""
    end = FUTURE if end_time is None else min(FUTURE, moment(end_time)) + MILLISECOND
    return (end, 0) if cursor is None else min((end, 0), tuple(position_in(cursor, datetime, int)))
