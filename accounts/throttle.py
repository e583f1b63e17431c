"""Bad UserSigs per userId and address: the eleventh within a minute must wait. Good ones don't count."""

from collections import deque
from hashlib import sha256
from math import ceil
from time import time

from redis import RedisError

from config.api.errors import TooMany
from config.api.status import TOO_MANY_BAD_SIGNATURES
from config.redis import client

WINDOW = 60.0
ALLOWED = 10
REMEMBERED = 10_000

_here: dict[str, deque[float]] = {}  # what this process counts by itself while Redis is away


def count_bad_signature(app_key: str, user_id: str, ip: str) -> None:
    """Counts one; from the eleventh on 429 `70050`, with the seconds until the first is forgotten."""
    digest = sha256("\n".join((app_key, user_id, ip)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    now = time()
    try:
        seen = _count_in_redis(f"badsig:{digest}", now)
    except RedisError:
        seen = _count_here(digest, now)
    if len(seen) > ALLOWED:
        wait = ceil(seen[0] + WINDOW - now)
        raise TooMany("too many bad signatures, wait", retry_after=wait, status=TOO_MANY_BAD_SIGNATURES)


def _count_in_redis(key: str, now: float) -> list[float]:
    """A list of moments, oldest first; only the last eleven matter."""
    pipe = client().pipeline()
    pipe.rpush(key, repr(now))
    pipe.ltrim(key, -ALLOWED - 1, -1)
    pipe.expire(key, int(WINDOW))
    pipe.lrange(key, 0, -1)
    return [moment for moment in map(float, pipe.execute()[-1]) if moment > now - WINDOW]


def _count_here(key: str, now: float) -> list[float]:
    if len(_here) >= REMEMBERED:
        _here.clear()
    moments = _here.setdefault(key, deque(maxlen=ALLOWED + 1))
    moments.append(now)
    return [moment for moment in moments.copy() if moment > now - WINDOW]
