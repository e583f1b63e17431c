"""Tally: what clients report while a measurement is on, and how a load is measured."""

import asyncio
import gc
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol

from benchmarks.cpu import Meter, Usage

DRAIN = 20.0


class Failed(Exception):
    """The server answered something else than what the benchmark is about; a rate of errors is no rate."""


@dataclass(slots=True)
class Tally:
    """Clients look at `running` before they ask again, and report each answer by `done`."""

    running: bool = True
    counting: bool = False
    latencies: list[float] = field(default_factory=list)
    counted: int = 0
    failure: str = ""

    def done(self, began: float) -> None:
        if self.counting:
            self.latencies.append(perf_counter() - began)

    def fail(self, why: bytes | str) -> None:
        self.failure = self.failure or (why if isinstance(why, str) else why[:600].decode(errors="replace"))
        self.running = False


@dataclass(frozen=True, slots=True)
class Measured:
    """`units` were done; the latencies may be fewer, where only some of them were timed."""

    units: int
    usage: Usage
    latencies: list[float]

    @property
    def rate(self) -> float:
        return self.units / self.usage.elapsed

    def quantile(self, share: float) -> float:
        """In milliseconds; nan where nothing was timed."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else float("nan")

    def per_thousand(self, role: str) -> float:
        return self.usage.seconds.get(role, 0.0) * 1000 / max(1, self.units)


class Client(Protocol):
    def begin(self) -> None:
        """Asks for the first time; every answer makes the next question, as long as the tally runs."""

    @property
    def waiting(self) -> bool:
        """Whether answers are still due."""


async def measure(
    clients: Sequence[Client], tally: Tally, meter: Meter, *, warm: float, seconds: float
) -> Measured:
    """Warms up, measures for `seconds`, then lets every client have its last answer."""
    gc.collect()
    gc.freeze()
    for client in clients:
        client.begin()
    await _pass(warm, tally)
    before = meter.read()
    tally.counting = True
    await _pass(seconds, tally)
    tally.counting = False
    after = meter.read()
    tally.running = False
    await _drain(clients, tally)
    if tally.failure:
        raise Failed(tally.failure)
    latencies = tally.latencies
    return Measured(tally.counted or len(latencies), meter.between(before, after), latencies)


async def _pass(seconds: float, tally: Tally) -> None:
    until = perf_counter() + seconds
    while (left := until - perf_counter()) > 0 and not tally.failure:
        await asyncio.sleep(min(left, 0.25))


async def _drain(clients: Sequence[Client], tally: Tally) -> None:
    until = perf_counter() + DRAIN
    while any(client.waiting for client in clients) and not tally.failure:
        if perf_counter() > until:
            raise Failed(f"no answer within {DRAIN:g} s")
        await asyncio.sleep(0.01)
