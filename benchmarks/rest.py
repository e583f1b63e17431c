"""A REST client that costs next to nothing: prebuilt requests on one kept connection, only heads are read."""

import asyncio
from collections.abc import Callable, Iterator
from itertools import count, cycle
from time import perf_counter
from typing import cast

import orjson

from benchmarks.tally import Tally
from benchmarks.texts import texts

MARK = "0" * 24
_numbers = count(1)


class RestClient(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self, requests: Iterator[bytes], tally: Tally) -> None:
        self._next = requests.__next__
        self._tally = tally
        self._transport: asyncio.Transport | None = None
        self._began = 0.0
        self._parts = b""
        self.waiting = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance

    def connection_lost(self, problem: Exception | None) -> None:
        if self._tally.running or self.waiting:
            self._tally.fail(f"the connection was lost: {problem}")

    def begin(self) -> None:
        assert self._transport is not None
        self.waiting = True
        self._began = perf_counter()
        self._transport.write(self._next())

    def data_received(self, data: bytes) -> None:
        if self._parts:
            data = self._parts + data
        end = data.find(b"\r\n\r\n")
        if end < 0 or not _whole(data, end):
            self._parts = data
            return
        self._parts = b""
        self.waiting = False
        if data[9:12] != b"200":
            self._tally.fail(data)
            return
        self._tally.done(self._began)
        if self._tally.running:
            self.begin()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


async def connect(requests: Iterator[bytes], tally: Tally, *, port: int) -> RestClient:
    loop = asyncio.get_running_loop()
    _, client = await loop.create_connection(lambda: RestClient(requests, tally), "127.0.0.1", port)
    return client


def sends(token: str, to_ids: list[str], *, port: int, chat_type: str = "SINGLE") -> Iterator[bytes]:
    """Sends without end, each with a clientMsgId of its own, to the receivers in turn."""
    made = [
        _around_mark(token, to_id, text, port, chat_type)
        for to_id, text in zip(cycle(to_ids), texts(64), strict=False)
    ]
    number: Callable[[], int] = _numbers.__next__
    for before, after in cycle(made):
        yield b"%bbench-%018x%b" % (before, number(), after)


def reads(token: str, paths: Iterator[str], *, port: int) -> Iterator[bytes]:
    head = _head(token, port)
    for path in paths:
        yield b"GET %b HTTP/1.1\r\n%b\r\n" % (path.encode(), head)


def _around_mark(token: str, to_id: str, text: str, port: int, chat_type: str) -> tuple[bytes, bytes]:
    message = {"chatType": chat_type, "toId": to_id, "msgType": "TEXT", "content": {"text": text}}
    body = orjson.dumps({**message, "clientMsgId": MARK})
    kind = b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    request = b"POST /api/im/messages/send HTTP/1.1\r\n%b%b%b" % (_head(token, port), kind, body)
    before, _, after = request.partition(MARK.encode())
    return before, after


def _head(token: str, port: int) -> bytes:
    return f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n".encode()


def _whole(data: bytes, end: int) -> bool:
    """By its Content-Length or its last chunk: JSON holds no line break that could pass for one."""
    head = data[:end].lower()
    at = head.find(b"content-length:")
    if at < 0:
        return data.endswith(b"\r\n0\r\n\r\n")
    return len(data) >= end + 4 + int(head[at + 15 :].partition(b"\r\n")[0])
