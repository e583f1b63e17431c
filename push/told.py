"""Told: something that happened in a chat, and who is to hear of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from push.asking import Said

MESSAGE, REVOKE, CALL = "IM_MESSAGE", "IM_REVOKE", "CALL"
TYPES: Final = (MESSAGE, REVOKE, "FRIEND_REQUEST", "GROUP_NOTICE", CALL, "CUSTOM")


@dataclass(frozen=True, slots=True)
class Told:
    """`sent_at`: ms. `event_id`: of a message its id, also where it
    is taken back. `unread`: badges that the caller knows better. `offline_push`: how the sender wants it to
    ring. `data`: what the app gets beside the usual. `force`: neither presence nor mute nor do-not-disturb.
    """

    app_id: int
    type: str
    event_id: str
    user_ids: tuple[str, ...]
    sent_at: int
    from_id: str = ""
    from_name: str = ""
    conversation_id: str = ""
    chat_type: str = ""
    group_id: str = ""
    group_name: str = ""
    msg_type: str = ""
    preview: str = ""
    seq: int = 0
    mentions: tuple[str, ...] = ()
    mention_all: bool = False
    unread: Mapping[str, int] = field(default_factory=dict)
    offline_push: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    force: bool = False

    @property
    def conversation(self) -> int:
        """As the chat knows it; another's is none of its own."""
        return _key(self.conversation_id)

    @property
    def message(self) -> int:
        """The same of what the event is named after."""
        return _key(self.event_id)

    @property
    def said(self) -> Said:
        return Said(
            self.app_id,
            self.conversation,
            self.chat_type,
            self.from_id,
            self.seq,
            self.group_id,
            self.mentions,
            self.mention_all,
        )

    def calls(self, user_id: str) -> bool:
        return self.type == MESSAGE and (self.mention_all or user_id in self.mentions)

    def key(self, *, called: bool, type_: str = "") -> str:
        return f"event:{type_ or self.type}:{self.event_id}" + (":@" if called else "")


def _key(name: str) -> int:
    return int(name) if name.isascii() and name.isdigit() and len(name) < 19 else 0
