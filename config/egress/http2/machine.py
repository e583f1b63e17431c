"""h2's connection, but for what it does more of than we need, or less."""

from collections.abc import Sequence

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import ConnectionTerminated, Event
from h2.settings import SettingCodes, Settings
from hpack import Encoder, HeaderTuple, NeverIndexedHeaderTuple
from hyperframe.frame import Frame, GoAwayFrame

from config.egress.http2.exchange import Header

SWEEP = 64  # streams between two sweeps of the ended ones


class _PlainEncoder(Encoder):
    """Huffman's code saves a fifth of a header's bytes and costs more than all the rest of its coding."""

    def encode(self, headers, huffman=False):  # type: ignore[no-untyped-def]  # as its parent, which has no types
        return super().encode(headers, huffman=huffman)


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
        self.encoder = _PlainEncoder()
        self._last: dict[bytes, bytes] = {}
        self._until_sweep = SWEEP
        self.local_settings = Settings(client=True, initial_values={SettingCodes.ENABLE_PUSH: 0})

    def tuples(self, headers: Sequence[Header]) -> list[HeaderTuple]:
        """A value that comes twice in a row goes into the compression's table; one that changes with each
        request would only push the others out of it.
        """
        last, made = self._last, []
        for name, value in headers:
            same = last.get(name) == value
            last[name] = value
            made.append(HeaderTuple(name, value) if same else NeverIndexedHeaderTuple(name, value))
        return made

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
