"""Somebody knows of an alert and sees to it: it is silent until it becomes worse."""

from django.db import transaction
from django.utils import timezone

from accounts.callers import Caller
from accounts.models import App
from config.api.errors import Missing
from config.api.status import ALERT_MISSING
from journal.audit import log
from webhooks.models import Alert, AlertStatus


@transaction.atomic
def acknowledge(*, app: App, alert_id: int, note: str = "", by: Caller) -> Alert:
    """One that is acknowledged, or resolved, stays as it is."""
    alert = Alert.objects.select_for_update(of=["self"]).select_related("endpoint")
    found = alert.filter(app=app, pk=alert_id).first()
    if found is None:
        raise Missing(ALERT_MISSING, "no such alert")
    if found.status == AlertStatus.OPEN:
        _take(found, note, by)
    return found


def _take(alert: Alert, note: str, by: Caller) -> None:
    alert.status, alert.note = AlertStatus.ACKNOWLEDGED, note
    alert.ack_by, alert.ack_at = by.actor_id, timezone.now()
    alert.save(update_fields=["status", "note", "ack_by", "ack_at"])
    detail = {"webhookId": str(alert.endpoint_id), "type": alert.type, "note": note}
    log(
        by,
        "WEBHOOK_ALERT_ACK",
        app_id=alert.app_id,
        target_type="WEBHOOK_ALERT",
        target_id=str(alert.pk),
        detail=detail,
    )
