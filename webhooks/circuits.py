"""How an endpoint stands, and its breaker: pure functions over a state. One worker has it in hand."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

IN_A_ROW = 10  # failures that open it
WINDOW = 60  # seconds; or half of at least so many tries of this long:
SEEN = 20
SLOT = 5  # seconds that are counted together
FIRST_OPENING = 30.0  # seconds, doubled with each probe that fails
LONGEST_OPENING = 600.0
GIVEN_UP = timedelta(days=5)  # of nothing but failures

Recent = tuple[tuple[int, int, int], ...]  # (second, succeeded, failed), the oldest first


@dataclass(frozen=True, slots=True)
class State:
    """As `models.Circuit` has it."""

    consecutive_failures: int = 0
    failing_since: datetime | None = None
    last_success_at: datetime | None = None
    last_failure_at: datetime | None = None
    last_error: str = ""
    open_until: datetime | None = None
    openings: int = 0
    recent: Recent = ()

    def is_open(self, now: datetime) -> bool:
        """Nothing is sent."""
        return self.open_until is not None and now < self.open_until

    def is_probing(self, now: datetime) -> bool:
        """Half open: one try decides."""
        return self.open_until is not None and now >= self.open_until

    def is_given_up(self, now: datetime) -> bool:
        return self.failing_since is not None and now - self.failing_since >= GIVEN_UP


def succeeded(state: State, now: datetime) -> State:
    """What was under way when the breaker opened says nothing of the endpoint now: only a probe closes it."""
    after = replace(state, consecutive_failures=0, failing_since=None, last_success_at=now)
    if state.is_open(now):
        return replace(after, recent=counted(state.recent, now, 1, 0))
    if state.is_probing(now):
        return replace(after, open_until=None, openings=0, recent=counted((), now, 1, 0))
    return replace(after, recent=counted(state.recent, now, 1, 0))


def failed(state: State, now: datetime, error: str) -> State:
    after = replace(
        state,
        consecutive_failures=state.consecutive_failures + 1,
        failing_since=state.failing_since or now,
        last_failure_at=now,
        last_error=error,
        recent=counted(state.recent, now, 0, 1),
    )
    if state.is_open(now) or not (state.is_probing(now) or is_too_much(after)):
        return after
    pause = min(LONGEST_OPENING, FIRST_OPENING * 2.0 ** min(state.openings, 10))
    return replace(after, openings=state.openings + 1, open_until=now + timedelta(seconds=pause))


def is_too_much(state: State) -> bool:
    if state.consecutive_failures >= IN_A_ROW:
        return True
    bad = sum(slot[2] for slot in state.recent)
    seen = bad + sum(slot[1] for slot in state.recent)
    return seen >= SEEN and 2 * bad >= seen


def counted(recent: Recent, now: datetime, good: int, bad: int) -> Recent:
    second = int(now.timestamp()) // SLOT * SLOT
    young = tuple(slot for slot in recent if slot[0] > second - WINDOW)
    if young and young[-1][0] >= second:
        last = young[-1]
        return (*young[:-1], (last[0], last[1] + good, last[2] + bad))
    return (*young, (second, good, bad))
