"""What a connection is told by whoever opened it, and what it tells him."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from config.egress.http2.exchange import Exchange

if TYPE_CHECKING:
    from config.egress.http2.connection import Connection


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `connect`: for the address, TCP, TLS and the server's settings together. A connection that was
    silent for `fresh` is asked by a PING before it gets a request, and every `ping`; without an answer `pong`
    later it is given up. One that is `unused` for long is closed.
    """

    connect: float = 10.0
    fresh: float = 30.0
    ping: float = 60.0
    pong: float = 5.0
    unused: float = 900.0


class Owner(Protocol):
    def serve(self) -> None:
        """There may be room for another request."""

    def again(self, exchanges: list[Exchange], *, counts: bool) -> None:
        """The server cannot have heeded these. It counts as a try where it was no progress: else a server
        that never lets one through would be asked for ever.
        """

    def lost(self, connection: "Connection") -> None: ...
