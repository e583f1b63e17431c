"""The gateway's pulse: closes the silent and the expired, pings the others and renews their presence."""

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

import structlog
from django.conf import settings

from accounts import authentication
from config.clock import now_ms
from im.realtime import codes, metrics
from im.realtime.socket import SLICES, Stage

if TYPE_CHECKING:
    from im.realtime.gateway import Gateway

log = structlog.get_logger(__name__)

FORGET_EVERY = 5.0


class Heartbeat:
    """One timer for all. Each is pinged and renewed once a heartbeat: what FLUSHALL took is back in one."""

    def __init__(self, gateway: "Gateway") -> None:
        self._gateway = gateway
        self._beat = settings.REALTIME_HEARTBEAT_MS / 1000
        self._turn = 0
        self._forgotten = monotonic()

    async def run(self) -> None:
        while True:
            await asyncio.sleep(self._beat / SLICES)
            self._turn = (self._turn + 1) % SLICES
            try:
                self._tick()
                if self._turn in (0, SLICES // 2):
                    await self._gateway.watch.look_again()
            except Exception as problem:
                log.warning("heartbeat_failed", error=str(problem)[:200])

    def _tick(self) -> None:
        silent_since = monotonic() - 2.5 * self._beat
        now = now_ms()
        due = []
        for socket in tuple(self._gateway.sockets):
            if socket.heard < silent_since:
                socket.close(codes.TOO_SLOW, "silent for too long")
            elif socket.stage is Stage.OPEN and socket.expires_at <= now:
                socket.close(codes.LOG_IN_AGAIN, "the token has expired")
            elif socket.slice == self._turn:
                socket.ping()
                due.append(socket)
        self._gateway.sessions.look_at(due)
        if due:
            self._gateway.spawn(self._gateway.memberships.look_at(due))
        self._gateway.attendance.renew([socket.entry for socket in due if socket.entry])
        self._gateway.hubs.sweep()
        metrics.SOCKETS.set(len(self._gateway.sockets))
        metrics.CHANNELS.set(len(self._gateway.hubs))
        self._forget()

    def _forget(self) -> None:
        """What was remembered of twenty thousand callers is stale after a second and large for ever."""
        if monotonic() - self._forgotten > FORGET_EVERY:
            self._forgotten = monotonic()
            authentication.forget()
