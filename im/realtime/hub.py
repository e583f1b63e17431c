"""Hubs: a Redis channel with at least one socket here, and the frames' last step from it to the sockets."""

import asyncio
from collections.abc import Iterable
from typing import Protocol, TypeVar, cast

import structlog

from im.realtime.metrics import FRAMES_OUT
from im.realtime.order import Frame, Repair, Streams
from im.realtime.transport import text_frame

log = structlog.get_logger(__name__)

CONFIRMED_WITHIN = 1.0


class Outlet(Protocol):
    """A socket, as far as a hub is concerned."""

    @property
    def session(self) -> str: ...

    @property
    def user_id(self) -> str: ...

    def write(self, frame: bytes) -> None: ...


class Sources(Protocol):
    """Where channels come from: the bus."""

    @property
    def connected(self) -> bool: ...

    def subscribe(self, channel: bytes) -> None: ...

    def unsubscribe(self, channel: bytes) -> None: ...


class Hub:
    """`holders` counts who needs the channel, joined or about to; `sockets` are those who get its frames.

    `floors`: those who came just now, and the seq up to which nothing is for them.
    """

    __slots__ = ("_repair", "_streams", "channel", "confirmed", "floors", "holders", "sockets", "waiting")

    def __init__(self, channel: bytes, repair: Repair) -> None:
        self.channel = channel
        self.confirmed = False
        self.holders = 0
        self.sockets: set[Outlet] = set()
        self.floors: dict[Outlet, int] = {}
        self.waiting: list[asyncio.Future[None]] = []
        self._repair = repair
        self._streams: Streams | None = None

    @property
    def name(self) -> str:
        return self.channel.decode()

    def begin(self, socket: Outlet, conversation: int, seq: int) -> bool:
        """A socket hears it from `seq` on; False where later ones have gone past already."""
        streams = self._order()
        if not self.confirmed:
            streams.begin(conversation, seq)
        self.floors[socket] = seq
        return streams.last(conversation) <= seq

    def fill(self, conversation: int, found: Iterable[tuple[int, bytes]]) -> None:
        for seq, body in found:
            self._order().arrive(conversation, seq, False, Frame(body, seq=seq))

    def _order(self) -> Streams:
        if self._streams is None:
            self._streams = Streams(self.emit, self._repair)
        return self._streams

    def take(self, payload: bytes) -> None:
        """One published payload: the header line, then the frame as sockets get it."""
        head, _, body = payload.partition(b"\n")
        try:
            conversation, seq, recent, skip, users = head.split(b" ")
            place = (int(conversation), int(seq), recent == b"1")
        except ValueError:
            log.warning("strange_payload", channel=self.channel.decode("utf-8", "replace"))
            return
        frame = Frame(body, seq=place[1])
        if skip != b"-":
            frame.skip_session = skip.decode()
        if users != b",":
            frame.skip_users = frozenset(users.decode().split(",")[1:])
        if not place[1]:
            self.emit(frame)
            return
        self._order().arrive(*place, frame)

    def emit(self, frame: Frame) -> None:
        """Encodes the frame once and writes the same bytes to every socket."""
        data = text_frame(frame.body)
        skip, users = frame.skip_session, frame.skip_users
        for socket in tuple(self.sockets):
            if self.floors and frame.seq and not self._is_due(socket, frame.seq):
                continue
            if not (skip and socket.session == skip) and socket.user_id not in users:
                socket.write(data)
        FRAMES_OUT.inc(len(self.sockets))

    def _is_due(self, socket: Outlet, seq: int) -> bool:
        due = seq > self.floors.get(socket, 0)
        if due:
            self.floors.pop(socket, None)
        return due

    def stop(self) -> None:
        if self._streams is not None:
            self._streams.stop()


Kind = TypeVar("Kind", bound=Hub)


class Hubs:
    """All hubs of this process, subscribed when first needed and dropped when nobody does."""

    def __init__(self, repair: Repair) -> None:
        self._repair = repair
        self._hubs: dict[bytes, Hub] = {}
        self._idle: set[Hub] = set()
        self.source: Sources | None = None

    def __len__(self) -> int:
        return len(self._hubs)

    def find(self, channel: str) -> Hub | None:
        return self._hubs.get(channel.encode())

    def hold(self, channel: str) -> Hub:
        return self.hold_as(Hub, channel)

    def hold_as(self, kind: type[Kind], channel: str) -> Kind:
        """A channel's hub is of the same kind for all, as its name says."""
        name = channel.encode()
        hub = cast("Kind | None", self._hubs.get(name))
        if hub is None:
            hub = self._hubs[name] = kind(name, self._repair)
            if self.source is not None:
                self.source.subscribe(name)
        hub.holders += 1
        return hub

    def release(self, hub: Hub, socket: Outlet | None = None) -> None:
        if socket is not None:
            hub.sockets.discard(socket)
            hub.floors.pop(socket, None)
        hub.holders -= 1

    def of_kind(self, kind: type[Kind]) -> list[Kind]:
        return [hub for hub in self._hubs.values() if isinstance(hub, kind) and hub.holders]

    def sweep(self) -> None:
        """Drops what nobody has needed since the sweep before: who reconnects at once finds it as it was."""
        for hub in [hub for hub in self._idle if not hub.holders]:
            hub.stop()
            del self._hubs[hub.channel]
            if self.source is not None:
                self.source.unsubscribe(hub.channel)
        self._idle = {hub for hub in self._hubs.values() if not hub.holders}

    async def ready(self, hubs: Iterable[Hub]) -> None:
        """Until Redis confirmed them: what is published from then on arrives. No wait when it is away."""
        if self.source is None or not self.source.connected:
            return
        waits = []
        for hub in hubs:
            if not hub.confirmed:
                wait = asyncio.get_running_loop().create_future()
                hub.waiting.append(wait)
                waits.append(wait)
        if waits:
            await asyncio.wait(waits, timeout=CONFIRMED_WITHIN)

    def confirmed(self, channel: bytes) -> None:
        hub = self._hubs.get(channel)
        if hub is not None:
            hub.confirmed = True
            self._let_go(hub)

    def lost(self) -> None:
        for hub in self._hubs.values():
            hub.confirmed = False
            self._let_go(hub)

    def published(self, channel: bytes, payload: bytes) -> None:
        hub = self._hubs.get(channel)
        if hub is not None:
            hub.take(payload)

    def _let_go(self, hub: Hub) -> None:
        waiting, hub.waiting = hub.waiting, []
        for wait in waiting:
            if not wait.done():
                wait.set_result(None)
