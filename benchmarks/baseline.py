"""What webhooks are without an engine of their own: a plain Celery task for each delivery, with `requests`.

It keeps the same log: the delivery's state and a row for each try.
"""

from datetime import UTC, datetime
from time import perf_counter

import requests

from config.celery import app
from webhooks import signing
from webhooks.models import Attempt, Delivery, DeliveryStatus, Endpoint, Payload

QUEUE = "baseline"


@app.task(queue=QUEUE)  # type: ignore[untyped-decorator]  # Celery has no types
def deliver(delivery_id: int) -> None:
    delivery = Delivery.objects.get(pk=delivery_id)
    endpoint = Endpoint.objects.get(pk=delivery.endpoint_id)
    body = Payload.objects.get(pk=delivery.event_id).body.encode()
    at, began = datetime.now(UTC), perf_counter()
    stamp = int(at.timestamp())
    keys = signing.live_keys(endpoint, stamp * 1000)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": delivery.event_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": signing.signatures(keys, delivery.event_id, stamp, body),
    }
    answer = requests.post(endpoint.url, data=body, headers=headers, timeout=10, allow_redirects=False)
    took = round((perf_counter() - began) * 1000)
    text = answer.text[:2048]
    Attempt.objects.create(
        delivery=delivery,
        number=delivery.tries + 1,
        at=at,
        duration_ms=took,
        http_status=answer.status_code,
        response_body=text,
    )
    delivery.tries += 1
    delivery.status = DeliveryStatus.SUCCESS if answer.ok else DeliveryStatus.RETRYING
    delivery.http_status, delivery.duration_ms, delivery.response_body = answer.status_code, took, text
    delivery.save()
