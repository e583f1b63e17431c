"""What can go wrong, as exceptions: refusals by their HTTP status, and what kept an answer away."""

from collections.abc import Mapping
from typing import Any

TOO_MANY_BAD_SIGNATURES = "70050"
EXPIRED = "70001"
REVOKED = "70052"


class HongyanError(Exception):
    """All of them."""


class Unreachable(HongyanError):
    """No answer came. `sent` tells whether the request may have reached the server nevertheless."""

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent


class Refused(HongyanError):
    """The server (or what stands before it) said no.

    `code` is the HTTP status, `status` the stable sub-code to switch on, `errors` names the bad fields,
    `retry_after` the seconds to wait where the server said so.
    """

    def __init__(
        self,
        code: int,
        status: str,
        message: str,
        *,
        errors: list[dict[str, str]] | None = None,
        retry_after: float | None = None,
    ) -> None:
        fields = "; ".join(f"{one.get('field')}: {one.get('message')}" for one in errors or [])
        super().__init__(f"{code} {status}: {message}" + (f" ({fields})" if fields else ""))
        self.code, self.status, self.message = code, status, message
        self.errors = errors or []
        self.retry_after = retry_after


class BadRequest(Refused):
    """400: a parameter, or a limit that is broken."""


class Unauthenticated(Refused):
    """401: no credential, a bad one, or one that has ended."""


class Forbidden(Refused):
    """403: you may not."""


class NotFound(Refused):
    """404: it is not there, or not in your app."""


class RateLimited(Refused):
    """429: too often; see `retry_after`."""


class ServerFault(Refused):
    """500 and its like: the server's own fault."""


class Unavailable(Refused):
    """502, 503, 504: the server, or something it needs, is away."""


class SocketClosed(HongyanError):
    """The socket ended for good: `code` is the close code, `reason` the server's own word."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}".strip())
        self.code, self.reason = code, reason


KINDS: dict[int, type[Refused]] = {
    400: BadRequest,
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    429: RateLimited,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}


def refusal(code: int, envelope: Mapping[str, Any], retry_after: float | None = None) -> Refused:
    """The exception of an answer, or of an error frame, that is no success."""
    kind = KINDS.get(code, ServerFault if code >= 500 else Refused)
    data = envelope.get("data")
    errors = data.get("errors") if isinstance(data, Mapping) else None
    status, message = str(envelope.get("status", code)), str(envelope.get("message", "no envelope"))
    return kind(code, status, message, errors=errors, retry_after=retry_after)
