"""Edits, screened and asked about before they are made."""

from functools import partial
from hashlib import blake2b
from typing import Any, Final

import orjson
from django.db import transaction

from accounts.callers import Caller
from config.api.errors import Refusal
from config.api.status import CONTENT_BLOCKED
from im import events
from im.messages.actions import changing
from im.messages.actions.screening import screen_edit
from im.messages.content import require_fit
from im.messages.models import Message
from im.moderation import counting
from im.moderation.screening import Screen
from im.moderation.serving import rules
from im.moderation.verdicts import Verdict
from im.statistics.models import Kind
from journal.outbox import record
from webhooks import asking

BEFORE_EDIT: Final = "message.before_edit"


def edit(
    *,
    message_id: int,
    by: Caller,
    content: dict[str, Any] | None,
    ext: str | None,
    expected_revision: int | None = None,
) -> Message:
    """The app's words are for all. Who is trusted with the app edits unasked, as his messages are unasked
    unless he wants them checked."""
    how: dict[str, Any] = {
        "message_id": message_id,
        "by": by,
        "ext": ext,
        "expected_revision": expected_revision,
    }
    words, verdict = rules.of(by.tenant.pk), None
    asks = not by.trusted and asking.is_asked(by.tenant.pk, BEFORE_EDIT)
    if asks or (words is not None and content is not None):
        message = changing.foresee_edit(content=content, **how)
        if message is not None:
            wanted = message.content
            verdict = _approved(message, words if content is not None else None, by, asks=asks)
            content = content if message.content is wanted else message.content
    return changing.edit(content=content, verdict=verdict, **how)


def _approved(message: Message, words: Screen | None, by: Caller, *, asks: bool) -> Verdict | None:
    """Leaves in the message what may be said. Raises the refusal."""
    verdict = screen_edit(message, words, by=by)
    other = _consulted(message, by) if asks else None
    if other is None:
        return verdict
    message.content = other
    return screen_edit(message, rules.of(by.tenant.pk), by=by)


def _consulted(message: Message, by: Caller) -> dict[str, Any] | None:
    """The content in whose stead, None where it may be as it is. Raises the refusal."""
    shown = message.shown()
    question = asking.question(
        by.tenant.pk,
        BEFORE_EDIT,
        {**_unnumbered(shown), "messageId": shown["id"], "operatorId": by.actor_id},
        key=_key(message, by),
        fits=partial(_require_fit, message),
    )
    if question is None:
        return None
    (verdict,) = asking.ask_all([question])
    if verdict.action == "deny":
        counting.count_verdict(by.tenant.pk, Kind.BLOCKED)
        _tell_blocked(shown, by, verdict.message)
        raise Refusal(CONTENT_BLOCKED, verdict.message)
    return verdict.content


def _unnumbered(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name not in ("id", "seq")}


def _key(message: Message, by: Caller) -> str:
    """The same edit of the same revision, however often it is tried."""
    said = orjson.dumps([message.content, message.ext], option=orjson.OPT_SORT_KEYS)
    return f"{message.pk} {message.revision} {by.actor_id} {blake2b(said, digest_size=16).hexdigest()}"


def _require_fit(message: Message, content: dict[str, Any]) -> None:
    require_fit(message.msg_type, content, message.ext)


@transaction.atomic
def _tell_blocked(shown: dict[str, Any], by: Caller, why: str) -> None:
    reason: events.Reason = {"by": "MODERATOR", "message": why, "hits": []}
    record(
        events.message_blocked(
            shown, app=by.tenant, operator_id=by.actor_id, reason=reason, message_id=shown["id"]
        )
    )
