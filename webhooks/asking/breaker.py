"""Breaker: a moderator that fails is left alone for a while, so that a dead one costs nothing."""

from collections import deque
from enum import Enum
from threading import Lock
from time import monotonic
from typing import Final

FAILURES: Final = 5
WITHIN: Final = 10.0
REST: Final = 5.0


class Turn(Enum):
    CALL = "call"
    PROBE = "probe"


class Breaker:
    """One for each endpoint in each process. It opens at five failures within 10 s and no success between;
    5 s later one call probes it, while the others still do without.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._failed: deque[float] = deque(maxlen=FAILURES)
        self._open_until = 0.0
        self._probing = False

    @property
    def rests(self) -> bool:
        """Nobody calls now."""
        return self._open_until > 0 and (self._probing or monotonic() < self._open_until)

    def take_turn(self) -> Turn | None:
        """Who gets one must say how it ended."""
        with self._lock:
            if not self._open_until:
                return Turn.CALL
            if self.rests:
                return None
            self._probing = True
            return Turn.PROBE

    def succeeded(self) -> None:
        with self._lock:
            self._failed.clear()
            self._open_until = 0.0
            self._probing = False

    def failed(self, turn: Turn) -> None:
        """Calls that were under way when it opened keep it open no longer."""
        now = monotonic()
        with self._lock:
            if turn is Turn.PROBE:
                self._probing = False
                self._open_until = now + REST
            elif not self._open_until:
                self._failed.append(now)
                if len(self._failed) == FAILURES and now - self._failed[0] <= WITHIN:
                    self._failed.clear()
                    self._open_until = now + REST


_breakers: dict[int, Breaker] = {}


def breaker_of(endpoint_id: int) -> Breaker:
    return _breakers.get(endpoint_id) or _breakers.setdefault(endpoint_id, Breaker())
