"""The catalogue: everything IM tells the world, one function each. `docs/events.md` shows the shapes."""

from typing import Any

from django.db import transaction

from accounts.models import App
from config.clock import ms_or_none
from journal.facts import Audience, Fact, Order
from journal.outbox import record


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


def message_edited(shown: dict[str, Any], *, app: App, operator_id: str) -> None:
    _record("message.edited", app, {**shown, "operatorId": operator_id}, _chat_audience(shown))


def message_revoked(shown: dict[str, Any], *, app: App, revoked_by: str, revoked_at: Any) -> None:
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
    _record("message.revoked", app, data, _chat_audience(shown))


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


def typing(data: dict[str, Any], *, app: App, active: bool, audience: Audience, session: str) -> None:
    name = "typing.started" if active else "typing.stopped"
    _record(name, app, data, audience, session=session, durable=False)


@transaction.atomic
def presence_changed(app_id: int, user_id: str, online: bool) -> None:
    """Called by the gateway for an account's first and last socket."""
    app = App.objects.get(pk=app_id)
    name = "user.online" if online else "user.offline"
    record(Fact(name, app.pk, app.app_key, {"userId": user_id, "operatorId": user_id}, socket=False))


def _chat_audience(shown: dict[str, Any]) -> Audience:
    if shown["chatType"] == "GROUP":
        return Audience(conversation_id=int(shown["conversationId"]))
    return Audience(users=tuple(dict.fromkeys((shown["fromId"], shown["toId"]))))


def _record(
    name: str,
    app: App,
    data: dict[str, Any],
    audience: Audience,
    *,
    session: str = "",
    durable: bool = True,
) -> None:
    record(Fact(name, app.pk, app.app_key, data, audience, skip_session=session, durable=durable))
