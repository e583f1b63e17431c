"""Ends the sockets of ended sessions. PostgreSQL is asked, for Redis may be away; Redis only hurries it."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final, LiteralString, NamedTuple

import structlog
from django.utils import timezone

from accounts.models import EndReason, Session
from config.sql import rows
from config.threads import Threads
from im.realtime import codes, frames
from im.realtime.socket import Socket, Stage
from im.realtime.transport import text_frame

if TYPE_CHECKING:
    from datetime import datetime

    from im.realtime.gateway import Gateway

log = structlog.get_logger(__name__)

EVERY: Final = 0.7
PAUSE: Final = 0.05  # however many sessions end, and however loud they say so
OVERLAP: Final = timedelta(seconds=10)  # longer than a transaction that ends sessions, but of very many
# Hot with many sockets: the ORM would write out a placeholder for each.
OF: LiteralString = """
SELECT jti, end_reason, note, platform FROM accounts_session
WHERE jti = ANY(%(sessions)s::text[]) AND ended_at IS NOT NULL
"""


class Ended(NamedTuple):
    jti: str
    end_reason: str
    note: str
    platform: str


class Sessions:
    def __init__(self, gateway: "Gateway") -> None:
        self._gateway = gateway
        self._hurry = asyncio.Event()
        self._thread = Threads("sessions", 1)
        self._since = timezone.now()
        self._due: set[Socket] = set()

    def look_at(self, sockets: Sequence[Socket]) -> None:
        """At these next time, however long ago their sessions ended."""
        self._due.update(sockets)

    def look_now(self) -> None:
        self._hurry.set()

    async def run(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), EVERY)
            self._hurry.clear()
            try:
                await self._look()
            except Exception as problem:
                log.warning("sessions_not_read", error=str(problem)[:200])
            await asyncio.sleep(PAUSE)

    async def _look(self) -> None:
        """The window reaches back over the last look: a socket may have come by what was true before."""
        started = timezone.now()
        due, self._due = self._due, set()
        ended = await self._thread.run(_ended, self._since - OVERLAP, [socket.session for socket in due])
        self._since = started
        if ended:
            by_session = {row.jti: row for row in ended}
            for socket in tuple(self._gateway.sockets):
                if socket.session in by_session:
                    end(socket, by_session[socket.session])

    async def stop(self, patience: float) -> None:
        await self._thread.stop(patience)


def end(socket: Socket, row: Ended) -> None:
    """Who logged out himself was not kicked and is not told so."""
    if socket.stage is Stage.OPEN and row.end_reason != EndReason.LOGOUT:
        told = {"reason": row.end_reason, "note": row.note, "platform": row.platform}
        socket.write(text_frame(frames.event("session.kicked", told)))
    socket.close(codes.for_end(row.end_reason), row.end_reason)


def _ended(since: "datetime", sessions: list[str]) -> list[Ended]:
    found = list(Session.objects.ended_since(since).values_list(*Ended._fields))
    if sessions:
        found += rows(OF, {"sessions": sessions})
    return [Ended(*row) for row in found]
