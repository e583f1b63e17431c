"""A deleted account leaves its groups: at once where they are few, else a sweep takes it out one by one.

Each group is a transaction of its own and done when the account's place in it is; whatever dies in between,
the departure's row stands until nothing is left.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Case, IntegerField, Value, When

from accounts.callers import Caller
from accounts.models import Account, AccountStatus, Operator
from config.api.errors import Missing
from config.clock import moment, now_ms
from im.groups.actions.dismissing import end
from im.groups.actions.leaving import part
from im.groups.actions.locking import stay
from im.groups.actions.roles import hand_over
from im.groups.actions.telling import note
from im.groups.models import Departure, Group, GroupMember, GroupStatus, JoinRequest, RequestStatus, Role
from im.groups.rules import standing_in

AT_ONCE = 50


@transaction.atomic
def begin(*, account: Account, operator_id: str, messages: bool) -> None:
    """In the transaction that deletes the account. Nobody waits for his answer any more."""
    JoinRequest.objects.filter(account=account, status=RequestStatus.PENDING).delete()
    earlier = Departure.objects.filter(account=account)  # it was imported anew and did not stay for long
    messages = messages or earlier.filter(messages=True).exists()
    earlier.delete()
    Departure.objects.create(
        account=account,
        operator_id=operator_id,
        messages=messages,
        created_at=moment(now_ms()),
    )


def finish_soon(account_id: int) -> None:
    """Right after the deletion, unless it would keep its caller waiting."""
    departure = _begun(account_id)
    if departure is not None and len(_left(departure)[: AT_ONCE + 1]) <= AT_ONCE:
        leave_all(departure)


def waiting() -> list[int]:
    """The accounts whose departures are not over, the oldest first."""
    return list(Departure.objects.order_by("created_at").values_list("pk", flat=True))


def finish(account_id: int) -> None:
    departure = _begun(account_id)
    if departure is not None:
        leave_all(departure)


def leave_all(departure: Departure) -> None:
    by = _caller(departure)
    for group_id in _left(departure):
        _leave(departure, group_id, by)
    departure.done(groups=False)


def _begun(account_id: int) -> Departure | None:
    return Departure.objects.select_related("account__app").filter(pk=account_id, groups=True).first()


def _left(departure: Departure) -> Sequence[str]:
    """The groups it is still in. Of those that were dismissed it is a member of the past."""
    places = GroupMember.objects.filter(
        account=departure.account_id,
        active=True,
        joined_at__lte=departure.created_at,
        group__status=GroupStatus.ACTIVE,
    )
    return list(places.order_by("group").values_list("group__group_id", flat=True))


@transaction.atomic
def _leave(departure: Departure, group_id: str, by: Caller) -> None:
    try:
        standing = standing_in(group_id, by=by, account=None, lock=True)
    except Missing:  # dismissed meanwhile
        return
    places = GroupMember.objects.filter(group=standing.group, account=departure.account_id, active=True)
    place = places.filter(joined_at__lte=departure.created_at).select_related("account").first()
    if place is None:
        return
    if place.role == Role.OWNER:
        heir = _heir(standing.group, departure.account)
        if heir is None:
            end(standing)
            return
        hand_over(standing, heir)
        detail = {"ownerId": heir.account.user_id, "previousOwnerId": place.account.user_id}
        note(standing, "GROUP_TRANSFER", detail)
    part(standing, [place])


def _heir(group: Group, owner: Account) -> GroupMember | None:
    """The oldest admin, else the oldest member."""
    admins_first = Case(When(role=Role.ADMIN, then=Value(0)), default=Value(1), output_field=IntegerField())
    others = GroupMember.objects.filter(group=group, active=True).exclude(account=owner)
    others = others.exclude(account__status=AccountStatus.DELETED)
    for place in others.order_by(admins_first, "joined_at", "pk").select_related("account").iterator():
        if stay(owner.app, keys=[place.account_id]):  # it may be deleted at this moment
            return place
    return None


def _caller(departure: Departure) -> Caller:
    """Whoever deleted it: what follows from that is his deed."""
    app, name = departure.account.app, departure.operator_id
    if name == "server":
        return Caller(role="S", app=app)
    if name.startswith("operator:"):
        operator = Operator.objects.filter(username=name.removeprefix("operator:")).first()
        return Caller(role="T", app=app, operator=operator)
    return Caller(role="A", app=app, account=Account.objects.of_app(app).filter(user_id=name).first())
