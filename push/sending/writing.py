"""Writes down what became of deliveries, those of all lanes together and many at a time."""

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic

import structlog
from django.db import InterfaceError, OperationalError

from config.threads import Threads
from push.sending.completing import complete
from push.sending.due import Result
from push.sending.lane import Lane

GATHER = 0.01  # seconds in which results are gathered
BATCH = 500
ODD = 30.0  # what could not be written is tried again after so long

log = structlog.get_logger(__name__)

Items = list[tuple[Lane, Result]]


class Writer:
    def __init__(self, threads: Threads, alarm: Callable[[Lane, float], None]) -> None:
        self._threads = threads
        self._alarm = alarm
        self._items: Items = []
        self._news = asyncio.Event()

    def put(self, lane: Lane, results: Sequence[Result]) -> None:
        if results:
            self._items += [(lane, result) for result in results]
            self._news.set()

    async def finish(self, patience: float) -> None:
        end = monotonic() + patience
        while self._items and monotonic() < end:
            await asyncio.sleep(GATHER)

    async def write(self) -> None:
        """One turn. What PostgreSQL did not take because it is away stays, and is the next turn's."""
        await self._news.wait()
        if len(self._items) < BATCH:
            await asyncio.sleep(GATHER)
        batch = self._items[:BATCH]
        try:
            await self._complete(batch)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("push.results_not_written", results=len(batch))
            await self._each_alone(batch)
        del self._items[: len(batch)]
        if not self._items:
            self._news.clear()

    async def _complete(self, batch: Items) -> None:
        await self._threads.run(complete, [(lane.key, result) for lane, result in batch])
        for lane, result in batch:
            lane.forget([result.due])
            if result.wait is not None:
                self._alarm(lane, result.wait)

    async def _each_alone(self, batch: Items) -> None:
        """One that cannot be written is not sent again all the while, and harms no other."""
        for lane, result in batch:
            try:
                await self._complete([(lane, result)])
            except (OperationalError, InterfaceError):
                raise
            except Exception:
                log.exception("push.result_not_written", delivery=result.due.delivery)
                asyncio.get_running_loop().call_later(ODD, self.put, lane, [result])
