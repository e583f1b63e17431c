"""The one file that knows picows: a WebSocket as the gateway sees it. Another server would go in here."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

import structlog
from multidict import CIMultiDict
from picows import (
    WSCloseCode,
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
    ws_create_server,
)

from im.realtime import codes

MAX_FRAME = 16_384
QUEUE_FRAMES = 256
QUEUE_BYTES = 1024 * 1024
CUT_AFTER = 1.0

# An adapter, because picows makes a logger of its own for each connection when it is given a plain one;
# CRITICAL, because what hostile clients do to the protocol is no news.
_quiet = logging.getLogger("picows.gateway")
_quiet.setLevel(logging.CRITICAL)
_picows_log = logging.LoggerAdapter(_quiet, {})
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for before it became a socket."""

    path: str
    query: str
    headers: "CIMultiDict[str]"


@dataclass(frozen=True, slots=True)
class Page:
    """A plain HTTP answer, for those who come with no upgrade."""

    body: bytes
    content_type: str = "text/plain; charset=utf-8"


def text_frame(payload: bytes) -> bytes:
    """A server's WebSocket text frame: made once, written to any number of sockets as it is."""
    size = len(payload)
    if size < 126:
        return b"\x81" + size.to_bytes(1, "big") + payload
    if size < 65_536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload


class Link(WSListener):
    """One socket. Subclasses fill in `opened`, `received` and `lost`; all runs on the loop's thread."""

    __slots__ = ("_parts", "_queue", "_queued", "_timer", "_write", "_ws", "closed", "heard")

    closed: bool

    def __init__(self) -> None:
        self.closed = False
        self.heard = monotonic()
        self._parts: list[bytes] | None = None
        self._queue: deque[int] | None = None
        self._queued = 0
        self._timer: asyncio.TimerHandle | None = None

    def opened(self, peer: str) -> None: ...

    def received(self, raw: bytes) -> None: ...

    def control(self) -> None: ...

    def lost(self) -> None: ...

    def closing(self, code: int) -> None: ...

    def write(self, frame: bytes) -> None:
        """Sends a frame made by `text_frame`, at once if the kernel takes it; too long a queue closes."""
        if self.closed:
            return
        self._write(frame)
        if self._queue is not None:
            self._bound(len(frame))

    def ping(self) -> None:
        if not self.closed:
            self._ws.send_ping()

    def close(self, code: int, reason: str = "") -> None:
        """Says why and cuts the connection a second later, unless the client closes it before."""
        if self.closed:
            return
        self.closed = True
        self.closing(code)
        self._ws.send_close(code, reason.encode()[:120])  # type: ignore[arg-type]  # any number will do
        self._timer = asyncio.get_running_loop().call_later(CUT_AFTER, self._cut)
        self._parts = self._queue = None

    def pause_reading(self) -> None:
        if not self.closed:
            self._ws.underlying_transport.pause_reading()

    def resume_reading(self) -> None:
        if not self.closed:
            self._ws.underlying_transport.resume_reading()

    def _cut(self) -> None:
        unwritten = self._ws.underlying_transport.get_write_buffer_size()
        self._ws.disconnect(graceful=not unwritten)

    def _bound(self, size: int) -> None:
        """Keeps the sizes of the frames that the kernel has not taken: the transport only knows their sum."""
        queue = self._queue
        if queue is None:
            return
        queue.append(size)
        self._queued += size
        left = self._ws.underlying_transport.get_write_buffer_size()
        while queue and self._queued - queue[0] >= left:
            self._queued -= queue.popleft()
        if len(queue) > QUEUE_FRAMES or left > QUEUE_BYTES:
            self.close(codes.TOO_SLOW, "the socket does not keep up")

    # What picows calls

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._ws = transport
        lower: Any = transport.underlying_transport
        self._write: Callable[[bytes], None] = lower.write
        lower.set_write_buffer_limits(high=0)
        transport.request.headers.clear()
        transport.response.headers.clear()
        peer = lower.get_extra_info("peername")
        self.opened(str(peer[0]) if peer else "")

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        self.heard = monotonic()
        kind = frame.msg_type
        if kind == WSMsgType.CLOSE:
            self._closed_by_peer(frame)
        elif self.closed:
            return
        elif frame.rsv1 or frame.rsv2 or frame.rsv3:
            self.close(codes.PROTOCOL_ERROR, "no extension was agreed on")
        elif kind == WSMsgType.PING:
            self.control()
            transport.send_pong(frame.get_payload_as_bytes())
        elif kind != WSMsgType.PONG:
            self._message(kind, frame)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.closed = True
        if self._timer is not None:
            self._timer.cancel()
        del self._ws, self._write  # so that both ends are freed at once, without a look by the collector
        self.lost()

    def pause_writing(self) -> None:
        self._queue = deque()
        self._queued = 0

    def resume_writing(self) -> None:
        self._queue = None

    def _message(self, kind: WSMsgType, frame: WSFrame) -> None:
        """Puts fragments together; the limit holds for the whole."""
        parts = self._parts
        if (kind == WSMsgType.CONTINUATION) != (parts is not None):
            self.close(codes.PROTOCOL_ERROR, "fragments out of order")
        elif parts is None and frame.fin:
            self.received(frame.get_payload_as_bytes())
        else:
            parts = [] if parts is None else parts
            parts.append(frame.get_payload_as_bytes())
            if sum(map(len, parts)) > MAX_FRAME or len(parts) > MAX_FRAME // 64:
                self.close(codes.TOO_BIG, f"a frame has at most {MAX_FRAME} bytes")
                return
            self._parts = None if frame.fin else parts
            if frame.fin:
                self.received(b"".join(parts))

    def _closed_by_peer(self, frame: WSFrame) -> None:
        if not self.closed:
            self.closed = True
            code = frame.get_close_code()
            self._ws.send_close(WSCloseCode.OK if code == WSCloseCode.NO_INFO else code)
        self._ws.disconnect()


async def listen(host: str, port: int, accept: Callable[[Request], Link | Page | None]) -> asyncio.Server:
    """Serves `accept`'s decision for each request: a socket, a page, or 404 for None. There is no deflate."""

    def factory(asked: WSUpgradeRequest) -> WSUpgradeResponseWithListener | WSListener | None:
        path, _, query = asked.path.decode("latin-1").partition("?")
        try:
            answer = accept(Request(path, query, asked.headers))
        except Exception:  # picows would tell the client what went wrong, and nobody else
            log.exception("request_failed")
            answer = None
        if isinstance(answer, Page):
            page = WSUpgradeResponse.create_ok_response(answer.body, {"Content-Type": answer.content_type})
            return WSUpgradeResponseWithListener(page, None)
        if answer is None:
            return None
        # Firefox says "keep-alive, Upgrade", which picows would refuse.
        if "upgrade" in asked.headers.get("Connection", "").lower():
            asked.headers["Connection"] = "Upgrade"
        return WSUpgradeResponseWithListener(_upgrade(asked.headers), answer)

    return await ws_create_server(
        factory,
        host,
        port,
        logger_name=_picows_log,
        enable_auto_pong=False,
        max_frame_size=MAX_FRAME,
        read_buffer_init_size=2048,
        backlog=4096,
    )


def _upgrade(headers: "CIMultiDict[str]") -> WSUpgradeResponse:
    offered = [word.strip() for word in headers.get("Sec-WebSocket-Protocol", "").split(",")]
    agreed = {"Sec-WebSocket-Protocol": "im.v1"} if "im.v1" in offered else None
    return WSUpgradeResponse.create_101_response(agreed)  # type: ignore[no-any-return]
