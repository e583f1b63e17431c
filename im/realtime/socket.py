"""Socket: one client's connection, from its first byte to its close; what it asks goes to the ops."""

import asyncio
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from django.conf import settings

from accounts.callers import Caller
from config.api import parser
from config.api.errors import Refusal
from config.clock import now_ms
from im.presence.store import Change, Device, Entry, member
from im.realtime import codes, frames, limits
from im.realtime.hub import Hub
from im.realtime.transport import Link
from im.realtime.watched import Watched

if TYPE_CHECKING:
    from im.realtime.gateway import Gateway

AUTH_WITHIN = 5.0
SLICES = 30  # a heartbeat's work is spread over so many turns


class Stage(IntEnum):
    NAMELESS = 0  # has yet to say who it is
    JOINING = 1  # its credential is being looked at, its channels are being subscribed
    OPEN = 2
    LEFT = 3


class Socket(Link):
    """Keeps of its caller only what is needed between ops: twenty thousand of them live in one process."""

    __slots__ = (
        "_deadline",
        "_early",
        "_gateway",
        "account_id",
        "app_id",
        "app_key",
        "background",
        "bad_frames",
        "bucket",
        "connected_at",
        "device_id",
        "entry",
        "expires_at",
        "hubs",
        "ip",
        "number",
        "origin",
        "pending",
        "platform",
        "session",
        "slice",
        "stage",
        "token",
        "turned",
        "user_agent",
        "user_id",
        "watching",
    )

    def __init__(self, gateway: "Gateway", *, token: str, origin: str, ip: str, user_agent: str) -> None:
        """`origin` is empty where there is none to be checked, `ip` where the peer's own address counts."""
        super().__init__()
        self._gateway = gateway
        self._early: list[bytes] = []
        self._deadline: asyncio.TimerHandle | None = None
        self.token, self.origin, self.ip, self.user_agent = token, origin, ip, user_agent
        number = gateway.next_number()
        self.number, self.slice = f"{number:x}", number % SLICES
        self.stage = Stage.NAMELESS
        self.bucket = limits.Bucket()
        self.bad_frames = self.pending = 0
        self.background = self.turned = False
        self.app_id = self.account_id = self.expires_at = 0
        self.app_key = self.user_id = self.session = self.platform = self.device_id = ""
        self.connected_at = now_ms()
        self.hubs: list[Hub] = []
        self.watching: dict[str, Watched] = {}
        self.entry: Entry | None = None

    # Who it is

    def opened(self, peer: str) -> None:
        self.ip = self.ip or peer
        self._gateway.sockets.add(self)
        if self.token:
            self._join(self.token)
        else:
            self._deadline = asyncio.get_running_loop().call_later(AUTH_WITHIN, self._too_late)

    def become(self, caller: Caller) -> None:
        account, app = caller.account, caller.tenant
        self.app_id, self.app_key = app.pk, app.app_key
        if account is not None:
            self.account_id, self.user_id = account.pk, account.user_id
        self.session, self.platform, self.device_id = caller.session, caller.platform, caller.device_id
        self.expires_at = caller.expires_at

    def welcome(self) -> None:
        """The first frame; from here on it gets what its channels carry, and its own frames are acted on."""
        self.stage = Stage.OPEN
        for hub in self.hubs:
            hub.sockets.add(self)
        self.greet()
        early, self._early = self._early, []
        for raw in early:
            if not self.closed:
                self._gateway.ops.run(self, raw)

    def greet(self) -> None:
        """Said again after the gateway lost its bus: something may be missed, sync as after connecting."""
        self.write(
            frames.hello(
                self.user_id,
                self.session,
                self.app_key,
                heartbeat_ms=settings.REALTIME_HEARTBEAT_MS,
                resume_hint_ms=self._gateway.resume_hint(),
            )
        )

    # Presence

    def present(self) -> Change:
        """The change that enters it, or puts what it is now in the place of what it was."""
        before = self.entry.member if self.entry else b""
        device = Device(
            session=self.session,
            platform=self.platform,
            device_id=self.device_id,
            node_id=self._gateway.node_id,
            connected_at=self.connected_at,
            background=self.background,
            ip=self.ip,
            socket=self.number,
        )
        self.entry = Entry(self.app_id, self.user_id, member(device))
        return Change(*self.entry[:2], before, self.entry.member)

    def absent(self) -> Change | None:
        entry, self.entry = self.entry, None
        return Change(entry.app_id, entry.user_id, entry.member, b"") if entry else None

    # What comes in

    def received(self, raw: bytes) -> None:
        if not self._may_speak():
            return
        if self.stage is Stage.OPEN:
            self._gateway.ops.run(self, raw)
        elif self.stage is Stage.NAMELESS:
            self._introduce(raw)
        elif len(self._early) < limits.EARLY_FRAMES:
            self._early.append(raw)
        else:
            self.close(codes.TOO_MANY, "too many frames before hello")

    def control(self) -> None:
        self._may_speak()

    def refuse_frame(self, refusal: Refusal) -> None:
        """For what is no JSON object; whoever goes on with it is no client of ours."""
        self.bad_frames += 1
        self.write(frames.error(None, refusal))
        if self.bad_frames >= limits.BAD_FRAMES:
            self.close(codes.TOO_MANY, "too many frames that are no JSON objects")

    def started(self) -> None:
        """An op is under way. Who has too many of them is not read from until some are done."""
        self.pending += 1
        if self.pending == limits.PENDING_OPS:
            self.pause_reading()

    def finished(self) -> None:
        self.pending -= 1
        if self.pending == limits.PENDING_OPS // 2:
            self.resume_reading()

    def closing(self, code: int) -> None:
        self._gateway.closing(self, code)

    def lost(self) -> None:
        self._stop_waiting()
        self._gateway.ending.discard(self)
        self._gateway.leave(self)

    def _may_speak(self) -> bool:
        if settings.LIMITS_OFF or self.bucket.take():
            return True
        self.close(codes.TOO_MANY, "too many frames")
        return False

    def _introduce(self, raw: bytes) -> None:
        self._stop_waiting()
        try:
            frame: Any = parser.loads(raw)
        except Refusal:
            frame = None
        token = frame.get("token") if isinstance(frame, dict) and frame.get("op") == "auth" else None
        if isinstance(token, str) and token:
            self._join(token)
        else:
            self.close(codes.NOT_WELCOME, "the first frame must be auth with a token")

    def _join(self, token: str) -> None:
        self.token = token
        self.stage = Stage.JOINING
        self._gateway.join(self)

    def _too_late(self) -> None:
        self.close(codes.NOT_WELCOME, "no credential came")

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
