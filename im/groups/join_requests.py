"""Join requests as they are read, page by page."""

from typing import Any

from accounts.callers import Caller
from accounts.models import Account
from config.api.paging import paged
from im.groups.models import JoinRequest
from im.groups.outcomes import request_shown
from im.groups.rules import Deed, standing_in


def page_of(
    group_id: str, *, account: Account | None, by: Caller, page: int, size: int, status: str | None
) -> dict[str, Any]:
    """Newest first: to those who manage the group all, to an applicant his own, to others none."""
    standing = standing_in(group_id, by=by, account=account)
    rows = JoinRequest.objects.filter(group=standing.group)
    if not standing.may(Deed.HANDLE):
        rows = rows.filter(account=account)
        if not rows.exists():
            standing.require(Deed.HANDLE)
    if status is not None:
        rows = rows.filter(status=status)
    ordered = rows.select_related("account", "inviter").order_by("-created_at", "-pk")
    return paged(ordered, request_shown, page=page, size=size)
