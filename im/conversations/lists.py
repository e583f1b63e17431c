"""The conversation list and the conversation groups, as feeds and counts."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from accounts.models import Account
from config.api.errors import Missing
from config.api.paging import cursor_of, fed, position_in
from config.api.status import NO_SUCH_NAMED_GROUP
from config.clock import REST_OF_MILLISECOND, moment, ms
from im.conversations.models import ConversationGroup, Member
from im.conversations.shapes import UNREAD, listed, seen_by_owner, shown, total_unread, with_people


def conversation_feed(
    account: Account,
    *,
    limit: int,
    cursor: str | None = None,
    include_hidden: bool = False,
    unread_only: bool = False,
    updated_after: int | None = None,
    group_name: str | None = None,
) -> dict[str, Any]:
    """Pinned first, the latest pin first, then by last message or draft; with `totalUnread` over all."""
    rows = listed(seen_by_owner(Member.objects.of(account)))
    if not include_hidden:
        rows = rows.filter(is_hidden=False)
    if unread_only:
        rows = rows.filter(unread__gt=0)
    if updated_after is not None:
        rows = rows.filter(moved_at__gt=moment(updated_after) + REST_OF_MILLISECOND)
    if group_name is not None:
        rows = rows.filter(filed__name=group_name)
    if cursor is not None:
        rows = _after(rows, cursor)
    ordered = with_people(rows.order_by("-pin_key", "-active_at", "-conversation_id"))
    found = list(ordered[: limit + 1])
    more = len(found) > limit
    items = [shown(row) for row in found[:limit]]
    last: Any = found[limit - 1] if more else None
    next_cursor = cursor_of(last.pin_key, last.active_at, last.conversation_id) if more else None
    return {**fed(items, next_cursor=next_cursor), "totalUnread": total_unread(account)}


def group_feed(account: Account, *, name: str, limit: int, cursor: str | None = None) -> dict[str, Any]:
    if not ConversationGroup.objects.filter(account=account, name=name).exists():
        raise Missing(NO_SUCH_NAMED_GROUP, "no such conversation group")
    return conversation_feed(account, limit=limit, cursor=cursor, include_hidden=True, group_name=name)


def conversation_groups(account: Account) -> dict[str, Any]:
    groups = (
        ConversationGroup.objects.filter(account=account)
        .values("name")
        .annotate(count=Count("member"), first=Min("created_at"))
        .order_by("first", "name")
    )
    unread = dict(
        Member.objects.of(account)
        .filter(filed__isnull=False)
        .values_list("filed__name")
        .annotate(total=Sum(UNREAD))
        .values_list("filed__name", "total")
    )
    return {
        "items": [
            {
                "groupName": group["name"],
                "count": group["count"],
                "unread": unread.get(group["name"]) or 0,
                "createdAt": ms(group["first"]),
            }
            for group in groups
        ]
    }


def _after(rows: QuerySet[Any], cursor: str) -> QuerySet[Any]:
    pin_at, active_at, conversation = position_in(cursor, datetime, datetime, int)
    return rows.filter(
        Q(pin_key__lt=pin_at)
        | Q(pin_key=pin_at, active_at__lt=active_at)
        | Q(pin_key=pin_at, active_at=active_at, conversation_id__lt=conversation)
    )
