"""Who may not speak in a group, and until when."""

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
from im.moderation import rules as moderation


@transaction.atomic
def mute(
    *, group_id: str, user_ids: Sequence[str], seconds: int, account: Account | None, by: Caller
) -> dict[str, int | Refusal]:
    """For so many seconds, 0 unmutes, -1 is for ever. By userId until when (epoch ms), or why not."""
    standing, people = stand(group_id, by=by, account=account, user_ids=user_ids)
    standing.require(Deed.MUTE)
    until = moderation.until(seconds, now_ms())
    places = places_of(standing.group, people.values())
    outcomes: dict[str, int | Refusal] = {
        user_id: _judged(standing, places.get(user_id), until) for user_id in user_ids
    }
    names = [user_id for user_id, outcome in outcomes.items() if not isinstance(outcome, Refusal)]
    if names:
        muted = GroupMember.objects.filter(pk__in=[places[name].pk for name in names])
        muted.update(muted_until=until, updated_at=moment(now_ms()))
        tell(standing, "member_muted", names, duration=seconds, muteUntil=until)
        note(standing, "GROUP_MUTE", {"userIds": names, "duration": seconds, "muteUntil": until})
    return outcomes


def _judged(standing: Standing, place: GroupMember | None, until: int) -> int | Refusal:
    try:
        require.may_mute(standing, place)
    except Refusal as refusal:
        return refusal
    return until
