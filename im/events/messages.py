"""Messages: sent, edited, revoked, read."""

from collections.abc import Sequence
from typing import Any

from accounts.models import App
from config.clock import ms_or_none
from im.events.telling import chat_audience, record_one
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
    durable: bool = True,
    callbacks: bool = True,
    aside: dict[str, Any] | None = None,
) -> Fact:
    """Its action records it, since a whole batch of them leaves together."""
    return Fact(
        type="message.sent",
        app_id=app.pk,
        app_key=app.app_key,
        data={**shown, "operatorId": operator_id},
        audience=chat_audience(shown),
        skip_session=session,
        skip_users=() if sync_sender else (shown["fromId"],),
        order=order,
        durable=durable,
        callbacks=callbacks,
        aside=aside,
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
    record_one("message.edited", app, data, chat_audience(shown), skip_users=tuple(unseen_by))


def message_revoked(shown: dict[str, Any], *, app: App, revoked_by: str, revoked_at: Any) -> None:
    record(_revoked(shown, app, revoked_by, revoked_at))


def messages_purged(shown: Sequence[dict[str, Any]], *, app: App, revoked_by: str, revoked_at: Any) -> None:
    """To the sockets only: to whoever listens durably `account.deleted` has said that they go."""
    if shown:
        record(*(_revoked(message, app, revoked_by, revoked_at, durable=False) for message in shown))


def message_read(data: dict[str, Any], *, app: App, users: tuple[str, ...]) -> None:
    """To the peer of a single chat, or to those in a group whose messages asked for receipts."""
    record_one("message.read", app, data, Audience(users=users))


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
    audience = chat_audience(shown)
    return Fact("message.revoked", app.pk, app.app_key, data, audience, durable=durable)
