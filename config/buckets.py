"""Token buckets, exact however many processes take from them: kept in Redis, by one script a call.

A bucket of rate r and burst b lets exactly b through at once. A call passes when every bucket it needs has
the tokens for it (one, unless it says more), and only then takes them.
"""

from collections.abc import Sequence
from functools import cache
from threading import Lock
from time import monotonic
from typing import Any, Final, NamedTuple

import structlog
from redis import RedisError
from redis.commands.core import Script

from config.redis import client

log = structlog.get_logger(__name__)

PATIENCE: Final = 0.5
AWAY: Final = 1.0  # so long nobody asks a Redis that did not answer
REMEMBERED: Final = 50_000

# KEYS: the buckets, each once. ARGV: rate and burst of each; then for each call the number of its buckets,
# and of each its place in KEYS and the tokens. Answers the milliseconds that each call has to wait, 0 when it
# passed. A bucket that would be full has no key. The time is the server's: those who ask may not agree on it.
SCRIPT: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local kept, left, touched = redis.call('MGET', unpack(KEYS)), {}, {}
for i = 1, #KEYS do
  left[i] = tonumber(ARGV[2 * i])
  if kept[i] then
    local tokens, at = struct.unpack('<dd', kept[i])
    left[i] = math.min(left[i], tokens + math.max(0, now - at) * ARGV[2 * i - 1] / 1000000)
  end
end
local waits, next = {}, 2 * #KEYS + 1
while next <= #ARGV do
  local last, wait = next + 2 * ARGV[next], 0
  for place = next + 1, last, 2 do
    local i, tokens = tonumber(ARGV[place]), tonumber(ARGV[place + 1])
    if left[i] < tokens then
      wait = math.max(wait, math.ceil((tokens - left[i]) * 1000 / ARGV[2 * i - 1]))
    end
  end
  if wait == 0 then
    for place = next + 1, last, 2 do
      local i = tonumber(ARGV[place])
      left[i] = left[i] - ARGV[place + 1]
      touched[i] = true
    end
  end
  waits[#waits + 1] = wait
  next = last + 1
end
for i in pairs(touched) do
  local life = math.ceil((ARGV[2 * i] - left[i]) * 1000 / ARGV[2 * i - 1]) + 1000
  redis.call('SET', KEYS[i], struct.pack('<dd', left[i], now), 'PX', life)
end
return waits
"""


class Bucket(NamedTuple):
    """`tokens`: what the call takes, at most `burst`; of a bucket that several calls name, each its own."""

    key: str
    rate: float  # tokens a second
    burst: float
    tokens: float = 1


Call = Sequence[Bucket]


class Here:
    """The same buckets in this process' memory, for while Redis is away: the limit still holds, roughly."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, calls: Sequence[Call]) -> list[float]:
        with self._lock:
            if len(self._left) >= REMEMBERED:
                self._left.clear()
            return [self._take(call, monotonic()) for call in calls]

    def _take(self, call: Call, now: float) -> float:
        left = [self._of(bucket, now) for bucket in call]
        waits = [
            (bucket.tokens - there) / bucket.rate
            for there, bucket in zip(left, call, strict=True)
            if there < bucket.tokens
        ]
        if waits:
            return max(waits)
        for there, bucket in zip(left, call, strict=True):
            self._left[bucket.key] = (there - bucket.tokens, now)
        return 0.0

    def _of(self, bucket: Bucket, now: float) -> float:
        tokens, at = self._left.get(bucket.key, (bucket.burst, now))
        return min(bucket.burst, tokens + (now - at) * bucket.rate)


class Buckets:
    """Those in Redis, and those of this process for as long as Redis does not answer."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Drops what this process remembers."""
        _script.cache_clear()
        self._here = Here()
        self._away_until = 0.0

    def take(self, calls: Sequence[Call]) -> list[float]:
        """For each call the seconds it has to wait, 0 when it passed. In order, all in one round trip."""
        if not any(calls):
            return [0.0] * len(calls)
        if monotonic() >= self._away_until:
            try:
                return _take_in_redis(calls)
            except RedisError as problem:
                self._away_until = monotonic() + AWAY
                log.warning("rates_without_redis", error=str(problem)[:200])
        return self._here.take(calls)


def _take_in_redis(calls: Sequence[Call]) -> list[float]:
    places: dict[str, int] = {}
    numbers: list[float] = []
    wanted: list[float] = []
    for call in calls:
        wanted.append(len(call))
        for bucket in call:
            place = places.get(bucket.key)
            if place is None:
                place = places[bucket.key] = len(places) + 1
                numbers += (bucket.rate, bucket.burst)
            wanted += (place, bucket.tokens)
    waits: Any = _script()(keys=list(places), args=[*numbers, *wanted])
    return [wait / 1000 for wait in waits]


@cache
def _script() -> Script:
    return client(PATIENCE).register_script(SCRIPT)


buckets = Buckets()
