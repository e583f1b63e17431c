"""The members of a group as they are read: in the order they came, or found by a keyword."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.fields.tuple_lookups import TupleGreaterThan

from config.api.paging import cursor_of, fed, paged, position_in
from config.clock import now_ms
from im.groups.models import GroupMember, GroupMemberQuerySet
from im.groups.rules import Standing
from im.groups.shapes import member_shown
from im.moderation.rules import FOR_EVER


def feed(
    standing: Standing, *, cursor: str | None, limit: int, role: str | None, muted: bool | None
) -> dict[str, Any]:
    """`total` counts all that the filters let through."""
    members = _filtered(GroupMember.objects.of(standing.group), role, muted)
    filtered = role is not None or muted is not None
    total = members.count() if filtered else standing.group.member_count
    if cursor is not None:
        members = members.filter(
            TupleGreaterThan(("joined_at", "pk"), tuple(position_in(cursor, datetime, int)))
        )
    rows = list(members.with_view().order_by("joined_at", "pk")[: limit + 1])
    last: Any = rows[limit - 1] if len(rows) > limit else None
    following = None if last is None else cursor_of(last.joined_at, last.pk)
    return {**fed([member_shown(row) for row in rows[:limit]], next_cursor=following), "total": total}


def found_page(standing: Standing, *, keyword: str, page: int, size: int) -> dict[str, Any]:
    """The userId begins with it, or nickname or name card has it somewhere."""
    members = GroupMember.objects.found_by(standing.group, keyword).order_by("joined_at", "pk")
    # The page is cut before anything is joined to it.
    found = paged(members.values_list("pk", flat=True), int, page=page, size=size)
    return {**found, "items": _shown(found["items"])}


def seen(places: Sequence[GroupMember]) -> list[dict[str, Any]]:
    """These, in the order given."""
    return _shown([place.pk for place in places])


def _shown(keys: Sequence[int]) -> list[dict[str, Any]]:
    rows = {row.pk: row for row in GroupMember.objects.filter(pk__in=keys).with_view()}
    return [member_shown(rows[key]) for key in keys]


def _filtered(members: GroupMemberQuerySet, role: str | None, muted: bool | None) -> GroupMemberQuerySet:
    silent = Q(muted_until=FOR_EVER) | Q(muted_until__gt=now_ms())
    if role is not None:
        members = members.filter(role=role)
    if muted is not None:
        members = members.filter(silent if muted else ~silent)
    return members
