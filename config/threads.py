"""Threads for what waits for PostgreSQL or Redis; each keeps its connection, and gives it back at the end."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any, TypeVar

from django.db import close_old_connections, connection

Result = TypeVar("Result")


class Threads:
    def __init__(self, name: str, number: int) -> None:
        self._number = number
        self._pool = ThreadPoolExecutor(number, name)

    def run(self, work: Callable[..., Result], *args: Any) -> "asyncio.Future[Result]":
        return asyncio.get_running_loop().run_in_executor(self._pool, _run, work, *args)

    async def stop(self, patience: float) -> None:
        """Every thread closes its connection; the barrier sees to it that none does so for another."""
        barrier = Barrier(self._number, timeout=patience)
        loop = asyncio.get_running_loop()
        leaving = [loop.run_in_executor(self._pool, _leave, barrier) for _ in range(self._number)]
        await asyncio.wait(leaving, timeout=patience)
        self._pool.shutdown(wait=False, cancel_futures=True)


def _run(work: Callable[..., Result], *args: Any) -> Result:
    close_old_connections()
    return work(*args)


def _leave(barrier: Barrier) -> None:
    with suppress(BrokenBarrierError):  # somebody still at work is cut off by the end of the process
        barrier.wait()
    connection.close()
