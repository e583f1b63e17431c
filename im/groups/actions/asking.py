"""Wishes for a place in a group: made by whoever wants to join, or by a plain member for somebody else."""

from collections.abc import Iterable, Sequence

from accounts.models import Account
from im import events
from im.groups.models import GroupMember, JoinRequest, RequestStatus
from im.groups.outcomes import request_shown
from im.groups.rules import MANAGERS, Standing


def open_request(standing: Standing, account: Account) -> JoinRequest | None:
    requests = JoinRequest.objects.filter(group=standing.group, account=account)
    return requests.filter(status=RequestStatus.PENDING).select_related("account", "inviter").first()


def ask(
    standing: Standing,
    people: Sequence[Account],
    *,
    message: str = "",
    source: str = "",
    inviter: Account | None = None,
) -> list[JoinRequest]:
    """New ones only for those who have none open. The group's row is locked: nobody else makes any."""
    group = standing.group
    pending = JoinRequest.objects.filter(group=group, account__in=people, status=RequestStatus.PENDING)
    waiting = set(pending.values_list("account_id", flat=True))
    new = [
        JoinRequest(
            app_id=group.app_id, group=group, account=person, inviter=inviter, message=message, source=source
        )
        for person in people
        if person.pk not in waiting
    ]
    JoinRequest.objects.bulk_create(new)
    tell_requests(standing, new, to=_managers(standing) if new else [])
    return new


def tell_requests(
    standing: Standing, requests: Iterable[JoinRequest], *, to: Sequence[str] | None = None
) -> None:
    """To those named, else each to its applicant."""
    events.join_events(
        [(request_shown(request), to or [request.account.user_id]) for request in requests],
        app=standing.by.tenant,
        group_id=standing.group.group_id,
        operator_id=standing.by.actor_id,
    )


def _managers(standing: Standing) -> list[str]:
    places = GroupMember.objects.filter(group=standing.group, active=True, role__in=MANAGERS)
    return list(places.order_by("pk").values_list("account__user_id", flat=True))
