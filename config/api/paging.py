"""Both kinds of paging, numbered pages and opaque cursors; and the shapes that lists and batches share."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
from django.db.models import QuerySet
from rest_framework import serializers

from config.api.errors import BadParameter
from config.api.fields import Integer, Text
from config.clock import EPOCH, MICROSECOND

LATEST = 253_402_300_800_000_000  # microseconds up to the year 10000, which no date knows


class PageQuery(serializers.Serializer[Any]):
    page = Integer(min_value=1, max_value=1_000_000, default=1)
    size = Integer(min_value=1, max_value=100, default=20)


class FeedQuery(serializers.Serializer[Any]):
    cursor = Text(required=False, max_length=500)
    limit = Integer(min_value=1, max_value=100, default=20)


class PageShown(serializers.Serializer[Any]):
    """The shape of `paged`; a list adds its `items`."""

    total = serializers.IntegerField()
    page = serializers.IntegerField()
    size = serializers.IntegerField()
    hasMore = serializers.BooleanField()


class BatchShown(serializers.Serializer[Any]):
    """The shape of a batch answer; a call adds its `results`, one for each item asked for."""

    total = serializers.IntegerField()
    success = serializers.IntegerField()
    failed = serializers.IntegerField()


def paged(rows: QuerySet[Any], shown: Callable[[Any], Any], *, page: int, size: int) -> dict[str, Any]:
    """`{items,total,page,size,hasMore}` of a queryset that has an order."""
    total = rows.count()
    start = (page - 1) * size
    items = [shown(row) for row in rows[start : start + size]] if start < total else []
    return {"items": items, "total": total, "page": page, "size": size, "hasMore": start + len(items) < total}


def fed(items: list[Any], *, next_cursor: str | None) -> dict[str, Any]:
    return {"items": items, "nextCursor": next_cursor, "hasMore": next_cursor is not None}


def cursor_of(*position: int | str | datetime | None) -> str:
    """Packs the sort key of the last row shown."""
    packed = [(part - EPOCH) // MICROSECOND if isinstance(part, datetime) else part for part in position]
    return urlsafe_b64encode(orjson.dumps(packed)).decode().rstrip("=")


def position_in(cursor: str, *kinds: type) -> list[Any]:
    """Unpacks `cursor_of`, `kinds` are int, str and datetime. One that we did not make is a bad parameter."""
    try:
        position = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        position = None
    fits = (
        isinstance(position, list)
        and len(position) == len(kinds)
        and all(_fits(part, kind) for part, kind in zip(position, kinds, strict=True))
    )
    if not fits:
        raise BadParameter("cursor", "is not a cursor of this list")
    pairs = zip(position, kinds, strict=True)
    return [EPOCH + part * MICROSECOND if kind is datetime else part for part, kind in pairs]


def _fits(part: Any, kind: type) -> bool:
    if isinstance(part, str):
        return kind is str and "\x00" not in part
    if not isinstance(part, int) or isinstance(part, bool):
        return False
    return 0 <= part < LATEST if kind is datetime else kind is int and -(2**63) <= part < 2**63
