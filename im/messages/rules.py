"""Who may send where, and who may change what was sent."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.callers import Caller
from accounts.models import AccountStatus
from accounts.models.account import PLATFORM_ACCOUNT
from config.api.errors import BadParameter, Forbidden, Missing, Refusal
from config.api.status import (
    FRIENDS_ONLY,
    GROUP_FORBIDDEN,
    GROUP_MISSING,
    PEER_BLOCKED,
    PEER_MISSING,
    ROLE_TOO_LOW,
    WINDOW_PASSED,
)
from im.conversations.models import ChatType
from im.groups.models import GroupStatus
from im.messages.models import Message
from im.messages.sends import TIP, Send
from im.moderation import rules as moderation

NO_SUCH_MESSAGE = "no such message"


@dataclass(slots=True)
class Target:
    """What the database knew of a send's target when it was looked up; keys are None where there is nothing.

    `sender_is_blocked`, `friendship_missing`: looked at only where the send and the app want it.
    `named`: those of the send's `atUserIds` who are in the group.
    """

    receiver: int | None = None
    receiver_status: str = ""
    group: int | None = None
    group_status: str = ""
    sender_is_member: bool = False
    sender_is_muted: bool = False
    sender_is_blocked: bool = False
    friendship_missing: bool = False
    conversation: int | None = None
    earlier: int | None = None
    named: list[str] = field(default_factory=list)


def may_write(send: Send, target: Target) -> Refusal | None:
    """Why this send may not be, or None."""
    if target.sender_is_muted:
        return moderation.refusal()
    if send.chat_type == "GROUP":
        if target.group is None or target.group_status != GroupStatus.ACTIVE:
            return Missing(GROUP_MISSING, "no such group")
        if not target.sender_is_member and not send.skip_checks:
            return Forbidden(GROUP_FORBIDDEN, "the sender is not a member of this group")
        return None
    if (
        target.receiver is None
        or target.receiver_status == AccountStatus.DELETED
        or send.to_id == PLATFORM_ACCOUNT
    ):
        return Missing(PEER_MISSING, "no such receiver")
    if target.sender_is_blocked:
        return Forbidden(PEER_BLOCKED, "the receiver does not want to hear of the sender")
    if target.friendship_missing:
        return Forbidden(FRIENDS_ONLY, "only friends can write to one another in this app")
    return None


def require_may_revoke(message: Message, by: Caller, now: datetime) -> None:
    """The sender for a while, whoever is trusted with the app for ever."""
    _require_own_within(message, by, now, "revokeWindow")


def require_may_edit(message: Message, by: Caller, now: datetime) -> None:
    _require_own_within(message, by, now, "editWindow")
    if message.msg_type == TIP:
        raise BadParameter("id", "what the server itself wrote cannot be edited")


def require_party(message: Message, by: Caller) -> None:
    """The sender, or whoever is trusted with the app."""
    if not by.trusted and (by.account is None or message.sender_id != by.account.pk):
        status = GROUP_FORBIDDEN if message.chat_type == ChatType.GROUP else ROLE_TOO_LOW
        raise Forbidden(status, "only the sender may do this")


def _require_own_within(message: Message, by: Caller, now: datetime, window: str) -> None:
    require_party(message, by)
    if not by.trusted and now - message.created_at > timedelta(seconds=by.tenant.setting(window)):
        raise Refusal(WINDOW_PASSED, "the time for this has passed")
