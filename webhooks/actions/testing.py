"""A test of an endpoint: an event for nobody but it, whatever it listens to."""

from django.db import transaction
from django.utils import timezone

from accounts.callers import Caller
from accounts.models import App
from journal.audit import log
from journal.facts import new_id
from webhooks import events, rules, sink
from webhooks.actions import standing
from webhooks.actions.locking import locked


@transaction.atomic
def test(*, app: App, endpoint_id: int, by: Caller) -> dict[str, str]:
    """Delivered as all after-events are, also to an endpoint that is asked before-events."""
    endpoint = locked(app, endpoint_id)
    rules.require_enabled(endpoint)
    name, data = events.test(endpoint, by=by)
    event_id, at = new_id(), timezone.now()
    payload = sink.payload_of(event_id, app.pk, app.app_key, name, data, at)
    delivery = {"event": event_id, "type": name, "at": at, "endpoint": endpoint.pk}
    standing.try_now(endpoint.pk)
    made = {"eventId": event_id, "deliveryId": str(sink.write([payload], [delivery])[endpoint.pk])}
    log(by, "WEBHOOK_TEST", app_id=app.pk, target_type="WEBHOOK", target_id=str(endpoint.pk), detail=made)
    return made
