"""The connections of the client: made to checked addresses only, and bounded where aiohttp's are not."""

import asyncio
import socket
from functools import partial
from ssl import SSLContext
from typing import Any, cast

from aiohttp import ClientError, ClientOSError, ServerDisconnectedError, TCPConnector
from aiohttp.client_proto import ResponseHandler

from config.egress.resolving import LookUp, Resolver, require_allowed

AROUND = 64 * 1024  # bytes of an answer beside its body: header, 1xx before it, what chunks are wrapped in
SLICE = 16 * 1024  # bytes between two looks at that: a parser busy with nonsense keeps everybody else waiting
IDLE = 15.0  # seconds for which an unused connection is kept
FRESH = 10  # seconds for which a checked look-up is good for more connections


class Stale(ServerDisconnectedError):
    """A kept connection was closed by the other side just when it was used again. Ask anew."""


class Connection(ResponseHandler):
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self.calls = 0
        self.heard = 0

    def set_response_params(self, **params: Any) -> None:
        self.calls += 1
        self.heard = 0
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        for piece in [data[at : at + SLICE] for at in range(0, len(data), SLICE)] or [data]:
            self.heard += len(piece)
            super().data_received(piece)
            if self.heard > AROUND and self._heard_around() > AROUND:
                return self._refuse()

    def _heard_around(self) -> int:
        if self._reading_paused:  # what was not parsed yet would count
            return 0
        return self.heard - (self._payload.total_bytes if self._payload else 0)

    def set_exception(self, exc: Any, exc_cause: Any = None) -> None:
        if self.calls > 1 and not self.heard and isinstance(exc, (ServerDisconnectedError, ClientOSError)):
            exc = Stale()
        super().set_exception(exc, exc_cause or exc)

    def _refuse(self) -> None:
        problem = ClientError("too much around the answer")
        if self._payload is not None:
            self._payload.set_exception(problem)
        self.set_exception(problem)
        self.abort()


def connector(look_up: LookUp | None, *, checked: bool, trust: SSLContext | None) -> TCPConnector:
    """Without a limit: how many calls one endpoint may have under way is its caller's business."""
    made = TCPConnector(
        limit=0,
        ssl=trust or True,
        resolver=Resolver(look_up, checked=checked),
        ttl_dns_cache=FRESH,
        keepalive_timeout=IDLE,
        socket_factory=_checked_socket if checked else None,
    )
    made._factory = cast("Any", partial(Connection, loop=asyncio.get_running_loop()))
    return made


def _checked_socket(info: Any) -> socket.socket:
    """The last look, at whatever is about to be connected to."""
    require_allowed(info[4][0])
    made = socket.socket(*info[:3])
    made.setblocking(False)
    return made
