"""The one engine of this process, once there is something to send, and how other threads reach it."""

import threading
from collections.abc import Collection
from contextlib import suppress

from config.egress import loop as egress
from push import waking
from push.sending.engine import Engine
from push.vendors.wire import wire
from push.waking import LaneKey

PATIENCE = 5.0  # for what is under way when the process is told to end

_lock = threading.Lock()
_engine: Engine | None = None


def wake(lanes: Collection[LaneKey]) -> None:
    egress.loop().call_soon_threadsafe(started().wake, list(lanes))


def started() -> Engine:
    """From here on what this process writes itself needs no broker to be sent."""
    global _engine
    with _lock:
        if _engine is None:
            _engine = egress.submit(_made()).result()
            waking.answer_here(wake)
        return _engine


def stop() -> None:
    """What is not finished in time is sent again by others, when the leases have run out."""
    global _engine
    with _lock:
        waking.answer_here(None)
        if _engine is not None:
            with suppress(TimeoutError):
                egress.submit(_engine.stop(PATIENCE)).result(4 * PATIENCE)
            _engine = None


async def _made() -> Engine:
    return Engine(wire())
