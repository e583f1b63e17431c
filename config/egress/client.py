"""One POST to somebody else's server, and what came of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import structlog
from aiohttp import (
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
    TraceConfig,
    TraceRequestHeadersSentParams,
)
from yarl import URL

from config.egress.connection import Stale, connector
from config.egress.resolving import Blocked, LookUp
from config.egress.urls import UnsafeUrl, require_safe

ANSWER = 64 * 1024  # bytes of an answer that are read
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

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Reply:
    """`error` is empty where a whole answer came, whatever it says (a redirect is one), or its first 64 KiB.
    Else it is dns, connect, tls, timeout, reset, blocked_address or protocol (nonsense); `status` and `body`
    are then what had come before it. `sent`: it began to go out, so the other side may have acted on it.
    """

    status: int | None = None
    body: bytes = b""
    error: str = ""
    duration_ms: int = 0
    retry_after: str | None = None
    truncated: bool = False
    sent: bool = False


class Client:
    """Keeps connections alive between calls. A host's addresses are checked when a connection to it is made,
    and the connection goes to the checked ones; a kept one is used again for the same host and port without
    another look, since it leads where it led when it was checked. Belongs to the loop of its first call.
    """

    def __init__(self, look_up: LookUp | None = None) -> None:
        self._look_up = look_up
        self._session: ClientSession | None = None

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], *, timeout: float, allow_http: bool
    ) -> Reply:
        """Never raises, except when it is cancelled. Follows no redirect."""
        reply, start = Reply(), monotonic()
        try:
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
                async with session.post(
                    url, data=body, headers=headers, allow_redirects=False, trace_request_ctx=reply
                ) as answer:
                    reply.status = answer.status
                    reply.retry_after = answer.headers.get("Retry-After")
                    return await _read(answer, reply)
            except Stale:
                continue  # with another; a new one is never stale

    def _open(self) -> ClientSession:
        self._session = ClientSession(
            connector=connector(self._look_up),
            cookie_jar=DummyCookieJar(),
            timeout=NO_LIMIT,
            auto_decompress=False,
            skip_auto_headers=("Accept-Encoding",),
            headers={"User-Agent": "Hongyan"},
            read_bufsize=ANSWER,
            max_line_size=HEADER,
            max_field_size=HEADER,
            max_headers=HEADERS,
            trace_configs=[_tracing()],
        )
        return self._session


def _tracing() -> TraceConfig:
    async def note(_: ClientSession, context: Any, __: TraceRequestHeadersSentParams) -> None:
        context.trace_request_ctx.sent = True

    tracing = TraceConfig()
    tracing.on_request_headers_sent.append(note)
    return tracing


async def _read(answer: ClientResponse, reply: Reply) -> None:
    """A longer answer is cut, and its connection closed, since the rest of it would come first."""
    pieces: list[bytes] = []
    room = ANSWER
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
