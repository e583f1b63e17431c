"""Members go: by themselves, or removed by who stands above them."""

from collections.abc import Sequence

from django.db import transaction

from accounts.callers import Caller
from accounts.models import Account
from config.api.errors import Refusal
from config.clock import moment, now_ms
from im.groups import requirements as require
from im.groups.actions.locking import places_of, stand
from im.groups.actions.telling import note, tell
from im.groups.models import GroupMember
from im.groups.rules import Deed, Standing


@transaction.atomic
def remove(
    *,
    group_id: str,
    user_id: str,
    account: Account | None,
    by: Caller,
    reason: str = "",
    silence: bool = False,
) -> None:
    """Who is no member has gone already. Oneself is to quit."""
    standing, people = stand(group_id, by=by, account=account, user_ids=[user_id])
    standing.require(Deed.READ if _is_self(standing, user_id) else Deed.REMOVE)
    place = places_of(standing.group, people.values()).get(user_id)
    if place is not None:
        require.may_remove(standing, place)
        part(standing, [place], reason=reason, quiet=silence)


@transaction.atomic
def remove_many(
    *,
    group_id: str,
    user_ids: Sequence[str],
    account: Account | None,
    by: Caller,
    reason: str = "",
    silence: bool = False,
) -> dict[str, Refusal | None]:
    """By userId, why he could not be removed, or None."""
    standing, people = stand(group_id, by=by, account=account, user_ids=user_ids)
    standing.require(Deed.REMOVE)
    places = places_of(standing.group, [people[name] for name in user_ids if name in people])
    outcomes: dict[str, Refusal | None] = {}
    for user_id in user_ids:
        outcomes[user_id] = _refusal(standing, places[user_id]) if user_id in places else None
    going = [place for user_id, place in places.items() if outcomes.get(user_id) is None]
    part(standing, going, reason=reason, quiet=silence)
    return outcomes


def part(standing: Standing, places: Sequence[GroupMember], *, reason: str = "", quiet: bool = False) -> None:
    """They are members, may be removed, and the group's row is locked. Who goes himself quits."""
    if not places:
        return
    group, now = standing.group, moment(now_ms())
    gone = GroupMember.objects.filter(pk__in=[place.pk for place in places])
    gone.update(active=False, updated_at=now)
    group.member_count -= len(places)
    group.updated_at = now
    group.save(update_fields=["member_count", "updated_at"])
    names = [place.account.user_id for place in places]
    quitting = [name for name in names if _is_self(standing, name)]
    kicked = [name for name in names if name not in quitting]
    for kind, who in (("QUIT", quitting), ("KICKED", kicked)):
        if who:
            tell(
                standing,
                "member_left",
                who,
                also=who,
                quiet=quiet,
                kind=kind,
                reason=reason,
                memberCount=group.member_count,
            )
    if kicked or standing.trusted:
        note(standing, "GROUP_REMOVE_MEMBER", {"userIds": names, "reason": reason})


def _is_self(standing: Standing, user_id: str) -> bool:
    return standing.account is not None and standing.account.user_id == user_id


def _refusal(standing: Standing, place: GroupMember) -> Refusal | None:
    try:
        require.may_remove(standing, place)
    except Refusal as refusal:
        return refusal
    return None
