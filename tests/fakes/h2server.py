"""An HTTP/2 server that answers as it is told and misbehaves as it is told, in a thread of its own."""

import asyncio
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from ssl import SSLContext

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import DataReceived, RequestReceived, StreamEnded, StreamReset, WindowUpdated
from h2.exceptions import ProtocolError, StreamClosedError
from h2.settings import SettingCodes, Settings

DEFAULT_WINDOW = 65_535


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    connection: int  # of the server, from 1
    stream: int
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """`after`: seconds. `reset`: a RST_STREAM with this code instead of an answer. `silent`: none at all.
    `goaway`: what comes after this stream is not heeded; `hang_up`: the connection ends without a word.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    after: float = 0.0
    reset: ErrorCodes | None = None
    silent: bool = False
    goaway: bool = False
    hang_up: bool = False


@dataclass
class Manner:
    """May be changed while it runs; the settings hold for new connections. `window`: of each stream, and of
    the connection where it is more than that has anyway. `gives`: windows are opened again. `goaway_every`:
    so many streams of a connection are heeded. `reset_rate`: of streams that are reset before they are
    heeded. `latency`: of every answer.
    """

    most: int = 1_000
    window: int = DEFAULT_WINDOW
    gives: bool = True
    goaway_every: int = 0
    reset_rate: float = 0.0
    reset_code: ErrorCodes = ErrorCodes.REFUSED_STREAM
    latency: float = 0.0


Handler = Callable[[Request], Answer]


class Server:
    """`with Server(handler, context) as server: server.url`."""

    def __init__(
        self, handler: Handler, context: SSLContext | None, manner: Manner | None = None, port: int = 0
    ) -> None:
        self.handler, self.manner = handler, manner or Manner()
        self.random = Random(1)
        self.connections = 0
        self.living: set[_Connection] = set()
        self.goaways = self.resets = self.pings = 0
        self._context, self.port = context, port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="h2server", daemon=True)

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    @property
    def open(self) -> int:
        return len(self.living)

    def do(self, deed: Callable[["_Connection"], object]) -> None:
        """With each connection."""
        self._loop.call_soon_threadsafe(lambda: [deed(connection) for connection in list(self.living)])

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(self, *problem: object) -> None:
        self.stop()

    def start(self) -> "Server":
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _listen(self) -> None:
        self._listener = await self._loop.create_server(
            lambda: _Connection(self), "127.0.0.1", self.port, ssl=self._context, backlog=512
        )
        self.port = self._listener.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        self._listener.close()
        for connection in list(self.living):
            connection.hang_up()
        await asyncio.sleep(0.01)


class _Machine(H2Connection):
    """Does not count its streams anew at each one, which costs more than all the rest."""

    opened = 0

    @property
    def open_inbound_streams(self) -> int:
        self.opened += 1
        return 0 if self.opened % 64 else super().open_inbound_streams


class _Connection(asyncio.Protocol):
    def __init__(self, server: Server) -> None:
        self.server, self.manner = server, server.manner
        self.number = self.heeded = 0
        self.leaving = self.flushing = False
        self.machine = _Machine(H2Configuration(client_side=False, header_encoding="latin-1"))
        self.requests: dict[int, Request] = {}
        self.waiting: dict[int, bytes] = {}  # bodies of answers for which the client's window is too small

    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # of a stream it is one
        server, manner = self.server, self.manner
        tls = transport.get_extra_info("ssl_object")
        if tls is None or tls.selected_alpn_protocol() != "h2":
            return self.hang_up()
        server.connections += 1
        self.number = server.connections
        server.living.add(self)
        self.machine.local_settings = Settings(
            client=False,
            initial_values={
                SettingCodes.MAX_CONCURRENT_STREAMS: manner.most,
                SettingCodes.INITIAL_WINDOW_SIZE: manner.window,
            },
        )
        self.machine.initiate_connection()
        if manner.window > DEFAULT_WINDOW:
            self.machine.increment_flow_control_window(manner.window - DEFAULT_WINDOW)
        self.flush()

    def connection_lost(self, problem: Exception | None) -> None:
        self.server.living.discard(self)

    def data_received(self, data: bytes) -> None:
        try:
            for event in self.machine.receive_data(data):
                self.hear(event)
        except ProtocolError:
            self.flush()
            self.hang_up()
        else:
            self.flush()

    def hear(self, event: object) -> None:
        if isinstance(event, RequestReceived):
            headers: dict[str, str] = dict(event.headers)  # type: ignore[arg-type]  # decoded ones
            self.requests[event.stream_id] = Request(
                headers[":path"],
                headers,
                self.number,
                event.stream_id,
            )
        elif isinstance(event, DataReceived):
            if event.stream_id in self.requests:
                self.requests[event.stream_id].body += event.data
            if self.manner.gives:
                self.machine.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, StreamEnded):
            self.heed(self.requests.pop(event.stream_id))
        elif isinstance(event, StreamReset):
            self.requests.pop(event.stream_id, None)
            self.waiting.pop(event.stream_id, None)
        elif isinstance(event, WindowUpdated):
            for stream in list(self.waiting):
                self.go_on(stream)
        elif type(event).__name__ == "PingReceived":
            self.server.pings += 1

    def heed(self, request: Request) -> None:
        manner, server = self.manner, self.server
        if self.leaving:
            return  # above the last stream that we named
        if manner.reset_rate and server.random.random() < manner.reset_rate:
            return self.reset(request.stream, manner.reset_code)
        answer = server.handler(request)
        self.heeded += 1
        if answer.goaway or self.heeded == manner.goaway_every:
            self.goaway(request.stream)
        after = answer.after + manner.latency
        if after:
            asyncio.get_running_loop().call_later(after, self.give, request.stream, answer)
        else:
            self.give(request.stream, answer)

    def give(self, stream: int, answer: Answer) -> None:
        if answer.hang_up:
            return self.hang_up()
        if answer.reset is not None:
            return self.reset(stream, answer.reset)
        if answer.silent or self.transport.is_closing():
            return
        headers = [(":status", str(answer.status)), *answer.headers.items()]
        try:
            self.machine.send_headers(stream, headers, end_stream=not answer.body)
        except ProtocolError:  # the client wants it no more
            return
        if answer.body:
            self.waiting[stream] = answer.body
            self.go_on(stream)
        self.flush_soon()

    def go_on(self, stream: int) -> None:
        rest = self.waiting.pop(stream)
        while rest:
            try:
                size = min(len(rest), self.machine.local_flow_control_window(stream), 16_384)
            except StreamClosedError:  # the client wants it no more
                return
            if size <= 0:
                self.waiting[stream] = rest
                return
            try:
                self.machine.send_data(stream, rest[:size], end_stream=size == len(rest))
            except ProtocolError:  # nor does it here
                return
            rest = rest[size:]

    def goaway(self, last: int | None = None) -> None:
        """Says so and answers what it has heeded; h2 itself would fall silent."""
        if not self.leaving:
            self.leaving = True
            self.server.goaways += 1
            last = self.machine.highest_inbound_stream_id if last is None else last
            said = self.machine.data_to_send()
            frame = (8).to_bytes(3, "big") + b"\x07\x00" + bytes(4)
            self.transport.write(said + frame + last.to_bytes(4, "big") + bytes(4))

    def reset(self, stream: int, code: ErrorCodes) -> None:
        self.server.resets += 1
        try:
            self.machine.reset_stream(stream, code)
        except ProtocolError:
            return
        self.flush_soon()

    def settings(self, changed: dict[SettingCodes | int, int]) -> None:
        self.machine.update_settings(changed)
        self.flush()

    def hang_up(self) -> None:
        self.transport.abort()

    def flush_soon(self) -> None:
        if not self.flushing:
            self.flushing = True
            asyncio.get_running_loop().call_soon(self.flush)

    def flush(self) -> None:
        self.flushing = False
        if said := self.machine.data_to_send():
            self.transport.write(said)
