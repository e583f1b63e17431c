"""How much one socket may ask for: a token bucket, exact and lazy."""

from time import monotonic
from typing import Final

FRAMES_PER_SECOND: Final = 20
FRAMES_BURST: Final = 60
BAD_FRAMES: Final = 10
SOCKETS_PER_ACCOUNT: Final = 20
WATCHED_PER_SOCKET: Final = 200
PENDING_OPS: Final = 256
EARLY_FRAMES: Final = 64


class Bucket:
    """Lets exactly `burst` through at once, then `rate` a second."""

    __slots__ = ("_burst", "_left", "_rate", "_stamp")

    def __init__(self, rate: float = FRAMES_PER_SECOND, burst: float = FRAMES_BURST) -> None:
        self._rate = rate
        self._burst = self._left = burst
        self._stamp = monotonic()

    def take(self) -> bool:
        now = monotonic()
        self._left = min(self._burst, self._left + (now - self._stamp) * self._rate)
        self._stamp = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
