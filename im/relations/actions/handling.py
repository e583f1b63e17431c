"""Answers friend requests."""

from django.db import transaction

from accounts.callers import Caller
from accounts.models import Account, App
from im.relations import rules
from im.relations.actions.adding import enter, granted
from im.relations.actions.standing import Room, Standing, stand
from im.relations.actions.telling import tell
from im.relations.models import FriendRequest, RequestStatus


@transaction.atomic
def accept(*, request_id: int, account: Account, app: App, by: Caller) -> FriendRequest:
    """Makes them friends as was asked for. Where a list is full the request stays open."""
    standing, request = _open(request_id, account, app)
    room = Room(standing)
    enter(standing, room, granted(standing, room, request, []))
    return _handled(standing, request, RequestStatus.ACCEPTED, by)


@transaction.atomic
def reject(*, request_id: int, account: Account, app: App, by: Caller) -> FriendRequest:
    standing, request = _open(request_id, account, app)
    return _handled(standing, request, RequestStatus.REJECTED, by)


def _open(request_id: int, account: Account, app: App) -> tuple[Standing, FriendRequest]:
    """The account's to answer, under the locks of both; of two who answer at once one finds it handled."""
    found = FriendRequest.objects.filter(pk=request_id, receiver=account).select_related("sender").first()
    found = rules.require_open(found)
    standing = stand(account, app, [found.sender.user_id])
    now = FriendRequest.objects.get(pk=request_id)
    return standing, standing.requests[rules.require_open(now).sender_id, account.pk]


def _handled(standing: Standing, request: FriendRequest, status: RequestStatus, by: Caller) -> FriendRequest:
    standing.handle(request, status)
    standing.write()
    tell(standing, by)
    return request
