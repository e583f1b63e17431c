"""Whether a lane's vendor calls so many tokens invalid that rather its credential is wrong. In memory: each
process judges by what it has sent itself, and a pause that one of them decides holds for all.
"""

from collections import deque
from typing import Final

WINDOW: Final = 60.0  # seconds
LEAST: Final = 20  # invalid ones
PART: Final = 0.2


class Breaker:
    def __init__(self) -> None:
        self._slots: deque[list[float]] = deque()  # [second, sent, invalid], the oldest first
        self._sent = self._invalid = 0

    def count(self, *, invalid: bool, clock: float) -> None:
        self._age(clock)
        if not self._slots or self._slots[-1][0] < int(clock):
            self._slots.append([int(clock), 0, 0])
        self._slots[-1][1] += 1
        self._slots[-1][2] += invalid
        self._sent += 1
        self._invalid += invalid

    @property
    def is_suspicious(self) -> bool:
        """Were there more of it, it would be too much."""
        return self._invalid > PART * self._sent

    @property
    def is_too_much(self) -> bool:
        return self._invalid >= LEAST and self.is_suspicious

    def _age(self, clock: float) -> None:
        while self._slots and self._slots[0][0] <= clock - WINDOW:
            _, sent, invalid = self._slots.popleft()
            self._sent -= int(sent)
            self._invalid -= int(invalid)
