"""The one engine of a process that sends in the egress loop, and how other threads reach it."""

import threading
from collections.abc import Awaitable, Callable, Collection, Iterable
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

from config.egress import loop

PATIENCE = 5.0  # for what is under way when the process is told to end
STEPS = 4  # of an engine's end, each with that patience

Key = TypeVar("Key")
Key_contra = TypeVar("Key_contra", contravariant=True)


class Engine(Protocol[Key_contra]):
    """Made, woken and stopped in the loop. A key says where something may be due."""

    def wake(self, keys: Iterable[Key_contra], /) -> None: ...

    def stop(self, patience: float, /) -> Awaitable[None]: ...


class Running(Generic[Key]):
    """`answer_here` is told who answers rings in this process, once there is an engine: what the process
    writes itself needs no broker to be sent.
    """

    def __init__(
        self,
        make: Callable[[], Engine[Key]],
        answer_here: Callable[[Callable[[Collection[Key]], None] | None], None],
    ) -> None:
        self._make, self._answer_here = make, answer_here
        self._lock = threading.Lock()
        self._engine: Engine[Key] | None = None

    def wake(self, keys: Collection[Key]) -> None:
        loop.loop().call_soon_threadsafe(self.started().wake, list(keys))

    def started(self) -> Engine[Key]:
        with self._lock:
            if self._engine is None:
                self._engine = loop.submit(self._made()).result()
                self._answer_here(self.wake)
            return self._engine

    def stop(self) -> None:
        """What is not finished in time is sent again by others, when what was held or leased has run out."""
        with self._lock:
            self._answer_here(None)
            if self._engine is not None:
                with suppress(TimeoutError):
                    loop.submit(_stopped(self._engine)).result(STEPS * PATIENCE)
                self._engine = None

    async def _made(self) -> Engine[Key]:
        return self._make()


async def _stopped(engine: Engine[Key]) -> None:
    await engine.stop(PATIENCE)
