"""How a socket ended, and what to do about it: come back, and when, or not at all."""

import json
from dataclasses import dataclass
from random import uniform

LOGGED_OUT = 1000
CUT = 1006
RESTARTS = 1012
KICKED, EXPIRED, REPLACED, NOT_WELCOME, TOO_SLOW, TOO_MANY = 4001, 4002, 4003, 4004, 4008, 4009
FOR_GOOD = frozenset((LOGGED_OUT, KICKED, REPLACED, NOT_WELCOME))
BASE, CAP, AT_LEAST_WHEN_TOO_MANY = 0.5, 30.0, 5.0


@dataclass(frozen=True, slots=True)
class End:
    code: int
    reason: str = ""

    @property
    def for_good(self) -> bool:
        return self.code in FOR_GOOD

    @property
    def needs_login(self) -> bool:
        return self.code == EXPIRED

    def pause(self, attempt: int) -> float:
        """Seconds until the next attempt; `attempt` counts those in a row that came to nothing, from 0."""
        back_off = min(CAP, BASE * 2 ** min(attempt, 30))
        spread = uniform(back_off / 2, back_off)
        if self.code == RESTARTS:
            return _told(self.reason) if attempt == 0 else spread
        if self.code == TOO_MANY:
            return max(AT_LEAST_WHEN_TOO_MANY, spread) * uniform(1, 1.5)
        return uniform(0, BASE) if attempt == 0 else spread


def _told(reason: str) -> float:
    """`{"retryAfterMs":1731}`"""
    try:
        told = json.loads(reason)["retryAfterMs"]
        return min(max(float(told) / 1000, 0.0), 10 * CAP)
    except (ValueError, KeyError, TypeError):
        return uniform(0, BASE)
