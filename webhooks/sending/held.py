"""An endpoint in our hold: what is known of it, what waits here for it, and how much more it can take."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from webhooks.circuits import State, failed, succeeded
from webhooks.models import DeliveryStatus
from webhooks.sending.store import GONE, Ask, Due, Outcome

LOOK = 0.02  # seconds from one look to the next, more and more while nothing comes
LONGEST_LOOK = 1.0
LINGER = 0.3  # an endpoint for which nothing comes for so long is let go
AHEAD = 0.04  # seconds of work that are fetched beyond what is being sent
MOST_AHEAD = 64
UNWRITTEN = 200  # with so many that are not completed yet, no more are begun


@dataclass(slots=True)
class Held:
    """`until`: what was not begun by then may be another's. `busy`: fetched, and not yet completed.
    `woken`: there may be more. `over`: it said it is gone, or is given up. `seconds`: a try's, smoothed.
    Clocks are monotonic.
    """

    endpoint: int
    state: State
    slots: int
    until: float
    quiet_since: float
    queue: deque[Due] = field(default_factory=deque)
    sending: int = 0
    busy: set[int] = field(default_factory=set)
    woken: bool = False
    over: bool = False
    next_look: float = 0.0
    seconds: float = 1.0

    def limit(self, now: datetime) -> int:
        """How many may be sent at once; a half-open breaker lets one through."""
        if self.over or self.state.is_open(now):
            return 0
        return 1 if self.state.open_until else self.slots

    def ask(self, now: datetime, clock: float) -> Ask | None:
        """What to look for now. Ahead only where it is quick: nothing should wait in line for a slow endpoint
        here, where it cannot be held back or signed anew.
        """
        if not self.woken and clock < self.next_look:
            return None
        limit = self.limit(now)
        ahead = min(MOST_AHEAD, int(limit * AHEAD / self.seconds)) if limit > 1 else 0
        room = limit + ahead - self.sending - len(self.queue)
        if room <= 0 or len(self.queue) > ahead // 2 or len(self.busy) >= UNWRITTEN:
            return None
        return Ask(self.endpoint, room, tuple(self.busy))

    def pause(self, now: datetime, clock: float) -> float | None:
        """Seconds until it wants to look, or to be let go, by itself."""
        if not self.busy:
            return max(0.0, min(self.next_look, self.quiet_since + LINGER) - clock)
        if self.sending + len(self.queue) < self.limit(now):
            return max(0.0, self.next_look - clock)
        return None

    def looked(self, room: int, found: int, clock: float) -> None:
        if found:
            self.quiet_since = clock
        self.woken = self.woken or found >= room
        self.next_look = clock + min(LONGEST_LOOK, max(LOOK, (clock - self.quiet_since) / 4))

    def put(self, due: Due) -> None:
        self.busy.add(due.delivery)
        self.queue.append(due)

    def drop(self) -> None:
        """What was not begun keeps its place, and burns no try."""
        self.busy.difference_update(due.delivery for due in self.queue)
        self.queue.clear()

    def next(self, now: datetime, clock: float) -> Due | None:
        """What to begin now."""
        if not self.queue or self.sending >= self.limit(now) or clock >= self.until:
            return None
        self.sending += 1
        return self.queue.popleft()

    def ended(self, outcome: Outcome, now: datetime, clock: float) -> None:
        self.sending -= 1
        self.seconds += (max(0.001, outcome.ms / 1000) - self.seconds) / 4
        self.quiet_since = clock
        if outcome.status == DeliveryStatus.SUCCESS:
            self.state = succeeded(self.state, now)
        else:
            self.state = failed(self.state, now, outcome.error)
        self.over = self.over or outcome.http == GONE or self.state.is_given_up(now)
        if not self.limit(now):
            self.drop()

    def is_idle(self, now: datetime, clock: float) -> bool:
        if self.busy:
            return False
        return not self.limit(now) or (not self.woken and clock - self.quiet_since >= LINGER)
