"""Engines as worker processes run them, each with a loop, threads and connections of its own."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import uvloop

from push.sending.engine import Engine
from push.vendors.wire import Wire

PATIENCE = 10.0


class Running:
    def __init__(self) -> None:
        self.loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self.wire, self.engine = self._call(self._made())

    def wake(self, *lanes: tuple[int, str]) -> None:
        self.loop.call_soon_threadsafe(self.engine.wake, lanes)

    def on_loop(self, work: Callable[[], Any]) -> Any:
        async def call() -> Any:
            return work()

        return self._call(call())

    def stop(self, patience: float = PATIENCE) -> None:
        if self._thread.is_alive():
            self._call(self.engine.stop(patience))
            self._end()

    def freeze(self) -> None:
        """As a dead worker: it says and does nothing more, and lets go of nothing."""
        self._call(_cancel_all())
        self._call(self.engine._threads.stop(PATIENCE))
        self._end()

    def _end(self) -> None:
        self._call(self.wire.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(PATIENCE)

    async def _made(self) -> tuple[Wire, Engine]:
        wire = Wire()
        return wire, Engine(wire)

    def _call(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(3 * PATIENCE)


async def _cancel_all() -> None:
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
