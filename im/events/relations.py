"""Friends and blacklists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import App
from im.events.telling import record_one
from journal.facts import Audience, Fact
from journal.outbox import record

REQUESTS = {"PENDING": "friend.requested", "ACCEPTED": "friend.accepted", "REJECTED": "friend.rejected"}


@dataclass(frozen=True, slots=True)
class ListChange:
    """Who came into an owner's friend list or left it, as the owner sees them.

    `durable`: for whoever listens durably this is the one that tells of it.
    """

    owner_id: str
    friends: list[dict[str, Any]]
    durable: bool = True


def friend_request(shown: dict[str, Any], *, app: App, operator_id: str, session: str) -> None:
    """Asked, accepted, rejected: to both. What a block cancels is told to nobody."""
    name = REQUESTS.get(shown["status"])
    if name is not None:
        data = {**shown, "operatorId": operator_id}
        record_one(name, app, data, Audience(users=(shown["fromId"], shown["toId"])), session=session)


def friends_added(changes: Sequence[ListChange], *, app: App, operator_id: str, session: str) -> None:
    """To each owner what came into his own list."""
    _record_changes("friend.added", changes, app, operator_id, session)


def friends_removed(changes: Sequence[ListChange], *, app: App, operator_id: str, session: str) -> None:
    _record_changes("friend.removed", changes, app, operator_id, session)


def friend_updated(shown: dict[str, Any], *, app: App, owner_id: str, operator_id: str, session: str) -> None:
    data = {"ownerId": owner_id, **shown, "operatorId": operator_id}
    record_one("friend.updated", app, data, Audience(users=(owner_id,)), session=session)


def blacklist_added(
    user_ids: Sequence[str], *, app: App, owner_id: str, operator_id: str, session: str
) -> None:
    """To the owner's other devices: who is blocked learns it by a refusal, if at all."""
    if user_ids:
        data = {"ownerId": owner_id, "userIds": list(user_ids), "operatorId": operator_id}
        record_one("blacklist.added", app, data, Audience(users=(owner_id,)), session=session)


def blacklist_removed(
    user_ids: Sequence[str], *, app: App, owner_id: str, operator_id: str, session: str
) -> None:
    if user_ids:
        data = {"ownerId": owner_id, "userIds": list(user_ids), "operatorId": operator_id}
        record_one("blacklist.removed", app, data, Audience(users=(owner_id,)), session=session)


def _record_changes(
    name: str, changes: Sequence[ListChange], app: App, operator_id: str, session: str
) -> None:
    facts = []
    for change in changes:
        data: dict[str, Any] = {"ownerId": change.owner_id, "operatorId": operator_id}
        if name == "friend.removed":
            data["friendIds"] = [friend["userId"] for friend in change.friends]
        else:
            data["friends"] = change.friends
        audience = Audience(users=(change.owner_id,))
        facts.append(
            Fact(
                name,
                app.pk,
                app.app_key,
                data,
                audience,
                skip_session=session,
                durable=change.durable,
            )
        )
    if facts:
        record(*facts)
