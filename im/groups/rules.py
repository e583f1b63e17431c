"""Who may do what in a group: the table of roles and deeds, and how somebody stands in a group."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from accounts.callers import Caller
from accounts.models import Account
from config.api.errors import Forbidden, Missing
from config.api.status import GROUP_FORBIDDEN, GROUP_MISSING, ROLE_TOO_LOW
from im.groups.models import Group, GroupMember, GroupStatus, Managers, Role, Visibility

ADMINS: Final = 10  # beside the owner

RANK: Final = {Role.MEMBER: 1, Role.ADMIN: 2, Role.OWNER: 3}


class Deed(StrEnum):
    READ = "see the members"
    UPDATE = "change the group"
    ADD = "add members"
    INVITE = "invite others"
    REMOVE = "remove members"
    HANDLE = "handle join requests"
    ATTRIBUTES = "change attributes"
    MUTE = "mute members"
    CALL_ALL = "call all members"
    SET_ROLES = "give and take roles"
    TRANSFER = "hand the group over"
    DISMISS = "dismiss the group"


EVERYONE: Final = frozenset(Role)
MANAGERS: Final = frozenset({Role.OWNER, Role.ADMIN})
OWNER: Final = frozenset({Role.OWNER})

ROLES: Final[dict[Deed, frozenset[Role]]] = {
    Deed.READ: EVERYONE,
    Deed.UPDATE: MANAGERS,
    Deed.ADD: MANAGERS,
    Deed.INVITE: MANAGERS,  # everyone, where the group's inviteOption says so
    Deed.REMOVE: MANAGERS,
    Deed.HANDLE: MANAGERS,
    Deed.ATTRIBUTES: MANAGERS,  # everyone, where its attributeOption says so
    Deed.MUTE: MANAGERS,
    Deed.CALL_ALL: MANAGERS,
    Deed.SET_ROLES: OWNER,
    Deed.TRANSFER: OWNER,
    Deed.DISMISS: OWNER,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a caller stands in a group; the operation log takes it as who did it.

    `account`: who acts, None where a trusted caller names nobody. `place`: his membership, None where he has
    none. `trusted`: A, S and T, whom no role binds.
    """

    group: Group
    account: Account | None
    place: GroupMember | None
    by: Caller

    @property
    def trusted(self) -> bool:
        return self.by.trusted

    @property
    def role(self) -> Role | None:
        return Role(self.place.role) if self.place is not None else None

    @property
    def operator_id(self) -> str:
        return self.by.operator_id

    @property
    def operator_role(self) -> str:
        """A, S, T, OWNER or ADMIN; MEMBER where a group lets its members do what is logged."""
        return self.by.operator_role if self.trusted or self.role is None else str(self.role)

    @property
    def ip(self) -> str:
        return self.by.ip

    @property
    def user_agent(self) -> str:
        return self.by.user_agent

    @property
    def comment(self) -> str:
        return self.by.comment

    def may(self, deed: Deed) -> bool:
        return self.trusted or (self.role is not None and self.role in self._roles(deed))

    def require(self, deed: Deed) -> None:
        """403 `10007` where the role does not allow it."""
        if not self.may(deed):
            raise Forbidden(GROUP_FORBIDDEN, f"your role in this group does not allow you to {deed}")

    def outranks(self, other: GroupMember) -> bool:
        """Managers act on those below them only; nobody binds A, S and T."""
        return self.trusted or (self.role is not None and RANK[self.role] > RANK[Role(other.role)])

    def is_alone(self, user_ids: Collection[str]) -> bool:
        """Whether nobody is named but he who acts."""
        return self.account is not None and set(user_ids) == {self.account.user_id}

    def _roles(self, deed: Deed) -> frozenset[Role]:
        opened = {Deed.INVITE: self.group.invite_option, Deed.ATTRIBUTES: self.group.attribute_option}
        return EVERYONE if opened.get(deed) == Managers.MEMBERS else ROLES[deed]


def missing() -> Missing:
    return Missing(GROUP_MISSING, "no such group")


def standing_in(group_id: str, *, by: Caller, account: Account | None, lock: bool = False) -> Standing:
    """How the caller stands in a group that is there. `lock` keeps the group's row till the transaction ends.

    404 `10010` where there is none, it was dismissed, or it is PRIVATE and not the caller's.
    """
    groups = Group.objects.of_app(by.tenant).select_related("conversation", "owner")
    if lock:
        groups = groups.select_for_update(no_key=True, of=("self",))
    return _standing(groups.filter(group_id=group_id, status=GroupStatus.ACTIVE).first(), by, account)


def past_standing_in(group_id: str, *, by: Caller, account: Account | None) -> Standing:
    """The same also for a dismissed group, which its members of that moment can still read."""
    group = (
        Group.objects.of_app(by.tenant)
        .select_related("conversation", "owner")
        .filter(group_id=group_id)
        .first()
    )
    standing = _standing(group, by, account)
    if standing.group.status == GroupStatus.DISMISSED and standing.place is None and not by.trusted:
        raise missing()
    return standing


def require_size(wanted: int, by: Caller) -> None:
    """How large a group may be made: beyond the app's setting only A, S and T may go."""
    most: int = by.tenant.setting("maxMembers")
    if wanted > most and not by.trusted:
        raise Forbidden(ROLE_TOO_LOW, f"groups have at most {most} members, unless an administrator says so")


def require_in(standing: Standing) -> None:
    """Only for members: a PUBLIC group is no secret to others, its members are."""
    standing.require(Deed.READ)


def _standing(group: Group | None, by: Caller, account: Account | None) -> Standing:
    if group is None:
        raise missing()
    place = None
    if account is not None:
        place = GroupMember.objects.filter(group=group, account=account, active=True).first()
    if place is None and group.visibility == Visibility.PRIVATE and not by.trusted:
        raise missing()
    return Standing(group, account, place, by)
