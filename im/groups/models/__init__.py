"""Groups, the places in them, the wishes for one, and who is on his way out."""

from im.groups.models.departure import Departure
from im.groups.models.group import (
    Group,
    GroupAttributes,
    GroupStatus,
    JoinOption,
    Managers,
    Visibility,
)
from im.groups.models.member import FOUND, GroupMember, GroupMemberQuerySet, Role
from im.groups.models.request import JoinRequest, RequestStatus

__all__ = [
    "FOUND",
    "Departure",
    "Group",
    "GroupAttributes",
    "GroupMember",
    "GroupMemberQuerySet",
    "GroupStatus",
    "JoinOption",
    "JoinRequest",
    "Managers",
    "RequestStatus",
    "Role",
    "Visibility",
]
