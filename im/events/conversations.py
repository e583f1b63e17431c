"""Conversations: what their owners did to them, and who is typing in them."""

from typing import Any

from accounts.models import App
from im.events.telling import record_one
from journal.facts import Audience


def conversation_updated(
    shown: dict[str, Any], *, app: App, user_id: str, operator_id: str, session: str
) -> None:
    """To the owner's other devices only: a new message is `message.sent`, not this."""
    data = {**shown, "operatorId": operator_id}
    record_one("conversation.updated", app, data, Audience(users=(user_id,)), session=session, durable=False)


def conversation_deleted(
    shown: dict[str, Any], *, app: App, user_id: str, operator_id: str, session: str
) -> None:
    data = {**shown, "operatorId": operator_id}
    record_one("conversation.deleted", app, data, Audience(users=(user_id,)), session=session, durable=False)


def typing(data: dict[str, Any], *, app: App, active: bool, audience: Audience, session: str) -> None:
    name = "typing.started" if active else "typing.stopped"
    record_one(name, app, data, audience, session=session, durable=False)
