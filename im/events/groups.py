"""Groups, their members and who wants in."""

from collections.abc import Sequence
from typing import Any

from accounts.models import App
from im.events.telling import record_one
from journal.facts import Audience, Fact
from journal.outbox import record

OF_GROUPS = {
    "updated": "group.updated",
    "dismissed": "group.dismissed",
    "attributes_changed": "group.attributes_changed",
    "member_joined": "group.member_joined",
    "member_left": "group.member_left",
    "member_muted": "group.member_muted",
    "role_changed": "group.role_changed",
    "owner_changed": "group.owner_changed",
    "full": "group.full",
}


OF_JOIN_REQUESTS = {
    "PENDING": "group.join_requested",
    "ACCEPTED": "group.join_accepted",
    "REJECTED": "group.join_rejected",
}


def group_created(shown: dict[str, Any], *, app: App, operator_id: str, user_ids: Sequence[str]) -> None:
    """To its first members, one by one: the group's channel begins with it."""
    data = {**shown, "operatorId": operator_id, "userIds": list(user_ids)}
    record_one("group.created", app, data, Audience(users=tuple(user_ids)))


def group_event(
    name: str,
    *,
    app: App,
    group_id: str,
    conversation_id: int,
    operator_id: str,
    user_ids: Sequence[str] = (),
    also: Sequence[str] = (),
    quiet: bool = False,
    durable: bool = True,
    **changed: Any,
) -> None:
    """Whatever else happens in a group: to its members, and to `also`, who are not or no longer among them.

    `user_ids`: whom it is about. `changed`: what else the event says, under its names on the wire.
    """
    data = {"groupId": group_id, "operatorId": operator_id, "userIds": list(user_ids), **changed}
    audience = Audience(users=tuple(also), conversation_id=conversation_id)
    record_one(OF_GROUPS[name], app, data, audience, quiet=quiet, durable=durable)


def join_events(
    requests: Sequence[tuple[dict[str, Any], Sequence[str]]],
    *,
    app: App,
    group_id: str,
    operator_id: str,
) -> None:
    """One for each, with who hears of it: of a new request owner and admins, of an answer its applicant."""
    common = {"groupId": group_id, "operatorId": operator_id}
    facts = []
    for shown, to in requests:
        data = {**common, "userIds": [shown["userId"]], **shown}
        name = OF_JOIN_REQUESTS[shown["status"]]
        facts.append(Fact(name, app.pk, app.app_key, data, Audience(users=tuple(to))))
    if facts:
        record(*facts)
