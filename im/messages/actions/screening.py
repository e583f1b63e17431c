"""Looks for an app's words in what is about to be written: it is refused, said otherwise, or let through."""

from collections.abc import Sequence

from django.db import transaction

from accounts.callers import Caller
from config.api.errors import Refusal
from im import events
from im.messages.actions.writing import unstored
from im.messages.content import require_fit
from im.messages.models import Message
from im.messages.rules import Target
from im.messages.screened import reworded, texts_of
from im.messages.sends import Send
from im.moderation import verdicts
from im.moderation.screening import Screen
from im.moderation.serving import rules
from journal.facts import Fact
from journal.outbox import record


def screen(
    sends: Sequence[Send],
    targets: Sequence[Target],
    outcomes: list[Message | Refusal | None],
    due: Sequence[int],
) -> None:
    """Once for each, however often it is tried to write it; once more if its moderator words it anew."""
    fresh = [index for index in due if sends[index].screened is not sends[index].content]
    screens = {app_id: rules.of(app_id) for app_id in {sends[index].app.pk for index in fresh}}
    for index in fresh:
        _look_at(sends[index], screens[sends[index].app.pk])
    for index in due:
        outcomes[index] = sends[index].fault
    blocked = [
        _blocked(sends[index], verdict, targets[index])
        for index in fresh
        if (verdict := sends[index].verdict) is not None and verdict.blocks
    ]
    if blocked:
        with transaction.atomic():
            record(*blocked)


def refusal(verdict: verdicts.Verdict) -> Refusal:
    return verdicts.refusal(*dict.fromkeys(f"content.{hit['field']}" for hit in verdict.hits))


def _look_at(send_: Send, words: Screen | None) -> None:
    send_.verdict = send_.fault = None
    if words is not None:
        texts = texts_of(send_.msg_type, send_.content)
        send_.verdict = verdicts.judge(words, send_.chat_type, texts, app_id=send_.app.pk)
    verdict = send_.verdict
    if verdict is not None and verdict.blocks:
        send_.fault = refusal(verdict)
    elif verdict is not None and verdict.masked:
        send_.content = reworded(send_.content, verdict.masked)
        send_.fault = _too_long(send_)
    send_.screened = send_.content


def screen_edit(message: Message, words: Screen | None, *, by: Caller) -> verdicts.Verdict | None:
    """The same for a message as an edit would leave it. Raises the refusal."""
    texts = texts_of(message.msg_type, message.content)
    verdict = (
        verdicts.judge(words, message.chat_type, texts, app_id=message.app_id) if words is not None else None
    )
    if verdict is not None and verdict.blocks:
        shown = message.shown()
        with transaction.atomic():
            record(
                events.message_blocked(
                    shown,
                    app=by.tenant,
                    operator_id=by.actor_id,
                    reason=_reason(verdict),
                    message_id=shown["id"],
                )
            )
        raise refusal(verdict)
    if verdict is not None and verdict.masked:
        message.content = reworded(message.content, verdict.masked)
        require_fit(message.msg_type, message.content, message.ext)
    return verdict


def _too_long(send_: Send) -> Refusal | None:
    """As the masks may make it."""
    try:
        require_fit(send_.msg_type, send_.content, send_.ext)
    except Refusal as problem:
        return problem
    return None


def _blocked(send_: Send, verdict: verdicts.Verdict, target: Target) -> Fact:
    return events.message_blocked(
        unstored(send_, target).shown(),
        app=send_.app,
        operator_id=send_.actor_id or send_.sender.user_id,
        reason=_reason(verdict),
        callbacks=send_.callbacks,
    )


def _reason(verdict: verdicts.Verdict) -> events.Reason:
    return {"by": "FILTER", "message": verdicts.FORBIDDEN, "hits": verdict.hits}
