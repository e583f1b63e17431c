"""Who is what in a group: admins come and go, the group changes hands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.callers import Caller
from accounts.models import Account
from config.clock import moment, now_ms
from im.groups import requirements as require
from im.groups.actions.joining import enter
from im.groups.actions.locking import places_of, stand
from im.groups.actions.telling import note, tell
from im.groups.models import FOUND, Group, GroupMember, Role
from im.groups.rules import Deed, Standing
from journal.audit import changes


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be set of members; None is left as it is."""

    role: str | None = None
    name_card: str | None = None
    custom: dict[str, Any] | None = None

    def given(self) -> dict[str, Any]:
        every = {"role": self.role, "name_card": self.name_card, "custom": self.custom}
        return {name: value for name, value in every.items() if value is not None}


@transaction.atomic
def set_roles(
    *, group_id: str, user_ids: Sequence[str], change: Change, account: Account | None, by: Caller
) -> list[GroupMember]:
    """All or none. Answers the members as they are now, each once, in the order asked for."""
    standing, people = stand(group_id, by=by, account=account, user_ids=user_ids)
    own_card = change.role is None and change.custom is None and standing.is_alone(user_ids)
    standing.require(Deed.READ if own_card else Deed.SET_ROLES)
    places = places_of(standing.group, people.values())
    chosen = [require.member(places.get(user_id)) for user_id in dict.fromkeys(user_ids)]
    if change.role is not None:
        require.may_change_roles(chosen)
    before = {place.account.user_id: _standing(place) for place in chosen}
    changed = [place for place in chosen if _apply(place, change)]
    if changed:
        GroupMember.objects.filter(pk__in=[place.pk for place in changed]).update(
            **change.given(), updated_at=moment(now_ms())
        )
        if change.name_card is not None:
            _find_by_card(changed)
        require.room_for_admins(standing.group)
        _tell(standing, changed, change)
        if standing.trusted or not own_card:
            _note(standing, changed, before)
    return chosen


@transaction.atomic
def transfer(
    *,
    group_id: str,
    new_owner_id: str,
    account: Account | None,
    by: Caller,
    add_if_missing: bool = False,
) -> tuple[Group, str | None]:
    """The former owner stays on as a member. Answers the group and who he is."""
    standing, people = stand(group_id, by=by, account=account, user_ids=[new_owner_id])
    standing.require(Deed.TRANSFER)
    places = places_of(standing.group, people.values())
    if add_if_missing and new_owner_id not in places:
        newcomer = require.account(people.get(new_owner_id))
        require.room(standing.group)
        enter(standing, [newcomer])
        places = places_of(standing.group, [newcomer])
    place = require.heir(places.get(new_owner_id))
    previous = hand_over(standing, place)
    note(standing, "GROUP_TRANSFER", {"ownerId": new_owner_id, "previousOwnerId": previous})
    return standing.group, previous


def hand_over(standing: Standing, heir: GroupMember) -> str | None:
    """The group's row is locked. The former owner goes first: a group never has two."""
    group, now = standing.group, moment(now_ms())
    owners = GroupMember.objects.filter(group=group, active=True, role=Role.OWNER)
    previous = owners.values_list("account__user_id", flat=True).first()
    owners.update(role=Role.MEMBER, updated_at=now)
    # Nobody in the group could lift the owner's own mute.
    GroupMember.objects.filter(pk=heir.pk).update(role=Role.OWNER, muted_until=0, updated_at=now)
    group.owner, group.updated_at = heir.account, now
    group.save(update_fields=["owner", "updated_at"])
    names = [heir.account.user_id, *([] if previous is None else [previous])]
    tell(standing, "owner_changed", names, ownerId=heir.account.user_id, previousOwnerId=previous)
    return previous


def _apply(place: GroupMember, change: Change) -> bool:
    """Whether it makes a difference."""
    wanted = change.given()
    before = {name: getattr(place, name) for name in wanted}
    for name, value in wanted.items():
        setattr(place, name, value)
    return before != wanted


def _find_by_card(changed: Sequence[GroupMember]) -> None:
    for place in changed:
        place.find_by(place.account)
    GroupMember.objects.bulk_update(changed, FOUND)


def _standing(place: GroupMember) -> dict[str, Any]:
    return {"role": str(place.role), "nameCard": place.name_card, "custom": place.custom}


def _tell(standing: Standing, changed: Sequence[GroupMember], change: Change) -> None:
    """No word among the messages where only name cards or the like were changed."""
    names = [place.account.user_id for place in changed]
    what: dict[str, Any] = {"role": change.role, "nameCard": change.name_card, "custom": change.custom}
    tell(standing, "role_changed", names, quiet=change.role is None, **what)


def _note(
    standing: Standing, changed: Sequence[GroupMember], before: Mapping[str, Mapping[str, Any]]
) -> None:
    """Of each member from what to what."""
    now = {place.account.user_id: _standing(place) for place in changed}
    what = {name: changes(before[name], values) for name, values in now.items()}
    note(standing, "GROUP_SET_ROLE", {"userIds": list(now), "changed": what})
