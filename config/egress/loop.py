"""The process's one event loop for calls to other people's servers, in a thread, with the one Client."""

import asyncio
import atexit
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import TypeVar

import uvloop

from config.egress.client import Client

T = TypeVar("T")
Close = Callable[[], Coroutine[object, object, None]]


class _Running:
    def __init__(self) -> None:
        self.loop = uvloop.new_event_loop()
        self.client = Client()
        self.closing: list[Close] = [self.client.close]
        self.thread = threading.Thread(target=self.loop.run_forever, name="egress", daemon=True)
        self.thread.start()


_lock = threading.Lock()
_running: _Running | None = None


def _run() -> _Running:
    global _running
    if _running is None:
        with _lock:
            if _running is None:
                _running = _Running()
    return _running


def loop() -> asyncio.AbstractEventLoop:
    """Started with its first use, so after any fork."""
    return _run().loop


def client() -> Client:
    """To be used in the loop only."""
    return _run().client


def submit(work: Coroutine[object, object, T]) -> "Future[T]":
    """From any thread."""
    return asyncio.run_coroutine_threadsafe(work, loop())


def when_it_ends(close: Close) -> None:
    """What else has connections in this loop. From the loop; in any other one it is the caller's business."""
    if _running is not None and _running.loop is asyncio.get_running_loop():
        _running.closing.append(close)


async def _close(closing: list[Close]) -> None:
    await asyncio.gather(*(close() for close in closing), return_exceptions=True)


def _stop() -> None:
    if _running is not None:
        with suppress(TimeoutError):
            submit(_close(_running.closing)).result(1)
        _running.loop.call_soon_threadsafe(_running.loop.stop)
        _running.thread.join(1)


def _forget() -> None:
    global _lock, _running
    _lock, _running = threading.Lock(), None


atexit.register(_stop)
os.register_at_fork(after_in_child=_forget)  # threads do not survive a fork
