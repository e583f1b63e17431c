"""What the modules of the catalogue share: one event recorded, and who hears of a chat."""

from typing import Any

from accounts.models import App
from journal.facts import Audience, Fact
from journal.outbox import record


def chat_audience(shown: dict[str, Any]) -> Audience:
    if shown["chatType"] == "GROUP":
        return Audience(conversation_id=int(shown["conversationId"]))
    return Audience(users=tuple(dict.fromkeys((shown["fromId"], shown["toId"]))))


def record_one(
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
