"""Somebody has looked at what was flagged, and says whether it may stay."""

from django.db import transaction

from accounts.callers import Caller
from accounts.models import App
from config.api.errors import BadParameter, Missing, Refusal
from config.api.status import ALREADY_HANDLED, FLAGGED_MISSING
from config.clock import moment, now_ms
from im.moderation.models import Flagged, Review
from journal.audit import TargetType, log

TARGETS: dict[str, TargetType] = {"MESSAGE": "MESSAGE", "PROFILE": "ACCOUNT", "GROUP": "GROUP"}


@transaction.atomic
def review(*, app: App, flagged_id: int, verdict: str, note: str = "", by: Caller) -> Flagged:
    """OPEN becomes APPROVED or REMOVED, once. What is REMOVED is taken away by its own action: this only
    keeps who decided so."""
    if verdict not in (Review.APPROVED, Review.REMOVED):
        raise BadParameter("verdict", "is APPROVED or REMOVED")
    row = Flagged.objects.select_for_update().filter(app=app, pk=flagged_id).first()
    if row is None:
        raise Missing(FLAGGED_MISSING, "nothing of that id was flagged")
    if row.review != Review.OPEN:
        raise Refusal(ALREADY_HANDLED, "somebody has decided already")
    row.review, row.note = verdict, note
    row.reviewed_by, row.reviewed_at = by.actor_id, moment(now_ms())
    row.save(update_fields=["review", "note", "reviewed_by", "reviewed_at"])
    detail = {"flaggedId": str(row.pk), "review": verdict, "note": note}
    target = TARGETS[row.kind]
    log(by, "FLAGGED_REVIEW", app_id=app.pk, target_type=target, target_id=row.target_id, detail=detail)
    return row
