"""A WebSocket client that costs next to nothing: prebuilt frames out, only beginnings are read."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from itertools import count, cycle
from time import perf_counter
from typing import TypeVar, cast

import orjson

from benchmarks.people import Person
from benchmarks.tally import Failed, Tally
from benchmarks.texts import texts

HELLO, ACK, SENT = b'{"type":"hello"', b'{"type":"ack"', b'{"type":"message.sent"'
REF = b'{"type":"ack","ref":'
MARK = b"100000000000"
AT_ONCE = 64
_numbers = count(100_000_000_001)  # always twelve digits, so that every frame has the length of its template


class SocketClient(asyncio.Protocol):
    """Upgrades, greets, and hands every text frame to `frame`; subclasses say what they do with it."""

    def __init__(self, person: Person, tally: Tally) -> None:
        self._person = person
        self._rest = b""
        self._open = False
        self.tally = tally
        self.transport: asyncio.Transport
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance
        self.transport.write(
            b"GET /ws/im HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
            b"Authorization: Bearer " + self._person.token.encode() + b"\r\n\r\n"
        )

    def connection_lost(self, problem: Exception | None) -> None:
        why = f"the socket of {self._person.user_id} was closed: {problem}"
        self.tally.fail(why)
        if not self.ready.done():
            self.ready.set_exception(Failed(why))

    def data_received(self, data: bytes) -> None:
        if self._rest:
            data = self._rest + data
        at = 0
        if not self._open:
            at = data.find(b"\r\n\r\n") + 4
            if at < 4:
                self._rest = data
                return
            if data[9:12] != b"101":
                self.tally.fail(data)
                self.transport.abort()
                return
            self._open = True
        size = len(data)
        while size - at >= 2:
            start = at + (2, 4, 10)[max(0, data[at + 1] - 125)]
            end = start + (int.from_bytes(data[at + 2 : start], "big") if start > at + 2 else data[at + 1])
            if end > size or start > size:
                break
            if data[at] == 0x81:
                self.frame(data, start, end)
            else:
                self._control(data[at] & 0x0F, data[start:end])
            at = end
        self._rest = data[at:] if at < size else b""

    def _control(self, opcode: int, payload: bytes) -> None:
        if opcode == 9:
            self.transport.write(b"\x8a" + bytes([0x80 | len(payload)]) + b"\0\0\0\0" + payload)
        elif opcode == 8:
            self.tally.fail(
                f"{self._person.user_id} was closed: {int.from_bytes(payload[:2], 'big')} {payload[2:]!r}"
            )

    def frame(self, data: bytes, start: int, end: int) -> None:
        if data.startswith(HELLO, start) and not self.ready.done():
            self.ready.set_result(None)

    def close(self) -> None:
        self.tally = Tally(running=False)
        self.transport.abort()


class Sender(SocketClient):
    """Keeps `depth` sends under way; the time of each runs from its frame's writing to its ack."""

    def __init__(self, person: Person, tally: Tally, frames: Iterator[tuple[int, bytes]], depth: int) -> None:
        super().__init__(person, tally)
        self._next = frames.__next__
        self._depth = depth
        self._began: dict[int, float] = {}

    @property
    def waiting(self) -> bool:
        return bool(self._began)

    def begin(self) -> None:
        for _ in range(self._depth):
            self.send()

    def send(self) -> None:
        number, frame = self._next()
        self._began[number] = perf_counter()
        self.transport.write(frame)

    def frame(self, data: bytes, start: int, end: int) -> None:
        if data.startswith(REF, start):
            self.tally.done(self._began.pop(int(data[start + len(REF) : start + len(REF) + len(MARK)])))
            if self.tally.running:
                self.send()
        elif data.startswith(SENT, start):
            self.delivered()
        elif data.startswith(HELLO, start):
            super().frame(data, start, end)
        else:
            self.tally.fail(data[start:end])

    def delivered(self) -> None: ...


Kind = TypeVar("Kind", bound=SocketClient)


async def connect(makers: Iterable[Callable[[], Kind]], *, port: int, sources: int = 1) -> list[Kind]:
    """Opens the sockets, a few at a time, and waits for every hello; from several addresses if need be."""
    loop = asyncio.get_running_loop()
    doors = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, maker: Callable[[], Kind]) -> Kind:
        source = (f"127.0.0.{2 + number % sources}", 0) if sources > 1 else None
        async with doors:
            _, client = await loop.create_connection(maker, "127.0.0.1", port, local_addr=source)
            await asyncio.wait_for(client.ready, 60)
        return client

    return await asyncio.gather(*(one(number, maker) for number, maker in enumerate(makers)))


def sends(to_ids: list[str], *, chat_type: str = "SINGLE") -> Iterator[tuple[int, bytes]]:
    """Send frames without end, each with a ref and clientMsgId of its own, to the receivers in turn."""
    made = [
        _around_marks(to_id, text, chat_type) for to_id, text in zip(cycle(to_ids), texts(64), strict=False)
    ]
    number: Callable[[], int] = _numbers.__next__
    for before, between, after in cycle(made):
        chosen = number()
        mark = b"%d" % chosen
        yield chosen, b"%b%b%b%b%b" % (before, mark, between, mark, after)


def _around_marks(to_id: str, text: str, chat_type: str) -> tuple[bytes, bytes, bytes]:
    message = {"chatType": chat_type, "toId": to_id, "msgType": "TEXT", "content": {"text": text}}
    body = orjson.dumps({"op": "send", "ref": int(MARK), **message, "clientMsgId": f"ws-{MARK.decode()}"})
    before, between, after = masked(body).split(MARK)
    return before, between, after


def masked(body: bytes) -> bytes:
    """A client's frame: a mask of zeros leaves the text as it is and costs the server the same."""
    size = len(body)
    length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return b"\x81" + length + b"\0\0\0\0" + body
