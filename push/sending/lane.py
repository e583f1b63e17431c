"""A lane as one process knows it: what of it is in hand, how it stands, and whether more may go out."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from time import monotonic, time
from typing import Final

from push import lanes
from push.lanes import State
from push.sending.breaker import Breaker
from push.sending.due import Due, Result
from push.sending.judging import doubted, judge
from push.sending.limits import limits_of
from push.sending.schedule import (
    AUTH,
    INVALID_TOKENS,
    LONGEST_WISH,
    THROTTLED,
    doubled,
    pause,
    until_tomorrow,
)
from push.vendors.contract import Kind, Outcome, Scope
from push.waking import LaneKey

CLAIM: Final = 500
SECONDS_AHEAD: Final = 5.0  # of what the lane's rate lets through
ALL_IS_WELL: Final = frozenset({Kind.OK, Kind.INVALID_TOKEN, Kind.PERMANENT})


class Lane:
    """`busy`: claimed, and not yet written. `sending`: how many of them are under way. `doubtful`: what came
    as INVALID_TOKEN and is not yet believed. `probe`: what has come of a probe so far; None without one.
    `reopening`: that all is well is being written. `checked`: when it was asked last whether what is in
    hand is still to be sent.
    """

    def __init__(self, key: LaneKey) -> None:
        self.key = key
        self.limits = limits_of(key[1])
        self.busy: dict[int, Due] = {}
        self.sending = 0
        self.woken = False
        self.task: asyncio.Task[None] | None = None
        self.timer: asyncio.TimerHandle | None = None
        self.looked = self.checked = self.active = 0.0
        self.slots = asyncio.Semaphore(self.limits.at_once)
        self.freed = asyncio.Event()
        self.state: State = lanes.OPEN
        self.paused_until = self.paused_since = 0.0
        self.probe: set[Kind] | None = None
        self.reopening = False
        self._breaker = Breaker()
        self._doubtful: list[Result] = []

    @property
    def is_paused(self) -> bool:
        return monotonic() < self.paused_until

    def room(self) -> int:
        """How many to claim now: none while most of it is full, or while a probe is under way. Nor while a
        lease of ours has run out: we should claim what we have sent, and refuse what came of it.
        """
        clock = monotonic()
        if self.reopening or (self.busy and self.probe is not None):
            return 0
        if any(due.until < clock for due in self.busy.values()):
            return 0
        most = max(10, min(self.limits.in_hand, int(self.limits.rate * SECONDS_AHEAD)))
        free = most - len(self.busy)
        return min(CLAIM, free) if free >= min(CLAIM, most // 2) else 0

    def saw(self, state: State) -> None:
        """As PostgreSQL has it. Who has ended a pause knows better than the minute before it."""
        if self.state.left is not None and state.left is None:
            self._breaker = Breaker()
        self.state = state
        self.paused_until = monotonic() + (state.left or 0) if state.is_paused else 0.0
        self.probe = set() if state.is_probing else None

    def rest(self, reason: str, seconds: float) -> bool:
        """Nothing more goes out. False where it rests already."""
        if self.is_paused and (reason != lanes.DAY or self.state.reason == reason):
            return False
        self.state = State(seconds, reason, self._times + 1)
        self.paused_since = monotonic()
        self.paused_until = self.paused_since + seconds
        self.probe = None
        return True

    def take(self, dues: Iterable[Due]) -> set[int]:
        """Those that are new. What is still under way here, though its lease had run out, goes on."""
        new: set[int] = set()
        for due in dues:
            if under_way := self.busy.get(due.delivery):
                under_way.lease, under_way.until = due.lease, due.until
            else:
                self.busy[due.delivery] = due
                new.add(due.delivery)
        return new

    def judge(self, due: Due, outcome: Outcome) -> tuple[Result | None, tuple[str, float] | None]:
        """What is to be written of it now, and the pause that it calls for: none where it is about the device
        alone, whose owner may have made it up.
        """
        if outcome.scope == Scope.DEVICE:
            return judge(due, outcome, time()), None
        if self.probe is not None:
            self.probe.add(outcome.kind)
        result = judge(due, outcome, time())
        if outcome.kind == Kind.OK or result.invalid:
            self._breaker.count(invalid=result.invalid, clock=monotonic())
        if result.invalid:
            self._doubtful.append(result)
            return None, (lanes.INVALID_TOKENS, pause(INVALID_TOKENS, 0)) if self._is_too_much else None
        return result, self._pause(outcome)

    def believed(self) -> list[Result]:
        """Those called dead that are to be written now: as dead, or as doubted. The others wait until it is
        clear whether that vendor calls everybody dead.
        """
        if self._is_too_much or (self.is_paused and self.state.reason == lanes.INVALID_TOKENS):
            return [doubted(one, self._after_pause()) for one in self._taken()]
        if self.sending and self._breaker.is_suspicious and not self.state.is_trusted:
            return []
        return self._taken()

    def probed(self) -> tuple[str, float] | bool:
        """When a probe has come to its end: the next pause, or whether all is well."""
        came, self.probe = self.probe or set(), None
        if self.state.reason == lanes.INVALID_TOKENS and Kind.INVALID_TOKEN in came and Kind.OK not in came:
            return lanes.INVALID_TOKENS, pause(INVALID_TOKENS, self._times)
        if not came & ALL_IS_WELL:
            return False
        openings = self.state.openings if self.state.reason == lanes.INVALID_TOKENS else 0
        self.state = State(openings=openings)
        return True

    def forget(self, dues: Iterable[Due]) -> None:
        for due in dues:
            self.busy.pop(due.delivery, None)
        self.active = monotonic()
        self.freed.set()

    @property
    def _times(self) -> int:
        """How many pauses in a row there were before this one."""
        return self.state.openings if self.state.is_probing else 0

    def _pause(self, outcome: Outcome) -> tuple[str, float] | None:
        if outcome.kind == Kind.AUTH:
            return lanes.AUTH, pause(AUTH, self._times)
        if outcome.kind == Kind.THROTTLED and outcome.scope == Scope.DAY:
            return lanes.DAY, until_tomorrow(self.key[1], datetime.now(UTC))
        if outcome.kind == Kind.THROTTLED and outcome.scope == Scope.APP:
            wish = min(LONGEST_WISH, outcome.after or 0.0)
            return lanes.THROTTLED, max(wish, pause(THROTTLED, self._times))
        return None

    @property
    def _is_too_much(self) -> bool:
        """Where phones have just been reached the dead are dead."""
        return self._breaker.is_too_much and not (self.state.is_trusted or self.probe is not None)

    def _taken(self) -> list[Result]:
        taken, self._doubtful = self._doubtful, []
        return taken

    def _after_pause(self) -> float:
        """Behind what has not been tried yet: else the probe would be of the same tokens again."""
        return max(0.0, self.paused_until - monotonic()) + doubled(60.0, 0)
