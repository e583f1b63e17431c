"""A customer's server in a thread: hears webhooks, verifies each with the official package, counts."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


class Receiver:
    """`heard`: how many times each path heard of each event. `told`: its body, the same each time."""

    def __init__(self) -> None:
        self.port = 0
        self.secrets: dict[str, Webhook] = {}
        self.heard: dict[str, Counter[str]] = {}
        self.told: dict[str, Any] = {}
        self.wrong: list[str] = []
        self.open: set[asyncio.Transport] = set()

    def listen(self, path: str, secret: str) -> None:
        self.heard[path] = Counter()
        self.secrets[path] = Webhook(secret)

    def take(self, path: str, headers: dict[str, str], body: bytes) -> None:
        try:
            told = self.secrets[path].verify(body, headers)
        except (KeyError, WebhookVerificationError) as problem:
            self.wrong.append(f"{path}: {problem!r}")
            return
        event = headers["webhook-id"]
        if self.told.setdefault(event, told) != told:
            self.wrong.append(f"{path}: {event} was told twice, and not the same")
        self.heard[path][event] += 1

    @property
    def total(self) -> int:
        return sum(counter.total() for counter in self.heard.values())

    @property
    def repeated(self) -> int:
        return self.total - sum(len(counter) for counter in self.heard.values())


class Connection(asyncio.Protocol):
    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._receiver.open.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._receiver.open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._rest += data
        head, ended, body = self._rest.partition(b"\r\n\r\n")
        if not ended:
            return
        first, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        length = int(headers["content-length"])
        if len(body) >= length:  # what is not pipelined is the whole of it
            self._rest = b""
            self._receiver.take(first.split(" ")[1], headers, body[:length])
            self._transport.write(ANSWER)


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver, loop = Receiver(), asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(lambda: Connection(receiver), "127.0.0.1", 0))
    receiver.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def close() -> None:
        server.close()
        for transport in list(receiver.open):
            transport.abort()
        await asyncio.sleep(0)  # in which the connections end
        loop.stop()

    try:
        yield receiver
    finally:
        asyncio.run_coroutine_threadsafe(close(), loop)
        thread.join()
        loop.close()
