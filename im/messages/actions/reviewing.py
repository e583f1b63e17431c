"""Somebody has looked at what was flagged, and says what becomes of it: it may be a message to revoke."""

from typing import Any, Final

from django.db import transaction

from accounts.callers import Caller
from accounts.models import App
from config.api.errors import BadParameter, Missing, Refusal
from config.api.status import ALREADY_HANDLED, FLAGGED_MISSING
from config.clock import moment, now_ms
from im.messages.actions.changing import revoke
from im.moderation.actions import mute_accounts
from im.moderation.models import Flagged, FlaggedKind, Review
from journal.audit import TargetType, log

BECOMES: Final = {"APPROVE": Review.APPROVED, "REVOKE": Review.REMOVED, "MUTE": Review.MUTED}
TARGETS: Final[dict[str, TargetType]] = {"MESSAGE": "MESSAGE", "PROFILE": "ACCOUNT", "GROUP": "GROUP"}


@transaction.atomic
def review(
    *,
    app: App,
    flagged_id: int,
    decision: str,
    reason: str = "",
    mute_seconds: int | None = None,
    by: Caller,
) -> Flagged:
    """Once. The same decision again changes nothing and answers what was decided, another one is refused.

    `mute_seconds` silences who said it, everywhere in the app: with MUTE, or beside REVOKE.
    """
    row = Flagged.objects.select_for_update().filter(app=app, pk=flagged_id).first()
    if row is None:
        raise Missing(FLAGGED_MISSING, "nothing of that id was flagged")
    if row.review == BECOMES[decision]:
        return row
    if row.review != Review.OPEN:
        raise Refusal(ALREADY_HANDLED, f"somebody has decided already: {row.review}")
    _require_sense(decision, mute_seconds)
    if decision == "REVOKE":
        _revoke(row, reason, by)
    if mute_seconds is not None:
        _mute(row, mute_seconds, reason, by)
    row.review, row.note = BECOMES[decision], reason
    row.reviewed_by, row.reviewed_at = by.actor_id, moment(now_ms())
    row.save(update_fields=["review", "note", "reviewed_by", "reviewed_at"])
    _log(row, decision, mute_seconds, by)
    return row


def _require_sense(decision: str, mute_seconds: int | None) -> None:
    if decision == "APPROVE" and mute_seconds is not None:
        raise BadParameter("muteSeconds", "is for MUTE and REVOKE")
    if mute_seconds == 0 or (decision == "MUTE" and mute_seconds is None):
        raise BadParameter("muteSeconds", "is a number of seconds, or -1 for ever")


def _revoke(row: Flagged, reason: str, by: Caller) -> None:
    if row.kind != FlaggedKind.MESSAGE:
        raise BadParameter("decision", "only a message can be revoked: change what it says by its own row")
    if not row.target_id:
        raise BadParameter("decision", "the message went to open sockets only: there is nothing to revoke")
    revoke(message_id=int(row.target_id), by=by, reason=reason, logged=False)


def _mute(row: Flagged, seconds: int, reason: str, by: Caller) -> None:
    durations = {"single_until": seconds, "group_until": seconds}
    mute_accounts(
        app=row.app, user_ids=[row.user_id], durations=durations, reason=reason, logged=False, by=by
    )


def _log(row: Flagged, decision: str, mute_seconds: int | None, by: Caller) -> None:
    detail: dict[str, Any] = {
        "flaggedId": str(row.pk),
        "decision": decision,
        "userId": row.user_id,
        "reason": row.note,
        "muteSeconds": mute_seconds,
    }
    target = TARGETS[row.kind]
    log(by, "FLAGGED_REVIEW", app_id=row.app_id, target_type=target, target_id=row.target_id, detail=detail)
