"""Opens a connection that speaks HTTP/2, or says in one word what is wrong."""

import asyncio
import ssl
from collections.abc import Callable

import aiohappyeyeballs
import structlog

from config.egress.http2.connection import Connection
from config.egress.resolving import Resolver

log = structlog.get_logger(__name__)

ANOTHER = 0.25  # seconds until the next address is tried beside the first


class Unreachable(Exception):
    """`why`: one of the errors of a Reply."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


async def connect(
    host: str,
    port: int,
    make: Callable[[], Connection],
    *,
    resolver: Resolver,
    context: ssl.SSLContext,
    timeout: float,
) -> Connection:
    """With the server's settings, so that its limits hold from the first request on. Raises Unreachable."""
    try:
        async with asyncio.timeout(timeout):
            return await _connect(host, port, make, resolver, context)
    except Unreachable:
        raise
    except TimeoutError as problem:
        raise Unreachable("timeout") from problem
    except Exception as problem:
        log.exception("egress.unexpected", host=host)
        raise Unreachable("protocol") from problem


async def _connect(
    host: str, port: int, make: Callable[[], Connection], resolver: Resolver, context: ssl.SSLContext
) -> Connection:
    loop = asyncio.get_running_loop()
    try:
        found = await resolver.resolve(host, port)
    except OSError as problem:
        raise Unreachable("dns") from problem
    if not found:
        raise Unreachable("dns")
    addresses = [(info["family"], 1, 6, "", (info["host"], port)) for info in found]
    try:
        socket = await aiohappyeyeballs.start_connection(addresses, happy_eyeballs_delay=ANOTHER)
    except OSError as problem:
        raise Unreachable("connect") from problem
    try:
        transport, connection = await loop.create_connection(
            make, sock=socket, ssl=context, server_hostname=host.strip("[]")
        )
    except (OSError, ssl.CertificateError) as problem:
        raise Unreachable("tls") from problem
    try:
        return await _settled(transport, connection)
    except BaseException:
        transport.abort()
        raise


async def _settled(transport: asyncio.Transport, connection: Connection) -> Connection:
    if transport.get_extra_info("ssl_object").selected_alpn_protocol() != "h2":
        raise Unreachable("protocol")
    if not await connection.ready:
        raise Unreachable(connection.problem)
    return connection
