"""Puts what somebody should look at on the review list, in the transaction that writes it."""

from collections.abc import Iterable
from typing import NamedTuple

from accounts.models import App
from im import events
from im.messages.models import Message
from im.messages.screened import texts_of
from im.messages.sends import Send
from im.moderation import flagging
from im.moderation.models import Flagged, FlaggedKind
from im.moderation.verdicts import Verdict
from journal.facts import Fact
from journal.outbox import record


class Suspect(NamedTuple):
    message: Message
    verdict: Verdict
    app: App
    operator_id: str
    callbacks: bool = True


def flag_sent(written: Iterable[tuple[Send, Message]]) -> None:
    flag(
        Suspect(message, send_.verdict, send_.app, send_.actor_id or message.from_id, send_.callbacks)
        for send_, message in written
        if send_.verdict is not None and send_.verdict.flags
    )


def flag(suspects: Iterable[Suspect]) -> None:
    """A row and an event for each; one statement for all rows."""
    found = list(suspects)
    if not found:
        return
    rows = flagging.flag([_said(one) for one in found])
    record(*(_told(one, row) for one, row in zip(found, rows, strict=True)))


def _told(one: Suspect, row: Flagged) -> Fact:
    return events.message_flagged(
        one.message.shown(),
        app=one.app,
        operator_id=one.operator_id,
        hits=one.verdict.hits,
        flagged_id=str(row.pk),
        callbacks=one.callbacks,
    )


def _said(one: Suspect) -> flagging.Said:
    """A message for open sockets only has no id."""
    return flagging.Said(
        app_id=one.app.pk,
        kind=FlaggedKind.MESSAGE,
        target_id=str(one.message.pk or ""),
        user_id=one.message.from_id,
        texts=texts_of(one.message.msg_type, one.message.content),
        verdict=one.verdict,
    )
