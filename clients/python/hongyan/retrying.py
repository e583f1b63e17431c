"""When a call is made again, and after how long: only where a repeat cannot do the same thing twice."""

from dataclasses import dataclass
from random import uniform

from hongyan.errors import TOO_MANY_BAD_SIGNATURES, HongyanError, RateLimited, Unavailable, Unreachable

SPREAD = 0.25  # of a Retry-After: those who were told the same second don't come in the same one


@dataclass(frozen=True, slots=True)
class Retry:
    """`attempts` in all; pauses from `base` to `cap` seconds, doubled each time, never more than `patience`
    together. `Retry(attempts=1)` tries once."""

    attempts: int = 6
    base: float = 0.25
    cap: float = 8.0
    patience: float = 60.0

    def wait(self, problem: HongyanError, *, attempt: int, waited: float, again: bool) -> float | None:
        """Seconds until the next attempt, or None: then the problem is the caller's.

        `again`: a repeat of this call is known to change nothing that the first has done.
        """
        if attempt >= self.attempts or not _may_repeat(problem, again=again):
            return None
        pause = self.pause(attempt, getattr(problem, "retry_after", None))
        return pause if waited + pause <= self.patience else None

    def pause(self, attempt: int, told: float | None = None) -> float:
        if told is not None:
            return told + uniform(0, SPREAD * max(told, self.base))
        longest = min(self.cap, self.base * 2 ** min(attempt - 1, 30))
        return uniform(longest / 2, longest)


def _may_repeat(problem: HongyanError, *, again: bool) -> bool:
    if isinstance(problem, RateLimited):  # nothing was done
        return problem.status != TOO_MANY_BAD_SIGNATURES
    if isinstance(problem, Unreachable):
        return again or not problem.sent
    return again and isinstance(problem, Unavailable)
