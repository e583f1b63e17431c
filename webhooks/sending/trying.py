"""One try: signed now, sent, judged."""

from datetime import UTC, datetime

import orjson
import structlog

from config.egress.client import Client
from config.egress.reply import Reply
from webhooks import metrics, signing
from webhooks.sending.judging import judge
from webhooks.sending.store import Due, Outcome

log = structlog.get_logger(__name__)


async def attempt(client: Client, due: Due) -> Outcome:
    at = datetime.now(UTC)
    try:
        body = due.body.encode()
        headers = headers_of(due, at, body)
    except Exception:  # a secret that no key of ours opens
        log.exception("webhooks.not_signed", endpoint=due.endpoint)
        reply = Reply(error="unsigned")
    else:
        reply = await client.post(
            due.url, body, headers, timeout=due.timeout_ms / 1000, allow_http=bool(due.allow_http)
        )
    outcome = judge(due, reply, at, datetime.now(UTC))
    metrics.ATTEMPTS.labels(outcome.error or "success").inc()
    return outcome


def headers_of(due: Due, at: datetime, body: bytes) -> dict[str, str]:
    stamp = at.timestamp()
    keys = signing.keys_of(due.secret, orjson.loads(due.former_secrets), int(stamp * 1000))
    return signing.headers(keys, due.event_id, int(stamp), body)
