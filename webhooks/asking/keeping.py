"""Verdicts are kept in Redis, and that one is being asked for, so that nobody is asked the same thing twice.

While Redis is away they are asked for again.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from time import monotonic
from typing import Any, Final

import structlog
from redis import RedisError

from config.redis import client
from webhooks.asking.verdicts import Verdict, unpacked

KEPT_MS: Final = 24 * 3600 * 1000
SETTLED_MS: Final = 60_000  # for those who ask at this moment
PATIENCE: Final = 0.25
AWAY: Final = 1.0  # so long nobody asks a Redis that did not answer
MARK: Final = b"?"

log = structlog.get_logger(__name__)


class Claim(Enum):
    """What else there can be in a verdict's place."""

    OURS = "ours"
    THEIRS = "theirs"
    NONE = "none"


class _Redis:
    def __init__(self) -> None:
        self._away_until = 0.0

    def run(self, commands: Callable[[Any], None]) -> list[Any] | None:
        """In one round trip. None where Redis does not answer, which is asked again in a second."""
        if monotonic() < self._away_until:
            return None
        try:
            with client(PATIENCE).pipeline(transaction=False) as pipe:
                commands(pipe)
                return list(pipe.execute())
        except (RedisError, OSError) as problem:
            self._away_until = monotonic() + AWAY
            log.warning("verdicts_without_redis", error=str(problem)[:200])
            return None

    def forget(self) -> None:
        self._away_until = 0.0


redis = _Redis()


def recall(keys: Sequence[str], claims_ms: Sequence[int]) -> list[Verdict | Claim]:
    """What is kept, or who asks; those are claimed for us for so many ms, unless that is 0."""

    def commands(pipe: Any) -> None:
        for key, milliseconds in zip(keys, claims_ms, strict=True):
            if milliseconds:
                pipe.set(key, MARK, nx=True, px=milliseconds)
            pipe.get(key)

    answers = redis.run(commands) if keys else []
    if answers is None:
        return [Claim.NONE] * len(keys)
    left = iter(answers)
    return [_found(bool(milliseconds) and next(left), next(left)) for milliseconds in claims_ms]


def _found(claimed: Any, kept: bytes | None) -> Verdict | Claim:
    if claimed:
        return Claim.OURS
    if kept is None:
        return Claim.NONE
    if kept == MARK:
        return Claim.THEIRS
    try:
        return unpacked(kept)
    except (ValueError, TypeError):  # another release wrote it, or somebody else
        return Claim.NONE


def keep(key: str, verdict: Verdict) -> None:
    redis.run(lambda pipe: pipe.set(key, verdict.packed, px=KEPT_MS))


def release(key: str) -> None:
    """Nothing came of our claim."""
    redis.run(lambda pipe: pipe.delete(key))


def settle(keys: Iterable[str]) -> None:
    """What they were about is stored, which answers its repeats."""

    def commands(pipe: Any) -> None:
        for key in keys:
            pipe.pexpire(key, SETTLED_MS)

    redis.run(commands)
