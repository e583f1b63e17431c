"""The gateway's subscription to Redis: one connection, as little as possible between it and sockets."""

import asyncio
from collections.abc import Callable, Iterable
from itertools import islice
from ssl import SSLContext, create_default_context
from typing import Any, Protocol, cast

import structlog
from redis.connection import parse_url

from im.realtime.resp import Broken, Reader, command

log = structlog.get_logger(__name__)

AT_ONCE = 500
PING_EVERY = 5.0
RETRY_FIRST, RETRY_LAST = 0.1, 1.0


class Listener(Protocol):
    """Who the bus reports to, on the loop's thread."""

    def published(self, channel: bytes, payload: bytes) -> None: ...

    def subscribed(self, channel: bytes) -> None: ...

    def bus_lost(self) -> None: ...

    def bus_back(self) -> None: ...


class Bus:
    """Keeps the wanted channels subscribed, over every loss of the connection, and says when it was away."""

    def __init__(self, url: str, listener: Listener) -> None:
        self._url = url
        self._listener = listener
        self._wanted: set[bytes] = set()
        self._changes: dict[bytes, bool] = {}
        self._link: _Connection | None = None
        self._restoring = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def connected(self) -> bool:
        return self._link is not None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._keep_connected())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def subscribe(self, channel: bytes) -> None:
        self._wanted.add(channel)
        self._change(channel, wanted=True)

    def unsubscribe(self, channel: bytes) -> None:
        self._wanted.discard(channel)
        self._change(channel, wanted=False)

    def _change(self, channel: bytes, *, wanted: bool) -> None:
        """What changes within one turn of the loop goes out as one command of each kind."""
        if self._link is None:
            return
        if not self._changes:
            asyncio.get_running_loop().call_soon(self._flush)
        self._changes[channel] = wanted

    def _flush(self) -> None:
        changes, self._changes = self._changes, {}
        if self._link is not None:
            self._link.ask(b"SUBSCRIBE", [channel for channel, wanted in changes.items() if wanted])
            self._link.ask(b"UNSUBSCRIBE", [channel for channel, wanted in changes.items() if not wanted])

    async def _keep_connected(self) -> None:
        wait = RETRY_FIRST
        while True:
            try:
                link = await _connect(self._url, self._reply)
            except (OSError, TimeoutError, Broken) as problem:
                log.warning("bus_unreachable", error=str(problem)[:200], retry_seconds=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, RETRY_LAST)
                continue
            wait = RETRY_FIRST
            await self._stay(link)

    async def _stay(self, link: "_Connection") -> None:
        self._link = link
        self._changes = {}
        self._restoring = len(self._wanted)
        link.ask(b"SUBSCRIBE", self._wanted)
        if not self._wanted:
            self._listener.bus_back()
        try:
            await link.until_lost()
        finally:
            self._link = None
            link.abort()
        log.warning("bus_lost")
        self._listener.bus_lost()

    def _reply(self, reply: list[bytes] | bytes) -> None:
        if not isinstance(reply, list) or len(reply) != 3:
            return
        kind, channel, payload = reply
        if kind == b"message":
            self._listener.published(channel, payload)
        elif kind == b"subscribe":
            self._listener.subscribed(channel)
            if self._restoring:
                self._restoring -= 1
                if not self._restoring:
                    self._listener.bus_back()


class _Connection(asyncio.Protocol):
    """One life of the connection. A silent Redis is a lost one: it is asked for a sign of life."""

    def __init__(self, reply: Callable[[list[bytes] | bytes], None]) -> None:
        self._reply = reply
        self._reader = Reader()
        self._alive = True
        self._lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._alive = True
        try:
            for reply in self._reader.feed(data):
                self._reply(reply)
        except (Broken, ValueError) as problem:
            log.warning("bus_broken", error=str(problem)[:200])
            self.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._lost.done():
            self._lost.set_result(None)

    def ask(self, verb: bytes, words: Iterable[bytes]) -> None:
        rest = iter(words)
        while some := list(islice(rest, AT_ONCE)):
            self.write(command(verb, *some))

    def write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    async def until_lost(self) -> None:
        while not self._lost.done():
            self._alive = False
            self.write(command(b"PING"))
            await asyncio.wait([self._lost], timeout=PING_EVERY)
            if not self._alive:
                return


async def _connect(url: str, reply: Callable[[list[bytes] | bytes], None]) -> _Connection:
    where: dict[str, Any] = dict(parse_url(url))  # type: ignore[no-untyped-call]  # redis-py leaves it untyped
    loop = asyncio.get_running_loop()

    def build() -> _Connection:
        return _Connection(reply)

    async with asyncio.timeout(2.0):
        if "path" in where:
            _, link = await loop.create_unix_connection(build, where["path"])
        else:
            tls: SSLContext | None = create_default_context() if url.startswith("rediss:") else None
            _, link = await loop.create_connection(
                build, where.get("host", "localhost"), int(where.get("port", 6379)), ssl=tls
            )
    if where.get("password"):
        name = [str(where["username"]).encode()] if where.get("username") else []
        link.write(command(b"AUTH", *name, str(where["password"]).encode()))
    return link
