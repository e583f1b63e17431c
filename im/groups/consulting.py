"""What the app's moderator is asked before a group is made, somebody joins it, or somebody is called in."""

from typing import Any, Final

from rest_framework.request import Request

from accounts.callers import Caller
from accounts.models import Account
from im.before import denials, require_allowed
from im.groups import actions
from im.groups.models import JoinRequest
from im.groups.outcomes import request_shown
from im.groups.rules import Standing
from im.groups.serializers.members import AddManyMembers, AddMembers
from im.groups.serializers.requests import AskToJoin
from im.groups.shapes import described
from webhooks import asking

BEFORE_CREATE: Final = "group.before_create"
BEFORE_JOIN: Final = "group.before_join"
BEFORE_INVITE: Final = "group.before_invite"


def ask_to_create(view: Any, request: Request) -> None:
    group, user_ids = actions.foresee_group(app=view.app, by=view.caller, **view.wanted_group())
    view.foreseen = user_ids
    data = {**described(group), "operatorId": view.caller.actor_id, "userIds": user_ids}
    if not group.group_id:
        del data["groupId"]
    require_allowed(view.caller, BEFORE_CREATE, data)


def ask_to_join(view: Any, request: Request, group_id: str) -> None:
    body, group_id, account = view.read(AskToJoin), view.group_id(group_id), view.actor()
    wish = actions.foresee_request(account=account, by=view.caller, group_id=group_id, **body)
    if wish.pk is not None:  # nobody is asked about it, so nothing else comes of the call
        view.waiting = wish
    else:
        require_allowed(view.caller, BEFORE_JOIN, _join_data(wish, view.caller))


def ask_to_add(view: Any, request: Request, group_id: str) -> None:
    _ask_to_add(view, group_id, view.read(AddMembers))


def ask_to_add_many(view: Any, request: Request, group_id: str) -> None:
    _ask_to_add(view, group_id, view.read(AddManyMembers))


def _ask_to_add(view: Any, group_id: str, body: dict[str, Any]) -> None:
    """One question for all that would come. Who adds nobody but himself joins. The others stay as they were
    found, whatever changes meanwhile: nobody comes in unasked.
    """
    user_ids, reason = body["userIds"], body["inviteReason"]
    group_id, whose = view.group_id(group_id), view.whose()
    standing, people, others = actions.foresee_members(group_id=group_id, user_ids=user_ids, **whose)
    joins = standing.is_alone(user_ids) and not standing.trusted
    name = BEFORE_JOIN if joins else BEFORE_INVITE
    if not asking.is_asked(view.app.pk, name):
        return
    view.settled = others
    if not people:
        return
    if joins:
        wish = JoinRequest(group=standing.group, account=people[0], message=reason)
        data = _join_data(wish, view.caller)
    else:
        data = _invite_data(standing, people, reason)
    asked = denials(view.caller, name, {"": data})
    view.denied = {person.user_id: refusal for refusal in asked.values() for person in people}


def _join_data(wish: JoinRequest, by: Caller) -> dict[str, Any]:
    shown = request_shown(wish)
    del shown["requestId"]
    common = {"groupId": wish.group.group_id, "operatorId": by.actor_id}
    return {**common, "userIds": [shown["userId"]], **shown}


def _invite_data(standing: Standing, people: list[Account], reason: str) -> dict[str, Any]:
    return {
        "groupId": standing.group.group_id,
        "operatorId": standing.by.actor_id,
        "userIds": [person.user_id for person in people],
        "memberCount": standing.group.member_count,
        "inviteReason": reason,
    }
