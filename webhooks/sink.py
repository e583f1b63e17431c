"""Durable: of each event a payload, and a delivery for every endpoint that hears it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString

import orjson
from django.db import transaction

from config.clock import ms
from config.sql import document, rows
from journal.facts import Fact
from journal.models import Event
from webhooks import waking
from webhooks.subscribing import listeners

# An endpoint that was deleted meanwhile hears nothing more; what one that is disabled missed is held for it.
WRITE: LiteralString = """
WITH payload AS (
  INSERT INTO webhooks_payload (event_id, app_id, type, body, created_at)
  SELECT event, app, type, body, at
  FROM json_to_recordset(%(payloads)s::json)
    AS t(event text, app bigint, type text, body text, at timestamptz)
  ON CONFLICT DO NOTHING
)
INSERT INTO webhooks_delivery (app_id, endpoint_id, event_id, type, status, tries, again_from,
  next_attempt_at, url, error, response_body, created_at)
SELECT e.app_id, e.id, d.event, d.type, CASE WHEN e.enabled THEN 'PENDING' ELSE 'HELD' END, 0, 0,
  statement_timestamp(), e.url, '', '', d.at
FROM json_to_recordset(%(deliveries)s::json)
  AS d(n int, endpoint bigint, event text, type text, at timestamptz)
JOIN webhooks_endpoint e ON e.id = d.endpoint AND e.deleted_at IS NULL
ORDER BY d.n
ON CONFLICT (endpoint_id, event_id) DO NOTHING RETURNING endpoint_id, id
"""


def wants(fact: Fact) -> bool:
    return fact.callbacks and bool(listeners(fact.app_id, fact.type, fact.data))


def deliver(events: Sequence[Event]) -> None:
    payloads: list[dict[str, Any]] = []
    deliveries: list[dict[str, Any]] = []
    for event in events:
        heard_by = listeners(event.app_id, event.type, event.data)
        if heard_by:
            payloads.append(
                payload_of(event.id, event.app_id, event.app_key, event.type, event.data, event.created_at)
            )
            common = {"event": event.id, "type": event.type, "at": event.created_at}
            deliveries += [{**common, "endpoint": endpoint} for endpoint in heard_by]
    if deliveries:
        write(payloads, deliveries)


def write(payloads: list[dict[str, Any]], deliveries: list[dict[str, Any]]) -> dict[int, int]:
    """Answers the last delivery of each endpoint. They are sent after the commit."""
    for number, delivery in enumerate(deliveries):
        delivery["n"] = number
    written = dict(rows(WRITE, {"payloads": document(payloads), "deliveries": document(deliveries)}))
    transaction.on_commit(lambda: waking.wake(written))
    return written


def payload_of(
    event_id: str, app_id: int, app_key: str, name: str, data: dict[str, Any], at: datetime
) -> dict[str, Any]:
    """The body as it is signed and sent, for ever after."""
    body = orjson.dumps({"type": name, "timestamp": ms(at), "appKey": app_key, "data": data}).decode()
    return {"event": event_id, "app": app_id, "type": name, "body": body, "at": at}
