"""Groups as they are read: one, and page by page."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import Account, App
from config.api.errors import BadParameter
from config.api.paging import paged
from config.clock import REST_OF_MILLISECOND, moment
from im.groups.models import Group, GroupMember, GroupStatus, Visibility
from im.groups.rules import Standing
from im.groups.shapes import brief_shown, group_shown, self_shown

ORDERS = {"memberCount": ("-member_count", "-pk"), "createdAt": ("-created_at", "-pk")}


def one(standing: Standing, *, with_attributes: bool = True) -> dict[str, Any]:
    """All of it to members and to whom nobody binds; to others the brief."""
    if standing.place is None and not standing.trusted:
        return brief_shown(standing.group)
    return group_seen(standing.group, standing.account, with_attributes=with_attributes)


def group_seen(group: Group, account: Account | None, *, with_attributes: bool = True) -> dict[str, Any]:
    """As it is now, with how the account stands in it."""
    row = Group.objects.select_related("owner", "conversation", "attributes").get(pk=group.pk)
    place = None
    if account is not None:
        place = GroupMember.objects.of(group).filter(account=account).with_view().first()
    return group_shown(row, place, with_attributes=with_attributes)


def joined_page(account: Account, *, page: int, size: int, **wanted: Any) -> dict[str, Any]:
    """An account's groups in the order it came to them. `wanted`: role, keyword, updated_after."""
    places = GroupMember.objects.filter(account=account, active=True, group__status=GroupStatus.ACTIVE)
    if wanted["role"] is not None:
        places = places.filter(role=wanted["role"])
    if wanted["keyword"] is not None:
        places = places.filter(group__in=Group.objects.of_app(account.app).matching(wanted["keyword"]))
    if wanted["updated_after"] is not None:
        since = moment(wanted["updated_after"]) + REST_OF_MILLISECOND
        places = places.filter(Q(group__updated_at__gt=since) | Q(updated_at__gt=since))
    rows = places.with_view().select_related("group").order_by("joined_at", "pk")
    return paged(rows, lambda row: {**brief_shown(row.group), "self": self_shown(row)}, page=page, size=size)


def app_page(app: App, account: Account | None, *, page: int, size: int, **wanted: Any) -> dict[str, Any]:
    """All groups of the app, the newest first, with how the account stands in each, if there is one."""
    groups = Group.objects.of_app(app).there()
    if wanted["role"] is not None:
        raise BadParameter("role", "is somebody's: name him by userId")
    if wanted["keyword"] is not None:
        groups = groups.matching(wanted["keyword"])
    if wanted["updated_after"] is not None:
        groups = groups.filter(updated_at__gt=moment(wanted["updated_after"]) + REST_OF_MILLISECOND)
    mine = GroupMember.objects.filter(account=account, active=True).with_view()
    rows = groups.order_by("-pk").prefetch_related(Prefetch("places", mine, to_attr="mine"))
    return paged(rows, _with_self, page=page, size=size)


def public_page(app: App, *, keyword: str | None, sort: str, page: int, size: int) -> dict[str, Any]:
    """The directory: the largest first, or the newest."""
    groups = Group.objects.of_app(app).there().filter(visibility=Visibility.PUBLIC)
    if keyword is not None:
        groups = groups.matching(keyword)
    return paged(groups.order_by(*ORDERS[sort]), brief_shown, page=page, size=size)


def found_page(
    app: App, account: Account | None, *, everything: bool, keyword: str, page: int, size: int
) -> dict[str, Any]:
    """The largest first: all of the app, or those an account may know of."""
    groups: QuerySet[Group] = Group.objects.of_app(app).there().matching(keyword)
    if not everything:
        place = GroupMember.objects.filter(group=OuterRef("pk"), account=account, active=True)
        groups = groups.filter(Q(visibility=Visibility.PUBLIC) | Exists(place))
    return paged(groups.order_by("-member_count", "-pk"), brief_shown, page=page, size=size)


def _with_self(row: Any) -> dict[str, Any]:
    return {**brief_shown(row), "self": self_shown(row.mine[0]) if row.mine else None}
