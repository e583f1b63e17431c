"""Publishing to Redis without ever waiting for a dead one."""

from collections.abc import Sequence
from time import monotonic
from typing import Final

import structlog
from redis import RedisError

from config.redis import client
from im.realtime import metrics

log = structlog.get_logger(__name__)

PATIENCE: Final = 0.5
PAUSE: Final = 1.0
# One command and one answer for any number of frames: a PUBLISH each costs this process five times as much.
_PUBLISH_ALL: Final = "for i = 1, #ARGV, 2 do redis.call('PUBLISH', ARGV[i], ARGV[i + 1]) end"


class _Circuit:
    """After a failure nobody tries for a second: sends must not queue up behind a Redis that is away."""

    def __init__(self) -> None:
        self.close()

    def close(self) -> None:
        self._open_until = 0.0

    def publish(self, words: Sequence[str | bytes]) -> bool:
        if monotonic() < self._open_until:
            return False
        try:
            client(PATIENCE).eval(_PUBLISH_ALL, 0, *words)
        except RedisError as problem:
            self._open_until = monotonic() + PAUSE
            log.warning("realtime_not_published", error=str(problem)[:200], frames=len(words) // 2)
            return False
        return True


_circuit = _Circuit()


def forget() -> None:
    """Drops what this process remembers: that Redis was away."""
    _circuit.close()


def publish(words: Sequence[str | bytes]) -> None:
    """`words` are channel and payload in turn. What cannot be published is counted and gone."""
    if words:
        done = _circuit.publish(words)
        (metrics.PUBLISHED if done else metrics.DROPPED).inc(len(words) // 2)
