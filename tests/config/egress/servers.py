"""Servers on the loopback address that answer as they are told, and what a look-up finds."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from ssl import SSLContext

from config.egress.client import Client
from config.egress.reply import Reply
from config.egress.resolving import Info

Answer = Callable[["Call"], Awaitable[None]]
IPV6 = socket.has_dualstack_ipv6()
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass
class Call:
    """One request as it arrived, and the way back."""

    head: str
    body: bytes
    writer: asyncio.StreamWriter
    connection: int  # which connection of the server it came by, from 1

    async def say(self, words: bytes) -> None:
        self.writer.write(words)
        await self.writer.drain()


@dataclass
class Server:
    port: int = 0
    connections: int = 0
    calls: list[Call] = field(default_factory=list)


async def ok(call: Call) -> None:
    await call.say(OK)


def bound(host: str) -> socket.socket:
    """To all addresses of the machine at one port where no host is named."""
    if not host and IPV6:
        return socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    return socket.create_server((host, 0))


@asynccontextmanager
async def listening(
    connected: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
    host: str = "127.0.0.1",
    ssl: SSLContext | None = None,
) -> AsyncIterator[int]:
    """The port where each connection is treated so."""
    tasks: set[asyncio.Task[None]] = set()

    async def treat(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())  # type: ignore[arg-type]  # it is always in one
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await connected(reader, writer)
        writer.transport.abort()

    listener = await asyncio.start_server(treat, sock=bound(host), ssl=ssl)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # in which the connections end


@asynccontextmanager
async def serving(
    answer: Answer = ok, host: str = "127.0.0.1", ssl: SSLContext | None = None
) -> AsyncIterator[Server]:
    server = Server()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        number = server.connections
        while not writer.is_closing():
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = int(head.lower().split("content-length: ")[1].split("\r\n")[0])
            call = Call(head, await reader.readexactly(length), writer, number)
            server.calls.append(call)
            await answer(call)

    async with listening(connected, host, ssl) as server.port:
        yield server


@asynccontextmanager
async def calling(*addresses: str) -> AsyncIterator[Client]:
    """A client for which every name has these addresses; without any, a name is what the system says."""
    client = Client((lambda host, port: infos(port, *addresses)) if addresses else None)
    try:
        yield client
    finally:
        await client.close()


async def post(client: Client, url: str, *, body: bytes = b"{}", timeout: float = 2.0) -> Reply:
    return await client.post(
        url, body, {"Content-Type": "application/json"}, timeout=timeout, allow_http=True
    )


def infos(port: int, *addresses: str) -> list[Info]:
    """As getaddrinfo answers."""
    return [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
        if ":" in address
        else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
        for address in addresses
    ]
