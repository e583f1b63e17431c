"""What comes of a try: arrived, once more and when, dead, or the endpoint is gone."""

from datetime import datetime

from config.egress.reply import Reply
from webhooks.models import DeliveryStatus
from webhooks.sending.schedule import wait_after
from webhooks.sending.store import GONE, Due, Outcome

SHOWN = 2048  # bytes of an answer that are kept


def error_of(reply: Reply) -> str:
    """Empty when it arrived. A redirect is a failure: nobody signed for where it leads."""
    if reply.error:
        return reply.error
    status = reply.status or 0
    return "" if 200 <= status < 300 else f"http_{status // 100}xx"


def judge(due: Due, reply: Reply, at: datetime, now: datetime) -> Outcome:
    error = error_of(reply)
    status, wait = DeliveryStatus.SUCCESS, None
    if error:
        wait = wait_after(due.tries + 1 - due.again_from, reply.retry_after, now)
        status = DeliveryStatus.DEAD if wait is None else DeliveryStatus.RETRYING
    if reply.status == GONE:
        status, wait = DeliveryStatus.HELD, None
    body = reply.body[:SHOWN].decode("utf-8", "replace").replace("\0", "")
    return Outcome(
        due.endpoint, due.delivery, due.tries, status.value, wait, at, reply.duration_ms, reply.status, error,
        body, due.url,
    )  # fmt: skip
