"""`python -m benchmarks.receiver`: somebody else's server, in a process of its own, as cheap as can be.

What a path begins with says how it answers: `/ok` at once, `/allow` too, as a moderator does, `/bad` 500,
`/hang` after 30 s, `/drip` a byte a second. Every call is noted with its time, by the machine's one monotonic
clock; `/notes` hands them over.
"""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import cast

import uvloop

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
ALLOW = b'HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n{"action": "allow"}'
BAD = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 3\r\n\r\nbad"
DRIP = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
HANGING = 30.0
ID = b"webhook-id: "
LENGTH = b"content-length: "

notes: list[tuple[bytes, bytes, float]] = []


class Hook(asyncio.Protocol):
    def __init__(self) -> None:
        self._rest = b""
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer:
            self._timer.cancel()

    def data_received(self, data: bytes) -> None:
        """One request after the other, as every HTTP client sends them."""
        data = self._rest + data
        end = data.find(b"\r\n\r\n")
        if end < 0 or len(data) < end + 4 + int(_value(data[:end].lower(), LENGTH) or 0):
            self._rest = data
            return
        self._rest = b""
        path = data[data.index(b" ") + 1 : data.index(b" HTTP/")]
        if path == b"/notes":
            self._hand_over()
        else:
            notes.append((path, _value(data[:end], ID), monotonic()))
            self._answer(path)

    def _answer(self, path: bytes) -> None:
        if path.startswith(b"/ok"):
            self._transport.write(OK)
        elif path.startswith(b"/allow"):
            self._transport.write(ALLOW)
        elif path.startswith(b"/bad"):
            self._transport.write(BAD)
        elif path.startswith(b"/hang"):
            self._later(HANGING, lambda: self._transport.write(OK))
        else:
            self._transport.write(DRIP)
            self._drip()

    def _drip(self) -> None:
        self._transport.write(b"x")
        self._later(1.0, self._drip)

    def _later(self, seconds: float, deed: Callable[[], None]) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, deed)

    def _hand_over(self) -> None:
        lines = [b"%s %s %.6f" % note for note in notes]
        notes.clear()
        body = b"\n".join(lines)
        self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def _value(head: bytes, name: bytes) -> bytes:
    at = head.find(name)
    return head[at + len(name) :].split(b"\r\n", 1)[0] if at >= 0 else b""


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Hook, "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
