"""h2's connection, but for what it does more of than we need, or less."""

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import ConnectionTerminated, Event
from h2.settings import SettingCodes, Settings
from hyperframe.frame import Frame, GoAwayFrame

from config.egress.http2.headers import HeaderEncoder

SWEEP = 64  # streams between two sweeps of the ended ones


class Machine(H2Connection):
    """Its owner never opens more streams than the server allows, so that h2 need not count all of them at
    each new one. After a GOAWAY it goes on: the streams below it are still answered.
    """

    CONFIGURATION = H2Configuration(
        client_side=True,
        header_encoding=None,
        validate_outbound_headers=False,
        normalize_outbound_headers=False,
        validate_inbound_headers=False,
        normalize_inbound_headers=False,
    )

    def __init__(self) -> None:
        super().__init__(self.CONFIGURATION)
        self.encoder = HeaderEncoder()
        self.local_settings = Settings(client=True, initial_values={SettingCodes.ENABLE_PUSH: 0})
        self._until_sweep = SWEEP

    @property
    def open_outbound_streams(self) -> int:
        self._until_sweep -= 1
        if not self._until_sweep:
            self._until_sweep = SWEEP
            return super().open_outbound_streams
        return 0

    def _receive_goaway_frame(self, frame: GoAwayFrame) -> tuple[list[Frame], list[Event]]:
        event = ConnectionTerminated()
        event.error_code = frame.error_code
        event.last_stream_id = frame.last_stream_id
        return [], [event]
