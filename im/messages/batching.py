"""Shared commits: of the threads that want to send, one writes for all. A lone send waits for nobody."""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock

from config.api.errors import Refusal
from im.messages.actions import Outcome, send
from im.messages.models import Message
from im.messages.sends import Send

LARGEST = 256


class _Slot:
    __slots__ = ("failure", "outcome", "send")

    def __init__(self, send_: Send) -> None:
        self.send = send_
        self.outcome: Outcome | None = None
        self.failure: BaseException | None = None

    @property
    def done(self) -> bool:
        return self.outcome is not None or self.failure is not None


class Writer:
    """Whoever gets the lock takes everything that waits, his own send too, and writes it as one batch."""

    def __init__(self, write: Callable[[Sequence[Send]], list[Outcome]] = send) -> None:
        self._write = write
        self._writing = Lock()
        self._waiting: deque[_Slot] = deque()

    def send(self, send_: Send) -> Message:
        """Raises the refusal, or what kept the whole batch from being written."""
        slot = _Slot(send_)
        self._waiting.append(slot)
        while not slot.done:
            with self._writing:
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
        batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST))]
        try:
            outcomes = self._write([slot.send for slot in batch])
        except BaseException as problem:  # every waiting thread must learn of it, and raise it as its own
            for slot in batch:
                slot.failure = problem
            return
        for slot, outcome in zip(batch, outcomes, strict=True):
            slot.outcome = outcome


writer = Writer()
