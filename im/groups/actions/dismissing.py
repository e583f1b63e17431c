"""A group ends: what was said in it stays, to be read by its members of this moment."""

from django.db import transaction

from accounts.callers import Caller
from accounts.models import Account
from config.clock import moment, now_ms
from im.groups.actions.telling import note, tell
from im.groups.models import GroupStatus, JoinRequest, RequestStatus
from im.groups.rules import Deed, Standing, standing_in


@transaction.atomic
def dismiss(*, group_id: str, account: Account | None, by: Caller, reason: str = "") -> None:
    """Its members stay what they were. Who waits to be let in hears of it too."""
    standing = standing_in(group_id, by=by, account=account, lock=True)
    standing.require(Deed.DISMISS)
    end(standing, reason=reason)


def end(standing: Standing, *, reason: str = "") -> None:
    """The group's row is locked."""
    group, now = standing.group, moment(now_ms())
    group.status, group.dismissed_at, group.updated_at = GroupStatus.DISMISSED, now, now
    group.save(update_fields=["status", "dismissed_at", "updated_at"])
    waiting = JoinRequest.objects.filter(group=group, status=RequestStatus.PENDING)
    applicants = list(waiting.order_by("pk").values_list("account__user_id", flat=True))
    waiting.update(status=RequestStatus.REJECTED, handled_at=now, handler_id=standing.by.actor_id)
    note(standing, "GROUP_DISMISS", {"reason": reason})
    tell(standing, "dismissed", also=applicants, reason=reason)
