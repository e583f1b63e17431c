"""One POST to somebody else's server, and what came of it."""

import asyncio
from collections.abc import Mapping
from ssl import SSLContext
from time import monotonic

import structlog
from aiohttp import (
    BytesPayload,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientError,
    ClientOSError,
    ClientPayloadError,
    ClientResponse,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    DummyCookieJar,
    ServerDisconnectedError,
)
from aiohttp.abc import AbstractStreamWriter
from yarl import URL

from config.egress.connection import Stale, connector
from config.egress.reply import ANSWER, Reply
from config.egress.resolving import Blocked, LookUp
from config.egress.urls import UnsafeUrl, require_safe

HEADER = 8 * 1024  # of a header line
HEADERS = 128
NO_LIMIT = ClientTimeout(total=None, sock_connect=None)  # ours is around all of it
ERRORS: list[tuple[type[BaseException], str]] = [
    (UnsafeUrl, "blocked_address"),
    (Blocked, "blocked_address"),
    (TimeoutError, "timeout"),
    (ClientConnectorDNSError, "dns"),
    (ClientSSLError, "tls"),
    (ClientConnectorError, "connect"),
    (ServerDisconnectedError, "reset"),
    (ClientOSError, "reset"),
    (ClientPayloadError, "reset"),
    (ClientError, "protocol"),
]

__all__ = ["Client", "Reply"]

log = structlog.get_logger(__name__)


class Client:
    """Keeps connections alive between calls. A host's addresses are checked when a connection to it is made,
    and the connection goes to the checked ones; a kept one is used again for the same host and port without
    another look, since it leads where it led when it was checked. Belongs to the loop of its first call.
    Without `checked`, for URLs that are ours and not a customer's, any URL and address will do. `longest`: as
    many bytes of an answer are read.
    """

    def __init__(
        self,
        look_up: LookUp | None = None,
        *,
        checked: bool = True,
        trust: SSLContext | None = None,
        longest: int = ANSWER,
    ) -> None:
        self._look_up, self._checked, self._trust, self._longest = look_up, checked, trust, longest
        self._session: ClientSession | None = None

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], *, timeout: float, allow_http: bool = False
    ) -> Reply:
        """Never raises, except when it is cancelled. Follows no redirect."""
        reply, start = Reply(), monotonic()
        try:
            if self._checked:
                require_safe(url, allow_http=allow_http)  # it may have been stored under other settings
            async with asyncio.timeout(timeout):
                await self._ask(URL(url, encoded=True), body, headers, reply)
        except Exception as problem:
            reply.error = _error(problem)
        reply.duration_ms = round((monotonic() - start) * 1000)
        return reply

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _ask(self, url: URL, body: bytes, headers: Mapping[str, str], reply: Reply) -> None:
        session = self._session or self._open()
        while True:
            try:
                data = _Body(body, reply)
                async with session.post(url, data=data, headers=headers, allow_redirects=False) as answer:
                    reply.sent, reply.status, reply.headers = True, answer.status, answer.headers
                    reply.retry_after = answer.headers.get("Retry-After")
                    return await _read(answer, reply, self._longest)
            except Stale:
                continue  # with another; a new one is never stale

    def _open(self) -> ClientSession:
        self._session = ClientSession(
            connector=connector(self._look_up, checked=self._checked, trust=self._trust),
            cookie_jar=DummyCookieJar(),
            timeout=NO_LIMIT,
            auto_decompress=False,
            skip_auto_headers=("Accept-Encoding",),
            headers={"User-Agent": "Hongyan"},
            read_bufsize=ANSWER,
            max_line_size=HEADER,
            max_field_size=HEADER,
            max_headers=HEADERS,
        )
        return self._session


class _Body(BytesPayload):
    """Notes when all of it was handed to the network."""

    def __init__(self, body: bytes, reply: Reply) -> None:
        super().__init__(body)
        self._reply = reply
        reply.sent = False

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        await super().write_with_length(writer, content_length)
        self._reply.sent = True


async def _read(answer: ClientResponse, reply: Reply, longest: int) -> None:
    """A longer answer is cut, and its connection closed, since the rest of it would come first."""
    pieces: list[bytes] = []
    room = longest
    try:
        while room and (piece := await answer.content.read(room)):
            pieces.append(piece)
            room -= len(piece)
        reply.truncated = not room and not answer.content.at_eof()
    finally:
        reply.body = b"".join(pieces)
        if reply.truncated:
            answer.close()


def _error(problem: Exception) -> str:
    for kind, name in ERRORS:
        if isinstance(problem, kind):
            return name
    log.error("egress.unexpected", error=repr(problem))
    return "protocol"
