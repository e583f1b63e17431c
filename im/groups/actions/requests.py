"""Join requests: made by whoever wants in, answered by who manages the group."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.callers import Caller
from accounts.models import Account
from config.api.errors import Refusal
from config.clock import moment, now_ms
from im.groups import requirements as require
from im.groups.actions.asking import ask, open_request, tell_requests
from im.groups.actions.joining import enter
from im.groups.actions.locking import places_of, stand
from im.groups.actions.telling import note
from im.groups.models import JoinOption, JoinRequest, RequestStatus
from im.groups.rules import Deed, Standing, standing_in

LOGGED = {RequestStatus.ACCEPTED: "GROUP_JOIN_ACCEPT", RequestStatus.REJECTED: "GROUP_JOIN_REJECT"}
Outcomes = dict[int, JoinRequest | Refusal]


@transaction.atomic
def apply(
    *, group_id: str, account: Account, by: Caller, message: str = "", source: str = ""
) -> JoinRequest | None:
    """The open request, the same one when it is repeated; None where the account is a member at once."""
    standing, people = stand(group_id, by=by, account=account)
    applicant = people[account.user_id]
    waiting = _waiting(standing, applicant)
    if waiting is not None:
        return waiting
    if standing.group.join_option == JoinOption.FREE:
        enter(standing, [applicant])
        return None
    return ask(standing, [applicant], message=message, source=source)[0]


def foresee(
    *, group_id: str, account: Account, by: Caller, message: str = "", source: str = ""
) -> JoinRequest:
    """The request that would be made, also where the group is free to join; or the one that is open."""
    standing = standing_in(group_id, by=by, account=account)
    waiting = _waiting(standing, account)
    if waiting is not None:
        return waiting
    return JoinRequest(group=standing.group, account=account, message=message, source=source)


def _waiting(standing: Standing, applicant: Account) -> JoinRequest | None:
    """The open request. Where there is none, there is room for a new one or a member."""
    require.may_apply(standing)
    free = standing.group.join_option == JoinOption.FREE
    waiting = None if free else open_request(standing, applicant)
    if waiting is None:
        require.room(standing.group)
    return waiting


def handle(*, request_id: int, **asked: Any) -> JoinRequest:
    """One request. Raises the refusal."""
    outcome = handle_many(request_ids=[request_id], **asked)[request_id]
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


@transaction.atomic
def handle_many(
    *,
    group_id: str,
    request_ids: Sequence[int],
    status: RequestStatus,
    account: Account | None,
    by: Caller,
    message: str = "",
) -> Outcomes:
    """Accepts or rejects. By requestId the request as it is now, or why it could not be."""
    applicants = JoinRequest.objects.filter(pk__in=request_ids, app=by.tenant, group__group_id=group_id)
    keys = list(applicants.values_list("account_id", flat=True))
    standing, people = stand(group_id, by=by, account=account, keys=keys)
    standing.require(Deed.HANDLE)
    found = JoinRequest.objects.filter(group=standing.group).select_related("account", "inviter")
    requests = found.in_bulk(request_ids)
    outcomes: Outcomes = {}
    newcomers = _Newcomers(standing, people)
    for request_id in request_ids:
        if request_id not in outcomes:
            outcomes[request_id] = _tried(requests.get(request_id), status, newcomers)
    handled = [outcome for outcome in outcomes.values() if isinstance(outcome, JoinRequest)]
    if handled:
        _write(standing, handled, status, message)
        if newcomers.wanted:
            enter(standing, newcomers.wanted)
        tell_requests(standing, handled)
    return outcomes


class _Newcomers:
    """Those whom a batch lets in, as long as there is room."""

    def __init__(self, standing: Standing, people: dict[str, Account]) -> None:
        self.people = people
        self.members = places_of(standing.group, people.values())
        self.room = standing.group.max_members - standing.group.member_count
        self.wanted: list[Account] = []

    def take(self, request: JoinRequest) -> None:
        """Who is a member already needs no place."""
        person = require.account(self.people.get(request.account.user_id))
        if person.user_id not in self.members:
            if len(self.wanted) >= self.room:
                raise require.full()
            self.wanted.append(person)


def _tried(
    request: JoinRequest | None, status: RequestStatus, newcomers: _Newcomers
) -> JoinRequest | Refusal:
    try:
        open_one = require.open_one(request)
        if status == RequestStatus.ACCEPTED:
            newcomers.take(open_one)
    except Refusal as refusal:
        return refusal
    return open_one


def _write(standing: Standing, handled: list[JoinRequest], status: RequestStatus, message: str) -> None:
    now = moment(now_ms())
    for request in handled:
        request.status, request.handled_at = status, now
        request.handler_id, request.handle_message = standing.by.actor_id, message
    JoinRequest.objects.bulk_update(handled, ["status", "handled_at", "handler_id", "handle_message"])
    detail = {
        "requestIds": [str(request.pk) for request in handled],
        "userIds": [request.account.user_id for request in handled],
        "message": message,
    }
    note(standing, LOGGED[status], detail)
