"""Work that is cheaper done together: a thread that takes all that waits, again and again, in order."""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

import structlog
from django.db import close_old_connections, connection

log = structlog.get_logger(__name__)

Job = TypeVar("Job")


class Batches(Generic[Job]):
    """A lone job is a batch of one and waits for nobody; what comes during a batch is the next."""

    def __init__(self, name: str, work: Callable[[list[Job]], None], *, at_most: int) -> None:
        self._work = work
        self._at_most = at_most
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def put(self, job: Job) -> None:
        self._queue.put(job)

    def stop(self) -> None:
        """After what was put before. Does not wait: `join` does."""
        self._queue.put(None)

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            while batch := self._take():
                close_old_connections()
                try:
                    self._work(batch)
                except Exception:  # the thread outlives any batch
                    log.exception("batch_failed", thread=self._thread.name, jobs=len(batch))
        finally:
            connection.close()

    def _take(self) -> list[Job]:
        """Waits for a first job; an empty list is the end. A stop behind other jobs is seen next time."""
        first = self._queue.get()
        if first is None:
            return []
        batch = [first]
        try:
            while len(batch) < self._at_most:
                job = self._queue.get_nowait()
                if job is None:
                    self._queue.put(None)
                    break
                batch.append(job)
        except Empty:
            pass
        return batch
