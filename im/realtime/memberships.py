"""Keeps open sockets on the channels of the conversations their accounts are in, as these come and go."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

import structlog

from im.realtime import channels
from im.realtime.extensions import extension
from im.realtime.hub import Hub
from im.realtime.order import REPAIR_AT_MOST
from im.realtime.socket import Socket, Stage

if TYPE_CHECKING:
    from im.realtime.gateway import Gateway

log = structlog.get_logger(__name__)

AT_ONCE: Final = 500


class UserHub(Hub):
    """An account's own channel. `followers`: its sockets, also those that are still being let in."""

    __slots__ = ("followers",)

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # what Hubs makes every hub of
        self.followers: set[Socket] = set()


class Memberships:
    """A word on a user's channel says where he comes in and from which seq on, or where he goes."""

    def __init__(self, gateway: "Gateway") -> None:
        self._gateway = gateway

    def follow(self, socket: Socket) -> UserHub:
        hub = self._gateway.hubs.hold_as(UserHub, channels.of_user(socket.app_id, socket.user_id))
        hub.followers.add(socket)
        return hub

    def forget(self, socket: Socket) -> None:
        for hub in socket.hubs:
            if isinstance(hub, UserHub):
                hub.followers.discard(socket)

    def heard(self, channel: bytes, word: bytes) -> None:
        own = self._gateway.hubs.find(channel.decode())
        if not isinstance(own, UserHub):
            return
        conversation, seq, leaves = channels.turn_in(word)
        for socket in tuple(own.followers):
            socket.turned = True
            if socket.stage is Stage.OPEN and leaves:
                self._leave(socket, conversation)
            elif socket.stage is Stage.OPEN:
                self._enter(socket, conversation, seq)

    async def settle(self, socket: Socket) -> None:
        """Holds what PostgreSQL says, read again if anything turned meanwhile: its own channel is heard."""
        socket.turned = True
        while socket.turned and not socket.closed:
            socket.turned = False
            found = await self._gateway.database(extension("REALTIME_CHANNELS"), [socket.account_id])
            if not socket.closed:
                self._hold(socket, found.get(socket.account_id, ()))
                await self._gateway.hubs.ready(socket.hubs)

    async def read_again(self) -> None:
        """After the bus was away: who went or came meanwhile is known to PostgreSQL. Then all are to sync."""
        everybody = tuple(self._gateway.sockets)
        for start in range(0, len(everybody), AT_ONCE):
            some = everybody[start : start + AT_ONCE]
            there = [socket for socket in some if socket.stage is Stage.OPEN]
            try:
                await self._read_again(there)
            except Exception as problem:  # the clients sync all the same
                log.warning("memberships_not_read", error=str(problem)[:200])
            for socket in there:
                if socket.stage is Stage.OPEN:
                    socket.greet()

    async def look_at(self, sockets: Sequence[Socket]) -> None:
        """Once a heartbeat: a word may have been lost. Who was not where he belongs is to sync."""
        for start in range(0, len(sockets), AT_ONCE):
            held = {
                socket: {hub.name for hub in socket.hubs}
                for socket in sockets[start : start + AT_ONCE]
                if socket.stage is Stage.OPEN
            }
            try:
                await self._read_again(list(held))
            except Exception as problem:  # the next heartbeat looks again
                log.warning("memberships_not_read", error=str(problem)[:200])
                return
            for socket, names in held.items():
                if socket.stage is Stage.OPEN and not names.issuperset(hub.name for hub in socket.hubs):
                    socket.greet()

    async def _read_again(self, sockets: Sequence[Socket]) -> None:
        for socket in sockets:
            socket.turned = False
        accounts = list({socket.account_id for socket in sockets})
        found = await self._gateway.database(extension("REALTIME_CHANNELS"), accounts)
        for socket in sockets:
            if socket.stage is Stage.OPEN and not socket.turned:
                self._hold(socket, found.get(socket.account_id, ()))
        await self._gateway.hubs.ready({hub for socket in sockets for hub in socket.hubs})
        for socket in sockets:
            if socket.stage is Stage.OPEN and socket.turned:
                await self.settle(socket)

    def _hold(self, socket: Socket, names: Collection[str]) -> None:
        """Of the conversations' channels exactly these."""
        held = {hub.name: hub for hub in socket.hubs if channels.is_conversation(hub.name)}
        for name in held.keys() - set(names):
            self._release(socket, held[name])
        for name in names:
            if name not in held:
                self._take(socket, name)

    def _take(self, socket: Socket, name: str) -> Hub:
        hub = self._gateway.hubs.hold(name)
        socket.hubs.append(hub)
        if socket.stage is Stage.OPEN:
            hub.sockets.add(socket)
        return hub

    def _release(self, socket: Socket, hub: Hub) -> None:
        socket.hubs.remove(hub)
        self._gateway.hubs.release(hub, socket)

    def _leave(self, socket: Socket, conversation: int) -> None:
        name = channels.of_conversation(conversation)
        for hub in [hub for hub in socket.hubs if hub.name == name]:
            self._release(socket, hub)

    def _enter(self, socket: Socket, conversation: int, seq: int) -> None:
        name = channels.of_conversation(conversation)
        if any(hub.name == name for hub in socket.hubs):
            return
        hub = self._take(socket, name)
        on_time = hub.begin(socket, conversation, seq)
        if not hub.confirmed:
            self._gateway.spawn(self._catch_up(hub, conversation, seq))
        elif not on_time:  # what came in between is already gone past: the client is to sync
            socket.greet()

    async def _catch_up(self, hub: Hub, conversation: int, seq: int) -> None:
        """The channel is new here: what was published before Redis confirmed it is in PostgreSQL."""
        await self._gateway.hubs.ready([hub])
        found = await self._gateway.backlog(conversation, seq, seq + REPAIR_AT_MOST + 1)
        hub.fill(conversation, found)
