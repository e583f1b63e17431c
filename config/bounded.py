"""Asks something that may hang, and has an answer in time all the same."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from django.db import connection

PATIENCE = 2.0

Answer = TypeVar("Answer")


class Bounded(Generic[Answer]):
    """A question in a thread of its own. While it hangs, whoever asks waits for that thread: none pile up."""

    def __init__(self, question: Callable[[], Answer]) -> None:
        self._question = question
        self._lock = threading.Lock()
        self._asked: Future[Answer] | None = None

    def start(self) -> Future[Answer]:
        with self._lock:
            if self._asked is None or self._asked.done():
                self._asked = Future()
                threading.Thread(target=self._answer, args=(self._asked,), daemon=True).start()
            return self._asked

    def ask(self) -> Answer:
        """Raises TimeoutError when there is no answer in time, else whatever the question raised."""
        return self.start().result(PATIENCE)

    def _answer(self, asked: "Future[Answer]") -> None:
        try:
            answer = self._alone()
        except BaseException as problem:
            asked.set_exception(problem)
        else:
            asked.set_result(answer)

    def _alone(self) -> Answer:
        try:
            return self._question()
        finally:
            connection.close()  # the thread ends here, and its connection with it
