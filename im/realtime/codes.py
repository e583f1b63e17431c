"""Why a socket is closed: the codes that clients act on, by the realtime contract."""

from typing import Final

import orjson

NORMAL: Final = 1000
PROTOCOL_ERROR: Final = 1002
TOO_BIG: Final = 1009
RESTART: Final = 1012
KICKED: Final = 4001
LOG_IN_AGAIN: Final = 4002
REPLACED: Final = 4003
NOT_WELCOME: Final = 4004
TOO_SLOW: Final = 4008
TOO_MANY: Final = 4009

BY_END_REASON: Final = {
    "ADMIN": KICKED,
    "DISABLED": KICKED,
    "DELETED": KICKED,
    "LOGIN_ELSEWHERE": REPLACED,
    "REPLACED": REPLACED,
    "SECRET_ROTATED": LOG_IN_AGAIN,
    "LOGOUT": NORMAL,
}


def for_end(reason: str) -> int:
    """The code for an ended session's reason; one we do not know tells the client to log in again."""
    return BY_END_REASON.get(reason, LOG_IN_AGAIN)


def retry_after(milliseconds: int) -> str:
    """The reason that goes with RESTART."""
    return orjson.dumps({"retryAfterMs": milliseconds}).decode()
