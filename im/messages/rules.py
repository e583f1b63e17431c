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
    GROUP_MUTED,
    PEER_BLOCKED,
    PEER_MISSING,
    ROLE_TOO_LOW,
    WINDOW_PASSED,
)
from config.clock import now_ms
from im.conversations.models import ChatType
from im.groups.models import GroupMember, GroupStatus, Visibility
from im.groups.rules import MANAGERS, ROLES, Deed, Standing, missing
from im.messages.models import Message
from im.messages.sends import TIP, Send
from im.moderation import rules as moderation
from im.moderation.rules import lasts

NO_SUCH_MESSAGE = "no such message"


@dataclass(slots=True)
class Target:
    """What the database knew of a send's target when it was looked up; keys are None where there is nothing.

    `sender_is_muted`: in the whole app. `sender_is_blocked`, `friendship_missing`: looked at only where the
    send and the app want it. `role`: the sender's in the group, None for who is not in it; `role_is_muted`:
    he is in there. `rules_version`: the conversation's; None where it does not matter. `named`: those of the
    send's `atUserIds` who are in the group.
    """

    receiver: int | None = None
    receiver_status: str = ""
    group: int | None = None
    group_status: str = ""
    group_visibility: str = ""
    group_is_silent: bool = False
    role: str | None = None
    role_is_muted: bool = False
    sender_is_muted: bool = False
    sender_is_blocked: bool = False
    friendship_missing: bool = False
    conversation: int | None = None
    rules_version: int | None = None
    earlier: int | None = None
    named: list[str] = field(default_factory=list)


def may_write(send: Send, target: Target) -> Refusal | None:
    """Why this send may not be, or None."""
    if target.sender_is_muted:
        return moderation.refusal()
    if send.chat_type == "GROUP":
        return _may_write_in_group(send, target)
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


def _may_write_in_group(send: Send, target: Target) -> Refusal | None:
    outside = target.role is None and not send.skip_checks
    secret = outside and send.rated and target.group_visibility != Visibility.PUBLIC
    if target.group_status != GroupStatus.ACTIVE or secret:
        return missing()
    if outside:
        return Forbidden(GROUP_FORBIDDEN, "the sender is not a member of this group")
    if send.skip_checks:
        return None
    if target.role_is_muted or (target.group_is_silent and target.role not in MANAGERS):
        return silent()
    if send.at_all and target.role not in ROLES[Deed.CALL_ALL]:
        return Forbidden(GROUP_FORBIDDEN, "your role in this group does not allow you to call all members")
    return None


def silent() -> Refusal:
    return Forbidden(GROUP_MUTED, "the sender is muted in this group, or everybody is")


def require_may_revoke(message: Message, by: Caller, standing: Standing | None, now: datetime) -> None:
    """The sender for a while; in a group its managers at any time, but only of those below them; whoever is
    trusted with the app always. `standing`: the caller's in the message's group."""
    if not _manages(standing, message):
        require_party(message, by)
        _require_in_time(message, by, now, "revokeWindow")


def require_may_revoke_again(message: Message, by: Caller, standing: Standing | None) -> None:
    if not _manages(standing, message):
        require_party(message, by)


def require_may_edit(message: Message, by: Caller, standing: Standing | None, now: datetime) -> None:
    """The sender for a while and as long as he may write, whoever is trusted with the app always."""
    if message.msg_type == TIP:
        raise BadParameter("id", "what the server itself wrote cannot be edited")
    require_party(message, by)
    _require_in_time(message, by, now, "editWindow")
    if by.trusted:
        return
    moderation.require_may_speak(message.sender, message.chat_type)
    if standing is not None and _is_silent(standing):
        raise silent()


def require_party(message: Message, by: Caller) -> None:
    """The sender, or whoever is trusted with the app. Nobody said what the server itself wrote."""
    own = by.account is not None and message.sender_id == by.account.pk and message.msg_type != TIP
    if not by.trusted and not own:
        status = GROUP_FORBIDDEN if message.chat_type == ChatType.GROUP else ROLE_TOO_LOW
        raise Forbidden(status, "only the sender may do this")


def _require_in_time(message: Message, by: Caller, now: datetime, window: str) -> None:
    if not by.trusted and now - message.created_at > timedelta(seconds=by.tenant.setting(window)):
        raise Refusal(WINDOW_PASSED, "the time for this has passed")


def _manages(standing: Standing | None, message: Message) -> bool:
    """A manager of the group, and the message is his own or of somebody below him; who left is below all."""
    if standing is None or standing.place is None or standing.role not in MANAGERS or message.msg_type == TIP:
        return False
    if message.sender_id == standing.place.account_id:
        return True
    places = GroupMember.objects.filter(group=standing.group, account=message.sender_id, active=True)
    sender = places.first()
    return sender is None or standing.outranks(sender)


def _is_silent(standing: Standing) -> bool:
    muted = standing.place is not None and lasts(standing.place.muted_until, now_ms())
    return muted or (standing.group.mute_all and standing.role not in MANAGERS)
