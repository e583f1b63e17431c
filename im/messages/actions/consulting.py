"""Asks an app's moderator about sends, in front of the write path: without a lock, and nobody else waits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.db import transaction

from config.api.errors import Refusal
from config.api.status import CONTENT_BLOCKED
from im import events
from im.messages.actions.sending import Outcome, judge, send, tell_sockets
from im.messages.actions.writing import unstored
from im.messages.content import require_fit
from im.messages.rules import Target
from im.messages.sends import Send
from im.moderation import counting
from im.statistics.models import Kind
from journal.facts import Fact
from journal.outbox import record
from webhooks import asking
from webhooks.asking import Asked, Question

BEFORE_SEND: Final = "message.before_send"


@dataclass(slots=True)
class Draft:
    """A send on its way to being written. `outcome`: it is decided. `asked`: what its moderator says."""

    send: Send
    outcome: Outcome | None = None
    asked: Asked | None = None

    @property
    def waits(self) -> bool:
        return self.asked is not None and self.asked.waits

    def when_answered(self, call: Callable[[], object]) -> None:
        if self.asked is not None:
            self.asked.when_answered(call)


def draft(sends: Sequence[Send]) -> list[Draft]:
    """Asks about those that have a moderator, all at once, and does not wait for it."""
    drafts = [Draft(send_) for send_ in sends]
    moderated = [one for one in drafts if is_moderated(one.send)]
    if moderated:
        left_alone = {
            app for app in {one.send.app.pk for one in moderated} if asking.is_passed(app, BEFORE_SEND)
        }
        _recall([one for one in moderated if one.send.app.pk in left_alone])
        _consult([one for one in moderated if one.send.app.pk not in left_alone])
    return drafts


def is_moderated(send_: Send) -> bool:
    return send_.moderated and asking.is_asked(send_.app.pk, BEFORE_SEND)


def heed(drafts: Sequence[Draft]) -> None:
    """Does as their moderators said; those not answered yet are waited for."""
    denied = []
    for one in drafts:
        if one.asked is None or one.outcome is not None:
            continue
        verdict = one.asked.verdict()
        if verdict.action == "deny":
            one.outcome = Refusal(CONTENT_BLOCKED, verdict.message)
            denied.append((one.send, one.asked.question, verdict.message))
            counting.count_verdict(one.send.app.pk, Kind.BLOCKED)
        elif verdict.content is not None:
            one.send.content = verdict.content
    if denied:
        with transaction.atomic():
            record(*(_blocked(send_, question, why) for send_, question, why in denied))


def write(drafts: Sequence[Draft]) -> list[Outcome]:
    """An outcome for each, in order."""
    heed(drafts)
    due = [one for one in drafts if one.outcome is None]
    for one, outcome in zip(due, send([one.send for one in due]), strict=True):
        one.outcome = outcome
    settle(drafts)
    return [one.outcome for one in drafts if one.outcome is not None]


def settle(drafts: Sequence[Draft]) -> None:
    """Of what is stored a repeat asks nobody."""
    asking.settle([one.asked.question for one in drafts if one.asked and _is_stored(one.outcome)])


def _is_stored(outcome: Outcome | None) -> bool:
    return outcome is not None and not isinstance(outcome, Refusal) and outcome.pk is not None


def _consult(drafts: Sequence[Draft]) -> None:
    """Only about what would be written as things stand; that is looked at again when it is."""
    if not drafts:
        return
    targets, outcomes = judge([one.send for one in drafts])
    questions: dict[int, Question] = {}
    for index, (one, target) in enumerate(zip(drafts, targets, strict=True)):
        one.outcome = outcomes[index]
        if one.outcome is None and (question := _question(one.send, _data(one.send, target))):
            questions[index] = question
    decided = [(one.send, one.outcome) for one in drafts if one.outcome is not None]
    tell_sockets([send_ for send_, _ in decided], [outcome for _, outcome in decided])
    for index, asked in zip(questions, asking.begin(list(questions.values())), strict=True):
        drafts[index].asked = asked


def _recall(drafts: Sequence[Draft]) -> None:
    """A dead moderator costs no look of its own at what would be written, only what it said before."""
    outlines = [(one, _question(one.send, _data(one.send, Target()))) for one in drafts]
    asked = [(one, question) for one, question in outlines if question is not None]
    answers = asking.recall([question for _, question in asked])
    for (one, _), answer in zip(asked, answers, strict=True):
        one.asked = answer


def _question(send_: Send, data: dict[str, Any]) -> Question | None:
    """The same for a repeat, as long as it says the same."""
    return asking.question(
        send_.app.pk,
        BEFORE_SEND,
        data,
        key=f"{send_.sender.pk} {send_.client_msg_id} {send_.fingerprint.hex()}",
        fits=partial(_require_fit, send_),
    )


def _data(send_: Send, target: Target) -> dict[str, Any]:
    shown = unstored(send_, target).shown()
    del shown["id"], shown["seq"]
    return {**shown, "operatorId": send_.actor_id or shown["fromId"]}


def _require_fit(send_: Send, content: dict[str, Any]) -> None:
    require_fit(send_.msg_type, content, send_.ext)


def _blocked(send_: Send, question: Question, why: str) -> Fact:
    return events.message_blocked(
        question.data,
        app=send_.app,
        operator_id=question.data["operatorId"],
        reason={"by": "MODERATOR", "message": why, "hits": []},
    )
