"""Members come: called in by others, by themselves where a group is free, or by an accepted request."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction

from accounts.callers import Caller
from accounts.models import Account
from config.clock import moment, now_ms
from im.groups import requirements as require
from im.groups.actions.asking import ask
from im.groups.actions.locking import places_of, stand, stay
from im.groups.actions.telling import note, tell
from im.groups.models import FOUND, GroupMember, Role
from im.groups.rules import Standing, standing_in

# Who was a member before has a row that comes to life again; what he was muted for is not over by that.
REVIVED = ["active", "role", "name_card", "custom", "joined_at", "updated_at", *FOUND]
NOBODY: Final[Mapping[str, str]] = {}


@transaction.atomic
def add(
    *,
    group_id: str,
    user_ids: Sequence[str],
    account: Account | None,
    by: Caller,
    silence: bool = False,
    reason: str = "",
    settled: Mapping[str, str] = NOBODY,
) -> dict[str, str]:
    """By userId ADDED, ALREADY, PENDING, FULL, or FAILED where there is no such account.

    `settled`: those whom `foresee` found otherwise; nobody was asked about them, so they stay out.
    """
    standing, people = stand(group_id, by=by, account=account, user_ids=user_ids)
    asking = require.may_add(standing, user_ids)
    outcomes, wanted = _sorted(standing, people, user_ids, settled, asking=asking)
    if asking:
        ask(standing, wanted, message=reason, inviter=account)
    elif wanted:
        enter(standing, wanted, quiet=silence, reason=reason)
    if wanted and require.is_logged(standing):
        note(standing, "GROUP_ADD_MEMBER", {"userIds": [person.user_id for person in wanted]})
    return outcomes


@transaction.atomic
def foresee(
    *, group_id: str, user_ids: Sequence[str], account: Account | None, by: Caller
) -> tuple[Standing, list[Account], dict[str, str]]:
    """How the caller stands, who would be added or proposed as things stand, and what would become of the
    others. Nothing is written.
    """
    people = stay(by.tenant, user_ids=user_ids)
    standing = standing_in(group_id, by=by, account=account)
    asking = require.may_add(standing, user_ids)
    outcomes, wanted = _sorted(standing, people, user_ids, NOBODY, asking=asking)
    for person in wanted:
        del outcomes[person.user_id]
    return standing, wanted, outcomes


def _sorted(
    standing: Standing,
    people: Mapping[str, Account],
    user_ids: Sequence[str],
    settled: Mapping[str, str],
    *,
    asking: bool,
) -> tuple[dict[str, str], list[Account]]:
    """What becomes of each, and for whom something is to be done."""
    members = places_of(standing.group, people.values())
    room = standing.group.max_members - standing.group.member_count
    outcomes = dict(settled)
    wanted: list[Account] = []
    for user_id in user_ids:
        if user_id in outcomes:
            continue
        if user_id not in people:
            outcomes[user_id] = "FAILED"
        elif user_id in members:
            outcomes[user_id] = "ALREADY"
        elif room <= (0 if asking else len(wanted)):
            outcomes[user_id] = "FULL"
        else:
            wanted.append(people[user_id])
            outcomes[user_id] = "PENDING" if asking else "ADDED"
    return outcomes, wanted


def enter(standing: Standing, newcomers: Sequence[Account], *, quiet: bool = False, reason: str = "") -> None:
    """There is room for them, none is a member, and the group's row is locked."""
    group, now = standing.group, moment(now_ms())
    places = [
        GroupMember(
            app_id=group.app_id,
            group=group,
            account=person,
            role=Role.MEMBER,
            joined_at=now,
            updated_at=now,
        )
        for person in sorted(newcomers, key=lambda person: person.pk)
    ]
    for place in places:
        place.find_by(place.account)
    GroupMember.objects.bulk_create(
        places, update_conflicts=True, unique_fields=["group", "account"], update_fields=REVIVED
    )
    group.member_count += len(places)
    group.updated_at = now
    group.save(update_fields=["member_count", "updated_at"])
    names = [person.user_id for person in newcomers]
    tell(
        standing,
        "member_joined",
        names,
        also=names,
        quiet=quiet,
        memberCount=group.member_count,
        inviteReason=reason,
    )
    if group.is_full:
        tell(standing, "full", memberCount=group.member_count, maxMembers=group.max_members)
