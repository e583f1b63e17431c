"""Tells the other processes at once that something they remember has changed. A lost hint costs a second."""

import os
import threading
from collections.abc import Callable
from time import sleep

import structlog
from django.conf import settings
from django.db import transaction
from redis import Redis, RedisError

from config.redis import client

CHANNEL = "hongyan:hints"
REST = 1.0  # a Redis that is away is left alone for this long
PATIENCE = 60.0  # a connection that says nothing for so long, not even to a PING, is made anew

log = structlog.get_logger(__name__)


class Listener:
    """A thread of its own hears the hints. It starts with the first memory of the process, after any fork."""

    def __init__(self) -> None:
        self._memories: dict[str, Callable[[str | None], None]] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def join(self, topic: str, forget: Callable[[str | None], None]) -> None:
        """`forget` gets the key that changed, or None when hints may have been missed."""
        self._memories[topic] = forget

    def start(self) -> None:
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._listen, name="hints", daemon=True)
                    self._thread.start()

    def heard(self, topic: str, key: str | None) -> None:
        forget = self._memories.get(topic)
        if forget is not None:
            forget(key)

    def _listen(self) -> None:
        while True:
            try:
                self._follow()
            except (RedisError, OSError) as problem:
                log.debug("hints.redis_away", error=repr(problem))
            sleep(REST)

    def _follow(self) -> None:
        with (
            Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=0.5) as redis,
            redis.pubsub() as line,
        ):
            line.subscribe(CHANNEL)
            while True:
                said = line.get_message(timeout=PATIENCE / 2)
                if said is None:
                    line.ping()
                elif said["type"] == "subscribe":
                    for topic in self._memories:
                        self.heard(topic, None)
                elif said["type"] == "message":
                    topic, _, key = said["data"].decode().partition(" ")
                    self.heard(topic, key)


listener = Listener()


def changed(topic: str, key: str) -> None:
    """After the commit: this process forgets it now, the others in a moment."""
    transaction.on_commit(lambda: _tell(topic, key))


def _tell(topic: str, key: str) -> None:
    listener.heard(topic, key)
    try:
        client().publish(CHANNEL, f"{topic} {key}")
    except (RedisError, OSError) as problem:
        log.debug("hints.not_told", topic=topic, error=repr(problem))


def _start_again() -> None:
    listener._thread, listener._lock = None, threading.Lock()


os.register_at_fork(after_in_child=_start_again)  # threads do not survive a fork
