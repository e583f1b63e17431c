"""A user's watchers on this gateway."""

import orjson

from im.presence.store import State
from im.realtime.hub import Hub
from im.realtime.order import Frame, Repair


class Watched(Hub):
    """Knows the state they were last told, for frames may repeat; `version` counts what came."""

    __slots__ = ("app_id", "state", "user_id", "version")

    def __init__(self, channel: bytes, repair: Repair) -> None:
        super().__init__(channel, repair)
        _, app_id, self.user_id = channel.decode().split(":", 2)
        self.app_id = int(app_id)
        self.state: State | None = None
        self.version = 0

    def emit(self, frame: Frame) -> None:
        self.version += 1
        state = State(orjson.loads(frame.body)["data"]["state"])
        if state != self.state:
            self.state = state
            super().emit(frame)
