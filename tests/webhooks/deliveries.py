"""Deliveries made by hand, as the sink would have written them."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from journal.facts import new_id
from webhooks.models import Delivery, DeliveryStatus, Endpoint, Payload
from webhooks.sink import payload_of

BODY = '{"type":"message.sent","timestamp":1,"appKey":"acme","data":{"text":"你好"}}'

MANY = """
INSERT INTO webhooks_delivery (app_id, endpoint_id, event_id, type, status, tries, again_from,
  next_attempt_at, url, error, response_body, created_at)
SELECT %s, %s, %s || n, 'message.sent', %s, 0, 0, now(), '', '', '', now() FROM generate_series(1, %s) n
"""


def fill(endpoint: Endpoint, status: str, number: int) -> None:
    """More than a test would make one by one; without their payloads."""
    with connection.cursor() as cursor:
        cursor.execute(MANY, [endpoint.app_id, endpoint.pk, f"evt_{status}_", status, number])


def make_delivery(endpoint: Endpoint, status: str = DeliveryStatus.PENDING, **fields: Any) -> Delivery:
    """Of a message that was sent just now, or `age` seconds ago."""
    values = {"type": "message.sent", "event_id": new_id(), "url": endpoint.url, **fields}
    at = timezone.now() - timedelta(seconds=values.pop("age", 0))
    common = {
        "app_id": endpoint.app_id,
        "event_id": values["event_id"],
        "type": values["type"],
        "created_at": at,
    }
    body = values.pop("body", BODY)
    Payload.objects.get_or_create(event_id=values["event_id"], defaults={**common, "body": body})
    return Delivery.objects.create(endpoint=endpoint, status=status, **{**common, **values})


def make_deliveries(endpoint: Endpoint, number: int = 1, **fields: Any) -> list[str]:
    """Many at once, each of an event of its own, due now. Answers the ids of their events."""
    now, app = timezone.now(), endpoint.app
    events = [new_id() for _ in range(number)]
    made = [
        payload_of(one, app.pk, app.app_key, "message.sent", {"n": n, "text": "雁"}, now)
        for n, one in enumerate(events)
    ]
    common = {"app": app, "type": "message.sent", "created_at": now}
    Payload.objects.bulk_create(Payload(event_id=one["event"], body=one["body"], **common) for one in made)
    Delivery.objects.bulk_create(
        Delivery(endpoint=endpoint, event_id=one, **common, **fields) for one in events
    )
    return events
