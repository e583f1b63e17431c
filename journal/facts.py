"""A fact is one thing that happened, as the sinks get it. Only the catalogues of events make facts."""

from dataclasses import dataclass, field
from os import urandom
from time import time_ns
from typing import Any

from config.clock import now_ms


def new_id() -> str:
    """Microseconds, then 72 random bits: ids sort by time, and no two processes meet."""
    return f"evt_{time_ns() // 1000:014x}{urandom(9).hex()}"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who hears of it. A group is named by its conversation, never by a list of ten thousand.

    `operators`: whoever watches over the app, on the socket of its account `platform`.
    `gateways`: themselves, for sessions have ended; they would see it anyway, a moment later.
    """

    users: tuple[str, ...] = ()
    conversation_id: int | None = None
    whole_app: bool = False
    operators: bool = False
    gateways: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """The place of a stored message in its conversation; only `message.sent` has one.

    `recent`: the message before it is younger than two seconds, or its age is unknown.
    """

    conversation_id: int
    seq: int
    recent: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """Who hears a conversation from now on, beyond `seq`, or hears it no longer."""

    conversation_id: int
    users: tuple[str, ...]
    seq: int
    leaving: bool = False


NOBODY = Audience()


@dataclass(slots=True)
class Fact:
    """`skip_session`: the jti of the session whose socket is left out.
    `skip_users`: their sockets get nothing, though the order of their stream advances.
    `socket`: goes to the now-sinks. `durable`: may be wanted by later-sinks; `callbacks`: by webhooks too.
    `quiet`: members of the chat are not to see it among the messages. `turns`: who comes into a conversation
    or leaves it by it; the inside-sink that makes it so says it here. `aside`: what later-sinks get beside
    `data`, and nobody outside.
    """

    type: str
    app_id: int
    app_key: str
    data: dict[str, Any]
    audience: Audience = NOBODY
    skip_session: str = ""
    skip_users: tuple[str, ...] = ()
    order: Order | None = None
    turns: tuple[Turn, ...] = ()
    socket: bool = True
    durable: bool = True
    callbacks: bool = True
    aside: dict[str, Any] | None = None
    quiet: bool = False
    id: str = field(default_factory=new_id)
    at: int = field(default_factory=now_ms)
