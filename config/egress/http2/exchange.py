"""One request on its way, and what came back of it so far."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from config.egress.http2.headers import Header
from config.egress.reply import ANSWER, Reply

if TYPE_CHECKING:
    from config.egress.http2.connection import Connection


class Exchange:
    """`rest`: what of the body is still to be sent. `tries`: how often it was sent in vain."""

    __slots__ = (
        "body",
        "connection",
        "done",
        "headers",
        "pieces",
        "reply",
        "rest",
        "room",
        "stream",
        "tries",
    )

    def __init__(self, headers: Sequence[Header], body: bytes, done: "asyncio.Future[None]") -> None:
        self.headers, self.body, self.done = headers, body, done
        self.tries = 0
        self.begin(None, 0)

    def begin(self, connection: "Connection | None", stream: int) -> None:
        self.connection, self.stream = connection, stream
        self.rest = memoryview(self.body)
        self.reply = Reply()
        self.pieces: list[bytes] = []
        self.room = ANSWER

    def heard(self, piece: bytes) -> bool:
        """Whether there is room for more of the answer."""
        self.pieces.append(piece[: self.room])
        self.room -= len(piece)
        return self.room >= 0

    def leave(self) -> None:
        """Nobody waits for the answer any more."""
        if self.connection is not None:
            self.connection.abandon(self)
            self.connection = None

    def end(self, error: str = "") -> None:
        self.connection = None
        if not self.done.done():
            self.reply.error = error
            self.reply.body = b"".join(self.pieces)
            self.reply.retry_after = self.reply.headers.get("retry-after")
            self.done.set_result(None)
