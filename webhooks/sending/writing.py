"""Writes down what came of the tries, many at a time, and sets the alarms for what comes next."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from time import monotonic

import structlog
from django.db import InterfaceError, OperationalError

from config.threads import Threads
from webhooks.circuits import State
from webhooks.sending import store
from webhooks.sending.held import Held
from webhooks.sending.store import Outcome

GATHER = 0.02  # seconds in which results are gathered
BATCH = 500
SOON = 60.0  # a next try within so many seconds has an alarm here; the sweep finds the others
LATE = 0.02  # after an alarm's time: the database's clock must have come to it
ODD = 30.0  # what could not be written is tried again after so long

log = structlog.get_logger(__name__)


class Writer:
    def __init__(
        self, holder: str, held: dict[int, Held], threads: Threads, wake: Callable[[Iterable[int]], None]
    ) -> None:
        self._holder = holder
        self._held = held
        self._threads = threads
        self._wake = wake
        self._outcomes: list[Outcome] = []
        self._news = asyncio.Event()

    def put(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        self._news.set()

    async def finish(self, patience: float) -> None:
        end = monotonic() + patience
        while self._outcomes and monotonic() < end:
            await asyncio.sleep(GATHER)

    async def write(self) -> None:
        """One turn. What PostgreSQL did not take because it is away stays, and is the next turn's."""
        await self._news.wait()
        await asyncio.sleep(GATHER)
        batch = self._outcomes[:BATCH]
        try:
            await self._complete(batch)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("webhooks.outcomes_not_written", outcomes=len(batch))
            await self._each_alone(batch)
        else:
            self._settle(batch)
        del self._outcomes[: len(batch)]
        if not self._outcomes:
            self._news.clear()

    async def _complete(self, batch: list[Outcome]) -> None:
        """What is of an endpoint that was lost meanwhile is its new holder's to find out."""
        states = self._states(batch)
        ours = [outcome for outcome in batch if outcome.endpoint in states]
        if ours:
            await self._threads.run(store.complete, self._holder, ours, states)

    async def _each_alone(self, batch: list[Outcome]) -> None:
        """One that cannot be written is not sent again all the while, and harms no other."""
        for outcome in batch:
            try:
                await self._complete([outcome])
            except (OperationalError, InterfaceError):
                raise
            except Exception:
                log.exception("webhooks.outcome_not_written", delivery=outcome.delivery)
                asyncio.get_running_loop().call_later(ODD, self.put, outcome)
            else:
                self._settle([outcome])

    def _states(self, batch: list[Outcome]) -> dict[int, State]:
        return {one.endpoint: self._held[one.endpoint].state for one in batch if one.endpoint in self._held}

    def _settle(self, batch: list[Outcome]) -> None:
        for outcome in batch:
            if held := self._held.get(outcome.endpoint):
                held.busy.discard(outcome.delivery)
            if outcome.wait is not None and outcome.wait <= SOON:
                self._alarm(outcome.endpoint, outcome.wait)
        now = datetime.now(UTC)
        for endpoint, state in self._states(batch).items():
            if state.open_until and state.is_open(now):
                self._alarm(endpoint, (state.open_until - now).total_seconds())
        self._wake(())

    def _alarm(self, endpoint: int, seconds: float) -> None:
        asyncio.get_running_loop().call_later(seconds + LATE, self._wake, [endpoint])
