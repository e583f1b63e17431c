"""Which processes run: each says so in Redis every few seconds. Redis lost costs one turn."""

import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import sleep, time

import orjson
from django.conf import settings
from redis import RedisError

from config.redis import client

KEY = "hongyan:processes"
EVERY = 10.0
GONE = 35.0  # silent for so long: it is none any more
KINDS = ("web", "gateway", "worker", "beat")


@dataclass(frozen=True, slots=True)
class Process:
    """`load` is what a process of its kind counts: a gateway its sockets. Times are seconds since 1970."""

    kind: str
    host: str
    pid: int
    version: str
    started: float
    seen: float
    load: int | None = None


def announce(kind: str, load: Callable[[], int] | None = None) -> None:
    """From now on until the process ends."""
    if settings.PROCESSES_ANNOUNCED:
        threading.Thread(target=_keep_saying, args=(kind, load), name="announcing", daemon=True).start()


def say(kind: str, started: float, load: int | None = None) -> None:
    host, pid = socket.gethostname(), os.getpid()
    said = {"kind": kind, "host": host, "pid": pid, "version": settings.VERSION, "started": started}
    client().hset(KEY, f"{host}:{pid}", orjson.dumps({**said, "seen": time(), "load": load}))


def there() -> list[Process]:
    """In the order of KINDS. Who has not been heard of for long is forgotten. Raises RedisError."""
    found: list[Process] = []
    for name, said in client().hgetall(KEY).items():
        process = Process(**orjson.loads(said))
        if time() - process.seen > GONE:
            client().hdel(KEY, name)
        else:
            found.append(process)
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.host, one.pid))


def _keep_saying(kind: str, load: Callable[[], int] | None) -> None:
    started = time()
    while True:
        with suppress(RedisError):
            say(kind, started, load() if load else None)
        sleep(EVERY)
