"""What has to be true before members come, go, rise or fall silent. Each says no by itself."""

from collections.abc import Collection, Sequence

from accounts.models import Account
from config.api.errors import BadParameter, Forbidden, Missing, Refusal
from config.api.status import (
    ACCOUNT_MISSING,
    ALREADY_HANDLED,
    ALREADY_MEMBER,
    GROUP_FORBIDDEN,
    GROUP_FULL,
    REQUEST_MISSING,
)
from im.groups.models import Group, GroupMember, JoinOption, JoinRequest, RequestStatus, Role
from im.groups.rules import ADMINS, MANAGERS, Deed, Standing


def is_logged(standing: Standing) -> bool:
    """The operation log tells what managers and trusted callers do, not what members do for themselves."""
    return standing.trusted or standing.role in MANAGERS


def account(found: Account | None) -> Account:
    if found is None:
        raise Missing(ACCOUNT_MISSING, "no such account")
    return found


def member(place: GroupMember | None) -> GroupMember:
    if place is None:
        raise Missing(ACCOUNT_MISSING, "no such member in this group")
    return place


def may_add(standing: Standing, user_ids: Collection[str]) -> bool:
    """Whether those named have to be accepted first: a plain member only proposes, unless the group is free.

    Oneself one adds where the group is free to join.
    """
    group = standing.group
    if standing.trusted:
        return False
    if standing.is_alone(user_ids):
        if standing.place is None and group.join_option != JoinOption.FREE:
            raise Forbidden(GROUP_FORBIDDEN, "one does not join this group without being asked or accepted")
        return False
    standing.require(Deed.INVITE)
    return group.join_option != JoinOption.FREE and not standing.may(Deed.ADD)


def may_apply(standing: Standing) -> None:
    if standing.place is not None:
        raise Refusal(ALREADY_MEMBER, "is a member already")
    if standing.group.join_option == JoinOption.DISABLED:
        raise Forbidden(GROUP_FORBIDDEN, "the group takes no join requests")


def full() -> Refusal:
    return Refusal(GROUP_FULL, "the group is full")


def room(group: Group) -> None:
    if group.is_full:
        raise full()


def may_remove(standing: Standing, place: GroupMember) -> None:
    """The owner goes by nobody's word, his own neither: the group would have none."""
    if place.role == Role.OWNER:
        raise BadParameter("userId", "is the owner: hand the group over first")
    itself = standing.account is not None and standing.account.pk == place.account_id
    if not itself and not standing.outranks(place):
        raise Forbidden(GROUP_FORBIDDEN, "is not below you in this group")


def may_mute(standing: Standing, place: GroupMember | None) -> GroupMember:
    if place is None:
        raise Forbidden(GROUP_FORBIDDEN, "is not a member of this group")
    if not standing.outranks(place):
        raise Forbidden(GROUP_FORBIDDEN, "is not below you in this group")
    return place


def may_change_roles(places: Sequence[GroupMember]) -> None:
    if any(place.role == Role.OWNER for place in places):
        raise BadParameter("userId", "is the owner: hand the group over instead")


def room_for_admins(group: Group) -> None:
    """Counted when they have been made: what is too many is taken back with the refusal."""
    if GroupMember.objects.filter(group=group, active=True, role=Role.ADMIN).count() > ADMINS:
        raise BadParameter("role", f"a group has at most {ADMINS} admins beside its owner")


def heir(place: GroupMember | None) -> GroupMember:
    if place is None:
        raise BadParameter("newOwnerId", "is not a member of this group")
    if place.role == Role.OWNER:
        raise BadParameter("newOwnerId", "is the owner already")
    return place


def open_one(request: JoinRequest | None) -> JoinRequest:
    if request is None:
        raise Missing(REQUEST_MISSING, "no such request")
    if request.status != RequestStatus.PENDING:
        raise Refusal(ALREADY_HANDLED, "the request was handled already")
    return request
