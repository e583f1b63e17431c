"""The worker's heartbeat: beat asks for it every few seconds, `/readyz` reads it."""

from time import time

from celery import shared_task

from config.redis import client

HEARTBEAT = "hongyan:worker:heartbeat"
HEARTBEAT_LIFE = 30


@shared_task
def heartbeat() -> None:
    """Says that beat asks, the broker carries and a worker works."""
    client().set(HEARTBEAT, repr(time()), ex=HEARTBEAT_LIFE)
