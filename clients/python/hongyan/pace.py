"""How fast a socket may speak: the gateway closes one that says more."""

import asyncio
from time import monotonic

RATE, BURST = 18.0, 50.0  # below its 20 a second and 60 at once, for pings go by the same count


class Pace:
    """A bucket of tokens that fills with time; those who wait are let through in their order."""

    def __init__(self) -> None:
        self._tokens, self._at = BURST, monotonic()
        self._turn = asyncio.Lock()

    async def wait(self) -> None:
        async with self._turn:
            self._fill()
            if self._tokens < 1:
                await asyncio.sleep((1 - self._tokens) / RATE)
                self._fill()
            self._tokens -= 1

    def _fill(self) -> None:
        now = monotonic()
        self._tokens = min(BURST, self._tokens + (now - self._at) * RATE)
        self._at = now
