"""What came of one request."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ANSWER = 64 * 1024  # bytes of an answer that are read


@dataclass(slots=True)
class Reply:
    """`error` is empty where a whole answer came, whatever it says (a redirect is one), or as much as is
    read. Else it is dns, connect, tls, timeout, reset, blocked_address or protocol (nonsense); `status` and
    `body` are then what had come before it. `sent`: the whole request was handed to the network: without an
    answer nobody knows whether it was heeded. Of `headers`, names are to be asked for in lower case.
    """

    status: int | None = None
    body: bytes = b""
    error: str = ""
    duration_ms: int = 0
    retry_after: str | None = None
    truncated: bool = False
    sent: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
