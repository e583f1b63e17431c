"""Client of Hongyan, the self-hosted instant messaging server."""

from hongyan import models
from hongyan.blocking import Socket
from hongyan.calls import ABSENT
from hongyan.client import AsyncClient, Client
from hongyan.errors import (
    BadRequest,
    Forbidden,
    HongyanError,
    NotFound,
    RateLimited,
    Refused,
    ServerFault,
    SocketClosed,
    Unauthenticated,
    Unavailable,
    Unreachable,
)
from hongyan.inbox import Event
from hongyan.retrying import Retry
from hongyan.socket import AsyncSocket
from hongyan.user_sig import make_user_sig

__all__ = [
    "ABSENT",
    "AsyncClient",
    "AsyncSocket",
    "BadRequest",
    "Client",
    "Event",
    "Forbidden",
    "HongyanError",
    "NotFound",
    "RateLimited",
    "Refused",
    "Retry",
    "ServerFault",
    "Socket",
    "SocketClosed",
    "Unauthenticated",
    "Unavailable",
    "Unreachable",
    "make_user_sig",
    "models",
]
