"""A customer's server: a real one on 127.0.0.1, which remembers what came and answers as it is told."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic, sleep, time
from typing import Any

import orjson
from standardwebhooks import Webhook

PATIENCE = 20.0


@dataclass(frozen=True)
class Arrival:
    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def said(self) -> Any:
        return orjson.loads(self.body)

    def verify(self, secret: str) -> None:
        """By the specification's own library."""
        Webhook(secret).verify(self.body, self.headers)


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: bytes = b"ok"
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0  # seconds

    def encode(self) -> bytes:
        headers = {"content-length": str(len(self.body)), **self.headers}
        lines = [f"HTTP/1.1 {self.status} said", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


class Receiver:
    """`answers`: what it says to an arrival. `at_once`: the most it ever had at the same time, by path."""

    def __init__(self) -> None:
        self.answers: Callable[[Arrival], Answer] = lambda _: Answer()
        self.arrivals: list[Arrival] = []
        self.at_once: dict[str, int] = {}
        self._now: dict[str, int] = {}
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(PATIENCE)

    def url(self, path: str = "/hook") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def ids(self, path: str | None = None) -> list[str]:
        return [one.id for one in self.arrivals if path in (None, one.path)]

    def wait_for(self, number: int, path: str | None = None) -> list[str]:
        wait_until(lambda: len(self.ids(path)) >= number, lambda: f"{len(self.ids(path))} of {number} came")
        return self.ids(path)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1000)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                arrival = await _read(reader)
                self.arrivals.append(arrival)
                writer.write((await self._answer(arrival)).encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, arrival: Arrival) -> Answer:
        self._now[arrival.path] = now = self._now.get(arrival.path, 0) + 1
        self.at_once[arrival.path] = max(now, self.at_once.get(arrival.path, 0))
        try:
            answer = self.answers(arrival)
            if answer.after:
                await asyncio.sleep(answer.after)
            return answer
        finally:
            self._now[arrival.path] -= 1


async def _read(reader: asyncio.StreamReader) -> Arrival:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = dict(map(_pair, head[1:-2]))
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Arrival(head[0].split(" ")[1], headers, body, time())


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(": ")
    return name.lower(), value


@contextmanager
def open_receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    try:
        yield receiver
    finally:
        receiver.stop()


def wait_until(
    true: Callable[[], object], complaint: Callable[[], str] = lambda: "it never came true"
) -> None:
    end = monotonic() + PATIENCE
    while not true():
        assert monotonic() < end, complaint()
        sleep(0.01)
