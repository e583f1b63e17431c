"""Tells of alerts that have opened, become worse or been resolved."""

from collections.abc import Iterable

from webhooks import events
from webhooks.alerts.shapes import alert_event
from webhooks.models import Alert


def tell(alert_ids: Iterable[int]) -> None:
    told = Alert.objects.select_related("app", "endpoint").filter(pk__in=list(alert_ids)).order_by("pk")
    events.alerts([(alert.app, alert_event(alert)) for alert in told])
