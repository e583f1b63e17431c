"""Endpoints that could not be had are left alone for a moment, then tried once more."""

import asyncio
from collections.abc import Callable, Iterable

REST = 0.05  # seconds


class Resting:
    """Their holder may have been letting go just then. After that only a new ring, or the sweep, tries again:
    with open breakers and holders elsewhere, rings must cost next to nothing.
    """

    def __init__(self, wake: Callable[[Iterable[int]], None]) -> None:
        self._wake = wake
        self._again: dict[int, bool] = {}
        self._second: set[int] = set()

    def takes(self, endpoint: int) -> bool:
        """True if it rests: the ring is remembered."""
        if endpoint in self._again:
            self._again[endpoint] = True
            return True
        return False

    def put(self, endpoints: Iterable[int]) -> None:
        if not self._again:
            asyncio.get_running_loop().call_later(REST, self._end)
        for endpoint in endpoints:
            self._again[endpoint] = endpoint not in self._second
            self._second.discard(endpoint)

    def _end(self) -> None:
        again = {endpoint for endpoint, wanted in self._again.items() if wanted}
        self._again.clear()
        self._second |= again
        self._wake(again)
