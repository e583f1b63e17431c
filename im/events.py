"""The catalogue: everything IM tells the world, one function each. `docs/events.md` shows the shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import App
from config.clock import ms_or_none
from journal.facts import Audience, Fact, Order
from journal.outbox import record

REQUESTS = {"PENDING": "friend.requested", "ACCEPTED": "friend.accepted", "REJECTED": "friend.rejected"}
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


@dataclass(frozen=True, slots=True)
class ListChange:
    """Who came into an owner's friend list or left it, as the owner sees them.

    `durable`: for whoever listens durably this is the one that tells of it.
    """

    owner_id: str
    friends: list[dict[str, Any]]
    durable: bool = True


def message_sent(
    shown: dict[str, Any],
    *,
    app: App,
    operator_id: str,
    session: str,
    order: Order | None,
    sync_sender: bool,
    durable: bool,
) -> Fact:
    """The one event that its action records itself, since a whole batch of them leaves together."""
    return Fact(
        type="message.sent",
        app_id=app.pk,
        app_key=app.app_key,
        data={**shown, "operatorId": operator_id},
        audience=_chat_audience(shown),
        skip_session=session,
        skip_users=() if sync_sender else (shown["fromId"],),
        order=order,
        durable=durable,
    )


def message_batch_sent(shown: dict[str, Any], *, app: App, operator_id: str) -> None:
    """Once for all that listens durably; each receiver's sockets hear their own `message.sent`."""
    data = {**shown, "operatorId": operator_id}
    record(Fact("message.batch_sent", app.pk, app.app_key, data, socket=False))


def message_edited(
    shown: dict[str, Any], *, app: App, operator_id: str, unseen_by: Sequence[str] = ()
) -> None:
    """`unseen_by`: members to whom the message itself is not visible, so that its new text is not either."""
    data = {**shown, "operatorId": operator_id}
    _record("message.edited", app, data, _chat_audience(shown), skip_users=tuple(unseen_by))


def message_revoked(shown: dict[str, Any], *, app: App, revoked_by: str, revoked_at: Any) -> None:
    record(_revoked(shown, app, revoked_by, revoked_at))


def messages_purged(shown: Sequence[dict[str, Any]], *, app: App, revoked_by: str, revoked_at: Any) -> None:
    """To the sockets only: to whoever listens durably `account.deleted` has said that they go."""
    if shown:
        record(*(_revoked(message, app, revoked_by, revoked_at, durable=False) for message in shown))


def message_read(data: dict[str, Any], *, app: App, users: tuple[str, ...]) -> None:
    """To the peer of a single chat, or to those in a group whose messages asked for receipts."""
    _record("message.read", app, data, Audience(users=users))


def conversation_updated(
    shown: dict[str, Any], *, app: App, user_id: str, operator_id: str, session: str
) -> None:
    """To the owner's other devices only: a new message is `message.sent`, not this."""
    data = {**shown, "operatorId": operator_id}
    _record("conversation.updated", app, data, Audience(users=(user_id,)), session=session, durable=False)


def conversation_deleted(
    shown: dict[str, Any], *, app: App, user_id: str, operator_id: str, session: str
) -> None:
    data = {**shown, "operatorId": operator_id}
    _record("conversation.deleted", app, data, Audience(users=(user_id,)), session=session, durable=False)


def friend_request(shown: dict[str, Any], *, app: App, operator_id: str, session: str) -> None:
    """Asked, accepted, rejected: to both. What a block cancels is told to nobody."""
    name = REQUESTS.get(shown["status"])
    if name is not None:
        data = {**shown, "operatorId": operator_id}
        _record(name, app, data, Audience(users=(shown["fromId"], shown["toId"])), session=session)


def friends_added(changes: Sequence[ListChange], *, app: App, operator_id: str, session: str) -> None:
    """To each owner what came into his own list."""
    _record_changes("friend.added", changes, app, operator_id, session)


def friends_removed(changes: Sequence[ListChange], *, app: App, operator_id: str, session: str) -> None:
    _record_changes("friend.removed", changes, app, operator_id, session)


def friend_updated(shown: dict[str, Any], *, app: App, owner_id: str, operator_id: str, session: str) -> None:
    data = {"ownerId": owner_id, **shown, "operatorId": operator_id}
    _record("friend.updated", app, data, Audience(users=(owner_id,)), session=session)


def blacklist_added(
    user_ids: Sequence[str], *, app: App, owner_id: str, operator_id: str, session: str
) -> None:
    """To the owner's other devices: who is blocked learns it by a refusal, if at all."""
    if user_ids:
        data = {"ownerId": owner_id, "userIds": list(user_ids), "operatorId": operator_id}
        _record("blacklist.added", app, data, Audience(users=(owner_id,)), session=session)


def blacklist_removed(
    user_ids: Sequence[str], *, app: App, owner_id: str, operator_id: str, session: str
) -> None:
    if user_ids:
        data = {"ownerId": owner_id, "userIds": list(user_ids), "operatorId": operator_id}
        _record("blacklist.removed", app, data, Audience(users=(owner_id,)), session=session)


def group_created(shown: dict[str, Any], *, app: App, operator_id: str, user_ids: Sequence[str]) -> None:
    """To its first members, one by one: the group's channel begins with it."""
    data = {**shown, "operatorId": operator_id, "userIds": list(user_ids)}
    _record("group.created", app, data, Audience(users=tuple(user_ids)))


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
    _record(OF_GROUPS[name], app, data, audience, quiet=quiet, durable=durable)


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


def profile_changed(data: dict[str, Any], *, app_id: int, app_key: str, users: tuple[str, ...]) -> None:
    """`account.updated` once more, for the sockets of friends; accounts themselves know no friends."""
    record(Fact("account.updated", app_id, app_key, data, Audience(users=users), durable=False))


def mute_changed(shown: dict[str, Any], *, app: App, operator_id: str) -> None:
    """The whole app's: to everybody."""
    _record("mute.changed", app, {**shown, "operatorId": operator_id}, Audience(whole_app=True))


def mutes_changed(shown: Sequence[dict[str, Any]], *, app: App, operator_id: str) -> None:
    """Single accounts': to each his own."""
    record(
        *(
            Fact(
                "mute.changed",
                app.pk,
                app.app_key,
                {**one, "operatorId": operator_id},
                Audience(users=(one["userId"],)),
            )
            for one in shown
        )
    )


def typing(data: dict[str, Any], *, app: App, active: bool, audience: Audience, session: str) -> None:
    name = "typing.started" if active else "typing.stopped"
    _record(name, app, data, audience, session=session, durable=False)


@transaction.atomic
def presence_changed(app_id: int, user_id: str, online: bool) -> None:
    """Called by the gateway for an account's first and last socket."""
    app = App.objects.get(pk=app_id)
    name = "user.online" if online else "user.offline"
    record(Fact(name, app.pk, app.app_key, {"userId": user_id, "operatorId": user_id}, socket=False))


def _revoked(
    shown: dict[str, Any], app: App, revoked_by: str, revoked_at: Any, *, durable: bool = True
) -> Fact:
    data = {
        "messageId": shown["id"],
        "conversationId": shown["conversationId"],
        "chatType": shown["chatType"],
        "fromId": shown["fromId"],
        "targetId": shown["toId"],
        "seq": shown["seq"],
        "version": shown["version"],
        "revokedBy": revoked_by,
        "revokedAt": ms_or_none(revoked_at),
        "operatorId": revoked_by,
    }
    audience = _chat_audience(shown)
    return Fact("message.revoked", app.pk, app.app_key, data, audience, durable=durable)


def _chat_audience(shown: dict[str, Any]) -> Audience:
    if shown["chatType"] == "GROUP":
        return Audience(conversation_id=int(shown["conversationId"]))
    return Audience(users=tuple(dict.fromkeys((shown["fromId"], shown["toId"]))))


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


def _record(
    name: str,
    app: App,
    data: dict[str, Any],
    audience: Audience,
    *,
    session: str = "",
    skip_users: tuple[str, ...] = (),
    durable: bool = True,
    quiet: bool = False,
) -> None:
    fact = Fact(name, app.pk, app.app_key, data, audience, session, skip_users, durable=durable, quiet=quiet)
    record(fact)
