"""What moderation did to messages: kept one from being seen, or let one through that somebody should see.

Their actions record them, since those of a whole batch leave together.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from accounts.models import App
from journal.facts import Audience, Fact

OPERATORS = Audience(operators=True)


class Reason(TypedDict):
    """`by`: FILTER (a word) or MODERATOR (a before-event's endpoint). `message`: what its sender was told.
    `hits`: `{field, id, word, action, start, end}` each, in code points of that field of the content.
    """

    by: str
    message: str
    hits: Sequence[Mapping[str, Any]]


def message_blocked(
    shown: Mapping[str, Any],
    *,
    app: App,
    operator_id: str,
    reason: Reason,
    message_id: str | None = None,
    callbacks: bool = True,
) -> Fact:
    """`shown`: the message as it would have been; it has no `id` and no `seq`, whatever stands there.
    `message_id`: of the message that was to be edited, None for one that was to be sent."""
    said = {name: value for name, value in shown.items() if name not in ("id", "seq")}
    data = {**said, "messageId": message_id, "reason": reason, "operatorId": operator_id}
    return Fact("message.blocked", app.pk, app.app_key, data, OPERATORS, callbacks=callbacks)


def message_flagged(
    shown: Mapping[str, Any],
    *,
    app: App,
    operator_id: str,
    hits: Sequence[Mapping[str, Any]],
    flagged_id: str,
    callbacks: bool = True,
) -> Fact:
    """Beside `message.sent` or `message.edited`; `flagged_id` names the row of the review list."""
    data = {**shown, "flaggedId": flagged_id, "hits": hits, "operatorId": operator_id}
    return Fact("message.flagged", app.pk, app.app_key, data, OPERATORS, callbacks=callbacks)
