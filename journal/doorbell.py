"""Wakes a worker when something waits. A lost ring costs the seconds until the next sweep, nothing else."""

import os
import threading
from collections.abc import Collection
from time import sleep
from typing import Any

import structlog
from celery import current_app

from journal import metrics

TASK = "journal.tasks.dispatch"
PAUSE = 0.1  # all rings of this long are one
REST = 2.0  # a broker that is away is left alone for this long
STALE = 30  # a ring nobody heard by then is worth nothing

log = structlog.get_logger(__name__)


class Doorbell:
    """A thread of its own talks to the broker: the caller pays a microsecond, broker or no broker."""

    def __init__(self, app: Any = current_app, *, task: str = TASK) -> None:
        self._app = app
        self._task = task
        self._keys: set[int | str] = set()
        self._wanted = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ring(self, keys: Collection[int | str] = ()) -> None:
        """The task gets a list of all keys that came together, or nothing where there are none."""
        if keys:
            with self._lock:
                self._keys.update(keys)
        self._wanted.set()
        if self._thread is None:
            self._start()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="doorbell", daemon=True)
                self._thread.start()

    def _serve(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            sleep(PAUSE if self._send() else REST)

    def _send(self) -> bool:
        with self._lock:
            keys, self._keys = self._keys, set()
        args = ([*keys],) if keys else ()
        try:
            self._app.send_task(self._task, args, retry=False, ignore_result=True, expires=STALE)
        except Exception as problem:  # whatever the broker's client raises: the sweep does the work
            metrics.DOORBELL_FAILED.inc()
            log.warning("doorbell.broker_away", error=repr(problem))
            return False
        return True


_bell = Doorbell()
_others: dict[str, Doorbell] = {}


def ring() -> None:
    _bell.ring()


def ring_for(task: str, keys: Collection[int | str] = ()) -> None:
    """For work of others that waits in a table of theirs and has a sweep of its own."""
    bell = _others.get(task) or _others.setdefault(task, Doorbell(task=task))
    bell.ring(keys)


def _new_bell() -> None:
    global _bell
    _bell = Doorbell()
    _others.clear()


os.register_at_fork(after_in_child=_new_bell)  # threads do not survive a fork
