"""Groups as they are read: one, and page by page."""

from typing import Any

from accounts.models import Account
from im.groups.models import Group, GroupMember
from im.groups.rules import Standing
from im.groups.shapes import brief_shown, group_shown


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
