"""What push asks of the chat above it, by the module that the settings name: who is there, who wants it, how
much is unread. Without one (push alone) nobody is online, everybody wants it, and nothing is unread.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Socket:
    """A connection of a user's, of the device with the same deviceId. In the background it counts as away."""

    platform: str
    device_id: str
    background: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What was said where, as far as it decides who is told. `conversation_id` 0: in none of the chat's; then
    only who is gone and who has blocked whom matters. `seq` 0: no message of it."""

    app_id: int
    conversation_id: int
    chat_type: str
    from_id: str
    seq: int = 0
    group_id: str = ""
    mentions: tuple[str, ...] = ()
    mention_all: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """Asked just before a push leaves: of a message in a chat, whether `user_id` still has not read it;
    without a conversation, or with `seq` 0, only what badge he has."""

    app_id: int
    user_id: str
    conversation_id: int | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """`badge`: unread over the user's unmuted, unhidden conversations. `unwanted`: why it is not to be
    told any more: READ (or cleared away), REVOKED, BLOCKED (who wrote it), UNKNOWN_USER (gone, from the group
    or at all); empty where it is wanted still."""

    badge: int
    unwanted: str = ""


class Chat(Protocol):
    """All of it in a constant number of statements."""

    def presence(self, app_id: int, user_ids: Sequence[str], /) -> Mapping[str, Sequence[Socket]]:
        """The live sockets of each who has one; empty while Redis is away: better one ring too many."""

    def unwanted(self, asked: Sequence[tuple[Said, Sequence[str]]], /) -> list[Mapping[str, str]]:
        """Of the users of each, in order, who is not told, and why: SELF, UNKNOWN_USER (not a member, or
        gone), BLOCKED, READ (already), MUTED (hidden too; not who is mentioned)."""

    def seq(self, app_id: int, conversation_id: int, message_id: int, /) -> int:
        """Of a message in a chat; 0 where it has none of that id."""

    def standings(self, asked: Sequence[Unread], /) -> list[Standing]:
        """One for each, in order."""


class _Nobody:
    def presence(self, app_id: int, user_ids: Sequence[str], /) -> Mapping[str, Sequence[Socket]]:
        return {}

    def unwanted(self, asked: Sequence[tuple[Said, Sequence[str]]], /) -> list[Mapping[str, str]]:
        return [{} for _ in asked]

    def seq(self, app_id: int, conversation_id: int, message_id: int, /) -> int:
        return 0

    def standings(self, asked: Sequence[Unread], /) -> list[Standing]:
        return [Standing(0) for _ in asked]


def chat() -> Chat:
    return _named(settings.PUSH_ASKS)


@cache
def _named(path: str) -> Chat:
    return cast("Chat", import_module(path)) if path else _Nobody()
