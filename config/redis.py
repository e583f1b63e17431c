"""The one Redis client of a process. Whoever uses it must be able to live without it."""

from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry


@cache
def client(patience: float = 2.0) -> redis.Redis:
    """Answers bytes. Time-outs are short: Redis makes things fast, so waiting for it would miss the point.

    One more try at once finds a Redis that was restarted; redis-py's own back-off would hold us for seconds.
    """
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=patience,
        socket_connect_timeout=0.5,
        health_check_interval=30,
        retry=Retry(NoBackoff(), 1),
    )
