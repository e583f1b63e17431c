"""Sends again what failed or was missed: one delivery, or all since a time."""

from typing import Final, LiteralString

from django.db import transaction

from accounts.callers import Caller
from accounts.models import App
from config.clock import moment
from config.sql import rows
from journal.audit import log
from webhooks import rules
from webhooks.actions import standing
from webhooks.models import Delivery, DeliveryStatus, Endpoint

MODES: Final = {
    "FAILED": [DeliveryStatus.DEAD.value],
    "MISSED": [DeliveryStatus.HELD.value],
    "ALL": [DeliveryStatus.DEAD.value, DeliveryStatus.HELD.value],
}

# The schedule begins anew; the tries so far stay counted.
ONE: LiteralString = """
UPDATE webhooks_delivery SET status = 'PENDING', again_from = tries, next_attempt_at = statement_timestamp()
WHERE id = %(delivery)s
"""
SINCE: LiteralString = """
WITH again AS (
  UPDATE webhooks_delivery SET status = 'PENDING', again_from = tries, next_attempt_at = statement_timestamp()
  WHERE endpoint_id = %(endpoint)s AND status = ANY(%(statuses)s) AND created_at >= %(since)s
  RETURNING 1
) SELECT count(*) FROM again
"""


@transaction.atomic
def redeliver(*, app: App, delivery_id: int, by: Caller) -> Delivery:
    """Under the same webhook-id, whatever came of it. One that waits anyway is sent now."""
    delivery = Delivery.objects.filter(app=app, pk=delivery_id).select_for_update().first()
    if delivery is None:
        raise rules.missing_delivery()
    endpoint = enabled(app, delivery.endpoint_id)
    rows(ONE, {"delivery": delivery.pk})
    standing.try_now(endpoint.pk)
    detail = {
        "webhookId": str(endpoint.pk),
        "event": delivery.type,
        "eventId": delivery.event_id,
        "status": {"from": delivery.status, "to": DeliveryStatus.PENDING.value},
    }
    target = str(delivery.pk)
    log(
        by,
        "WEBHOOK_REDELIVER",
        app_id=app.pk,
        target_type="WEBHOOK_DELIVERY",
        target_id=target,
        detail=detail,
    )
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def recover(*, app: App, endpoint_id: int, since: int, mode: str, by: Caller) -> int:
    """All of it in one statement, and how many that were. `since`: of the events, in ms."""
    endpoint = enabled(app, endpoint_id)
    values = {"endpoint": endpoint.pk, "statuses": MODES[mode], "since": moment(since)}
    recovered: int = rows(SINCE, values)[0][0]
    standing.try_now(endpoint.pk)
    target, detail = str(endpoint.pk), {"since": since, "mode": mode, "recovered": recovered}
    log(by, "WEBHOOK_RECOVER", app_id=app.pk, target_type="WEBHOOK", target_id=target, detail=detail)
    return recovered


def enabled(app: App, endpoint_id: int) -> Endpoint:
    """Not locked: who writes what came of tries has locked deliveries, and may want to disable it. If it is
    disabled or deleted meanwhile, the sweep settles what we made wait.
    """
    endpoint = Endpoint.objects.of_app(app).filter(pk=endpoint_id).first()
    if endpoint is None:
        raise rules.missing()
    rules.require_enabled(endpoint)
    return endpoint
