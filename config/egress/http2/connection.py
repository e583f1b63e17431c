"""One connection: its streams, both sides' windows, and whether it still is there."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from h2.errors import ErrorCodes
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    Event,
    PingAckReceived,
    RemoteSettingsChanged,
    ResponseReceived,
    StreamEnded,
    StreamReset,
    WindowUpdated,
)
from h2.exceptions import ProtocolError, StreamClosedError
from h2.settings import SettingCodes

from config.egress.http2.exchange import Exchange
from config.egress.http2.machine import Machine
from config.egress.http2.owner import Owner, Patience

LAST_STREAM = 2**31 - 4_096  # a little before there are no numbers left


class Connection(asyncio.Protocol):
    def __init__(self, owner: Owner, patience: Patience, loop: asyncio.AbstractEventLoop) -> None:
        self._owner, self._patience, self._loop = owner, patience, loop
        self._machine = Machine()
        self._streams: dict[int, Exchange] = {}
        self._blocked: dict[int, Exchange] = {}  # those whose body waits for the server's window
        self._most = 0  # streams at once; none before the server's settings
        self._paused = self._flushing = False
        self._heard = self._used = loop.time()
        self._pinged: float | None = None
        self.problem = "reset"
        self.transport: asyncio.Transport | None = None
        self.ready: asyncio.Future[bool] = loop.create_future()
        self.leaving = False  # takes no more requests
        self._answers = 0

    # What the pool asks of it

    @property
    def room(self) -> int:
        if self.leaving or self._paused or self._pinged is not None or self._stale():
            return 0
        return self._most - len(self._streams)

    @property
    def doubtful(self) -> bool:
        """Whether it may have room again as soon as it is known to be alive."""
        return not self.leaving and (self._pinged is not None or self._stale())

    def ask(self) -> None:
        """Whether the other side is still there."""
        if self._pinged is None and not self._lost():
            self._pinged = self._loop.time()
            self._machine.ping(b"Hongyan!")
            self._flush_soon()

    def begin(self, exchange: Exchange) -> None:
        machine, stream = self._machine, self._machine.get_next_available_stream_id()
        if stream > LAST_STREAM:
            self.leaving = True
        exchange.begin(self, stream)
        machine.send_headers(stream, exchange.headers, end_stream=not exchange.rest)
        self._streams[stream] = exchange
        self._send_rest(exchange)
        self._used = self._loop.time()
        self._flush_soon()

    def abandon(self, exchange: Exchange) -> None:
        """Nobody waits for it any more. If the server was silent all the while, is it still there?"""
        self._give_up(exchange, ErrorCodes.CANCEL)
        if self._loop.time() - self._heard > self._patience.pong:
            self.ask()
        self._settle()

    def close(self, problem: str = "reset") -> None:
        """At once. What waits for an answer gets none."""
        self.leaving = True
        if self.transport is not None and not self.transport.is_closing():
            self.problem = problem
            self._machine.close_connection()
            self._flush()
            self.transport.close()

    @property
    def busy(self) -> bool:
        return bool(self._streams)

    # What the transport tells it

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # of a stream it is one
        self._machine.initiate_connection()
        self._flush()
        self._watch()

    def data_received(self, data: bytes) -> None:
        self._heard = self._loop.time()
        try:
            events = self._machine.receive_data(data)
            for event in events:
                if (hear := HEARD.get(type(event))) is not None:
                    hear(self, event)
        except ProtocolError:
            self.leaving, self.problem = True, "protocol"
            self._flush()
            self._abort()
        else:
            self._flush_soon()
            self._settle()

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        self._owner.serve()

    def connection_lost(self, problem: Exception | None) -> None:
        self.leaving = True
        self.transport = None
        if not self.ready.done():
            self.ready.set_result(False)
        left, self._streams, self._blocked = list(self._streams.values()), {}, {}
        for exchange in left:
            if exchange.reply.sent:
                exchange.end(self.problem)
        unheard = [exchange for exchange in left if not exchange.reply.sent]
        self._owner.again(unheard, counts=not self._answers)
        self._owner.lost(self)

    # What the server says

    def _on_settings(self, event: RemoteSettingsChanged) -> None:
        most = self._machine.remote_settings.max_concurrent_streams
        self._most = int(min(most, 1_000))
        if not self.ready.done():
            self.ready.set_result(True)
        if SettingCodes.INITIAL_WINDOW_SIZE in event.changed_settings:
            self._unblock()

    def _on_window(self, event: WindowUpdated) -> None:
        if event.stream_id == 0:
            self._unblock()
        elif (exchange := self._blocked.get(event.stream_id)) is not None:
            self._send_rest(exchange)

    def _on_response(self, event: ResponseReceived) -> None:
        if (exchange := self._streams.get(event.stream_id)) is None:
            return
        headers = {
            bytes(name).decode("latin-1"): bytes(value).decode("latin-1") for name, value in event.headers
        }
        status = headers.pop(":status", "")
        if not status.isdecimal():
            self._give_up(exchange, ErrorCodes.PROTOCOL_ERROR)
            return exchange.end("protocol")
        exchange.reply.status = int(status)
        exchange.reply.headers = headers

    def _on_data(self, event: DataReceived) -> None:
        self._machine.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        exchange = self._streams.get(event.stream_id)
        if exchange is not None and not exchange.heard(event.data):
            exchange.reply.truncated = True
            self._give_up(exchange, ErrorCodes.CANCEL)
            self._answered(exchange)

    def _on_end(self, event: StreamEnded) -> None:
        if (exchange := self._streams.get(event.stream_id)) is None:
            return
        if exchange.rest:  # the server has heard enough
            self._give_up(exchange, ErrorCodes.CANCEL)
        else:
            del self._streams[event.stream_id]
        self._answered(exchange)

    def _on_reset(self, event: StreamReset) -> None:
        exchange = self._streams.pop(event.stream_id, None)
        self._blocked.pop(event.stream_id, None)
        if exchange is None:
            return
        if event.error_code == ErrorCodes.REFUSED_STREAM:
            self._owner.again([exchange], counts=True)
        else:
            exchange.end("reset")

    def _on_goaway(self, event: ConnectionTerminated) -> None:
        self.leaving = True
        last = event.last_stream_id or 0
        unheard = [exchange for stream, exchange in self._streams.items() if stream > last]
        for exchange in unheard:
            del self._streams[exchange.stream]
            self._blocked.pop(exchange.stream, None)
        self._owner.again(unheard, counts=not (self._answers or self._streams))

    def _on_pong(self, event: PingAckReceived) -> None:
        self._pinged = None

    # Its own affairs

    def _answered(self, exchange: Exchange) -> None:
        self._answers += 1
        exchange.reply.sent = True
        exchange.end()

    def _send_rest(self, exchange: Exchange) -> None:
        """What the windows allow; the rest waits and keeps nobody else waiting."""
        with suppress(StreamClosedError):  # by the server, in the same breath: its event comes next
            self._send(exchange)

    def _send(self, exchange: Exchange) -> None:
        machine, stream = self._machine, exchange.stream
        while exchange.rest:
            size = min(
                len(exchange.rest), machine.local_flow_control_window(stream), machine.max_outbound_frame_size
            )
            if size <= 0:
                self._blocked[stream] = exchange
                return
            machine.send_data(stream, exchange.rest[:size], end_stream=size == len(exchange.rest))
            exchange.rest = exchange.rest[size:]
        exchange.reply.sent = True
        self._blocked.pop(stream, None)

    def _unblock(self) -> None:
        for exchange in list(self._blocked.values()):
            if self._machine.outbound_flow_control_window <= 0:
                return
            self._send_rest(exchange)

    def _give_up(self, exchange: Exchange, code: ErrorCodes) -> None:
        if self._streams.pop(exchange.stream, None) is not None and not self._lost():
            self._blocked.pop(exchange.stream, None)
            with suppress(StreamClosedError):
                self._machine.reset_stream(exchange.stream, code)
            self._flush_soon()

    def _settle(self) -> None:
        """Room for others, or the end of one that was only waiting for its last answers."""
        if self.leaving and not self._streams:
            self.close()
        else:
            self._owner.serve()

    def _flush_soon(self) -> None:
        """Once for all that is said in this turn of the loop."""
        if not self._flushing:
            self._flushing = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._flushing = False
        if self.transport is not None and (said := self._machine.data_to_send()):
            self.transport.write(said)

    def _lost(self) -> bool:
        return self.transport is None or self.transport.is_closing()

    def _abort(self) -> None:
        if self.transport is not None:
            self.transport.abort()

    def _stale(self) -> bool:
        return not self._streams and self._loop.time() - self._heard > self._patience.fresh

    def _watch(self) -> None:
        if self._lost():
            return
        now, patience = self._loop.time(), self._patience
        if self._pinged is not None and now - self._pinged > patience.pong:
            return self._abort()
        if not self._streams and now - self._used > patience.unused:
            return self.close()
        if now - self._heard > patience.ping:
            self.ask()
        self._loop.call_later(patience.pong / 2, self._watch)


HEARD: dict[type[Event], Callable[[Connection, Any], None]] = {
    RemoteSettingsChanged: Connection._on_settings,
    WindowUpdated: Connection._on_window,
    ResponseReceived: Connection._on_response,
    DataReceived: Connection._on_data,
    StreamEnded: Connection._on_end,
    StreamReset: Connection._on_reset,
    ConnectionTerminated: Connection._on_goaway,
    PingAckReceived: Connection._on_pong,
}
