"""Shared commits: of the threads that want to send, one writes for all. A lone send waits for nobody."""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from time import monotonic

from config.api.errors import Refusal
from im.messages.actions import Outcome, send
from im.messages.models import Message
from im.messages.sends import Send

LARGEST = 256
PATIENCE, LULL = 0.006, 0.01


class _Slot:
    """One thread's send. Its gate opens with the outcome, or when it is this thread's turn to write."""

    __slots__ = ("failure", "gate", "outcome", "send")

    def __init__(self, send_: Send) -> None:
        self.send = send_
        self.outcome: Outcome | None = None
        self.failure: BaseException | None = None
        self.gate = Lock()
        self.gate.acquire()

    @property
    def done(self) -> bool:
        return self.outcome is not None or self.failure is not None


class Writer:
    """Who comes while nobody writes, writes; when done he names the first who waits as the next writer.

    Under load those just served are about to come again: waiting for as many as there were, a moment at most,
    saves a third of what a send costs. After a batch of one nobody waits for anything.
    """

    def __init__(self, write: Callable[[Sequence[Send]], list[Outcome]] = send) -> None:
        self._write = write
        self._mutex = Lock()
        self._busy = False
        self._waiting: deque[_Slot] = deque()
        self._expected = 1
        self._ended = 0.0
        self._gathering = False
        self._enough = Lock()
        self._enough.acquire()

    def send(self, send_: Send) -> Message:
        """Raises the refusal, or what kept the whole batch from being written."""
        slot = _Slot(send_)
        with self._mutex:
            self._waiting.append(slot)
            waits, self._busy = self._busy, True
            if self._gathering and len(self._waiting) >= self._expected:
                self._gathering = False
                self._enough.release()
        if waits:
            slot.gate.acquire()
        if not slot.done:
            self._write_all()
        if slot.failure is not None:
            raise slot.failure
        if isinstance(slot.outcome, Refusal):
            raise slot.outcome
        if slot.outcome is None:
            raise LookupError("a slot that is done has an outcome")
        return slot.outcome

    def _write_all(self) -> None:
        """Writes what waits, the caller's own send first among it, and passes the pen on."""
        self._gather()
        with self._mutex:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST))]
            self._expected = len(batch)
        try:
            outcomes = self._write([slot.send for slot in batch])
            for slot, outcome in zip(batch, outcomes, strict=True):
                slot.outcome = outcome
        except BaseException as problem:  # every waiting thread must learn of it, and raise it as its own
            for slot in batch:
                slot.failure = problem
        with self._mutex:
            self._ended = monotonic()
            following = self._waiting[0] if self._waiting else None
            self._busy = following is not None
        if following is not None:
            following.gate.release()
        for slot in batch[1:]:
            slot.gate.release()

    def _gather(self) -> None:
        with self._mutex:
            under_load = monotonic() - self._ended < LULL
            wait = self._gathering = under_load and len(self._waiting) < self._expected
        if wait and not self._enough.acquire(timeout=PATIENCE):
            with self._mutex:
                if not self._gathering:  # the last one came just as we gave up
                    self._enough.acquire()
                self._gathering = False


writer = Writer()
