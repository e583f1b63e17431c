"""The end of an endpoint. What was sent to it stays to be seen."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.callers import Caller
from accounts.models import App
from journal.audit import log
from webhooks import subscribing
from webhooks.actions import settling
from webhooks.actions.locking import locked
from webhooks.alerts.telling import tell
from webhooks.models import Alert, AlertStatus, Endpoint
from webhooks.shapes import kept


@transaction.atomic
def delete(*, app: App, endpoint_id: int, by: Caller) -> Endpoint:
    """Its secrets go with it. What is under way to it may still arrive."""
    endpoint = locked(app, endpoint_id)
    now = timezone.now()
    endpoint.enabled, endpoint.secret, endpoint.former_secrets = False, "", []
    endpoint.deleted_at = endpoint.updated_at = now
    detail: dict[str, Any] = {name: kept(endpoint)[name] for name in ("name", "url", "events")}
    endpoint.save()
    settling.cancel(endpoint.pk)
    _resolve_alerts(endpoint, now)
    subscribing.forget(app.pk)
    target = str(endpoint.pk)
    log(by, "WEBHOOK_DELETE", app_id=app.pk, target_type="WEBHOOK", target_id=target, detail=detail)
    return endpoint


def _resolve_alerts(endpoint: Endpoint, now: datetime) -> None:
    """Locked in the order in which they are raised and evaluated."""
    open_ones = Alert.objects.filter(endpoint=endpoint).exclude(status=AlertStatus.RESOLVED)
    over = list(open_ones.select_for_update().order_by("type").values_list("pk", flat=True))
    Alert.objects.filter(pk__in=over).update(status=AlertStatus.RESOLVED, resolved_at=now)
    tell(over)
