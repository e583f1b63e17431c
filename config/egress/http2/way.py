"""The connections to one origin for one key, and who waits for room on them."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from ssl import SSLContext
from urllib.parse import urlsplit

from config.egress.http2.connecting import Unreachable, connect
from config.egress.http2.connection import Connection
from config.egress.http2.exchange import Exchange
from config.egress.http2.owner import Patience
from config.egress.resolving import Resolver

MOST = 3  # connections at once, beside those that only wait for their last answers
TRIES = 4  # of a request that was not heeded


@dataclass(frozen=True, slots=True)
class Means:
    resolver: Resolver
    context: SSLContext
    patience: Patience


class Way:
    def __init__(self, authority: str, means: Means, forget: Callable[[], object]) -> None:
        place = urlsplit(f"https://{authority}")
        self._host, self._port = place.hostname or "", place.port or 443
        self._means, self._forget = means, forget
        self._waiting: deque[Exchange] = deque()
        self._connecting: asyncio.Task[None] | None = None
        self._closed = False
        self.connections: list[Connection] = []

    @property
    def busy(self) -> bool:
        return bool(self._waiting) or any(connection.busy for connection in self.connections)

    def add(self, exchange: Exchange) -> None:
        self._waiting.append(exchange)
        self.serve()

    def serve(self) -> None:
        while self._waiting:
            if self._waiting[0].done.done():
                self._waiting.popleft()
            elif (connection := self._free()) is not None:
                connection.begin(self._waiting.popleft())
            else:
                return self._more()

    def again(self, exchanges: list[Exchange], *, counts: bool) -> None:
        for exchange in exchanges:
            exchange.begin(None, 0)
            exchange.tries += counts
            if exchange.tries >= TRIES or self._closed:
                exchange.end("reset")
        self._waiting.extendleft(exchange for exchange in reversed(exchanges) if not exchange.done.done())
        self.serve()

    def lost(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
        self.serve()
        self._forget_if_unused()

    def close(self) -> None:
        self._closed = True
        if self._connecting is not None:
            self._connecting.cancel()
            self._connecting = None
        self._refuse("reset")
        for connection in list(self.connections):
            connection.close()
        self._forget_if_unused()

    def _free(self) -> Connection | None:
        return next((connection for connection in self.connections if connection.room > 0), None)

    def _more(self) -> None:
        """Only where all are full: one that may be asleep is asked first."""
        staying = [connection for connection in self.connections if not connection.leaving]
        for connection in staying:
            if connection.doubtful:
                return connection.ask()
        if self._connecting is None and len(staying) < MOST and not self._closed:
            self._connecting = asyncio.create_task(self._connect())

    async def _connect(self) -> None:
        means, loop = self._means, asyncio.get_running_loop()
        try:
            made = await connect(
                self._host,
                self._port,
                lambda: Connection(self, means.patience, loop),
                resolver=means.resolver,
                context=means.context,
                timeout=means.patience.connect,
            )
        except Unreachable as problem:
            self._connecting = None
            if not any(not connection.leaving for connection in self.connections):
                self._refuse(problem.why)
        else:
            self._connecting = None
            self.connections.append(made)
            self.serve()
        self._forget_if_unused()

    def _refuse(self, why: str) -> None:
        while self._waiting:
            self._waiting.popleft().end(why)

    def _forget_if_unused(self) -> None:
        if not (self.connections or self._waiting or self._connecting):
            self._forget()
