"""Presence that sockets asked for: told at once by channels, looked up now and then in case one failed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import structlog

from accounts.models import Account
from config.api.errors import BadParameter
from config.clock import ms_or_none
from im.presence import store
from im.presence.store import State
from im.realtime import channels, limits
from im.realtime.attendance import changed
from im.realtime.order import Frame
from im.realtime.watched import Watched

if TYPE_CHECKING:
    from im.realtime.gateway import Gateway
    from im.realtime.socket import Socket

log = structlog.get_logger(__name__)

AT_ONCE = 500

Seen = dict[str, tuple[State, int | None]]


class Watch:
    def __init__(self, gateway: "Gateway") -> None:
        self._gateway = gateway

    async def subscribe(self, socket: "Socket", user_ids: list[str]) -> dict[str, Any]:
        """Watched first, looked up then: what changes in between is told, and the answer is no older."""
        new = [user_id for user_id in user_ids if user_id not in socket.watching]
        if len(socket.watching) + len(new) > limits.WATCHED_PER_SOCKET:
            raise BadParameter("userIds", f"at most {limits.WATCHED_PER_SOCKET} users on one socket")
        for user_id in new:
            channel = channels.of_watchers(socket.app_id, user_id)
            socket.watching[user_id] = self._gateway.hubs.hold_as(Watched, channel)
        try:
            hubs = {user_id: socket.watching[user_id] for user_id in user_ids}
            await self._gateway.hubs.ready(hubs.values())
            if socket.closed:
                return {}
            for hub in hubs.values():
                hub.sockets.add(socket)
            versions = {user_id: hub.version for user_id, hub in hubs.items()}
            seen: Seen = await self._gateway.database(_look, socket.app_id, user_ids)
        except Exception:
            self.unsubscribe(socket, new)
            raise
        return {"users": [_shown(hub, versions[user_id], *seen[user_id]) for user_id, hub in hubs.items()]}

    def unsubscribe(self, socket: "Socket", user_ids: Sequence[str]) -> None:
        for user_id in user_ids:
            hub = socket.watching.pop(user_id, None)
            if hub is not None:
                self._gateway.hubs.release(hub, socket)

    async def look_again(self) -> None:
        """Finds what no channel told: a gateway that was killed, a Redis that was emptied."""
        by_app: dict[int, list[Watched]] = {}
        for hub in self._gateway.hubs.of_kind(Watched):
            by_app.setdefault(hub.app_id, []).append(hub)
        for app_id, hubs in by_app.items():
            for start in range(0, len(hubs), AT_ONCE):
                await self._compare(app_id, hubs[start : start + AT_ONCE])

    async def _compare(self, app_id: int, hubs: list[Watched]) -> None:
        versions = [hub.version for hub in hubs]
        seen: Seen = await self._gateway.database(_look, app_id, [hub.user_id for hub in hubs])
        for hub, version in zip(hubs, versions, strict=True):
            state, last_seen_at = seen[hub.user_id]
            if hub.version == version and hub.state is not None and state != hub.state:
                hub.emit(Frame(changed(hub.user_id, state, last_seen_at)))


def _shown(hub: Watched, version: int, state: State, last_seen_at: int | None) -> dict[str, Any]:
    if hub.version == version:
        hub.state = state
    return {"userId": hub.user_id, "state": hub.state, "lastSeenAt": last_seen_at}


def _look(app_id: int, user_ids: list[str]) -> Seen:
    """Another app's users and nobody's look alike: OFFLINE, never seen."""
    devices = store.of(app_id, user_ids)
    accounts = Account.objects.there().filter(app_id=app_id, user_id__in=user_ids)
    last_seen = dict(accounts.values_list("user_id", "last_seen_at"))
    return {
        name: (store.state_of(devices[name] if name in last_seen else ()), ms_or_none(last_seen.get(name)))
        for name in user_ids
    }
