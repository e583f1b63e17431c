"""Who a conversation is with: a group where one has that id, else a person."""

from dataclasses import dataclass

from accounts.models import Account, App
from accounts.models.account import PLATFORM_ACCOUNT
from config.api.errors import Forbidden, Missing, Refusal
from config.api.status import GROUP_FORBIDDEN, PEER_MISSING
from im.conversations.models import ChatType, Conversation, Member
from im.groups.models import Group, GroupStatus, Visibility
from im.groups.rules import missing


@dataclass(frozen=True, slots=True)
class Peer:
    """What `{targetId}` names: an account or a group."""

    account: Account | None = None
    group: Group | None = None

    @property
    def chat_type(self) -> str:
        return ChatType.GROUP if self.group is not None else ChatType.SINGLE


def peer_of(app: App, target_id: str, chat_type: str | None) -> Peer:
    """Raises 404 `20003` or `10010` where there is no such account or group."""
    if chat_type != ChatType.SINGLE:
        group = Group.objects.filter(app=app, group_id=target_id).first()
        if group is not None:
            return Peer(group=group)
        if chat_type == ChatType.GROUP:
            raise missing()
    # Deleted ones too: their peers keep what was said.
    account = Account.objects.of_app(app).filter(user_id=target_id).exclude(user_id=PLATFORM_ACCOUNT).first()
    if account is None:
        raise Missing(PEER_MISSING, "no such account")
    return Peer(account=account)


def group_conversation(app: App, group_id: str) -> Conversation:
    """Of any group there ever was in the app, or 404 `10010`."""
    conversation = Conversation.objects.filter(app=app, group__group_id=group_id).first()
    if conversation is None:
        raise missing()
    return conversation


def require_there(group: Group) -> None:
    """What is left of a dismissed group is its past."""
    if group.status == GroupStatus.DISMISSED:
        raise missing()


def require_member(group: Group, account: Account, *, trusted: bool = False) -> Member:
    """The account's place in a group; of a dismissed one, if it was a member at the end.

    Others get 403 `10007` where the group shows itself to all (or to a trusted caller, who asks for the
    account), else 404 `10010`.
    """
    member = Member.objects.of(account).filter(conversation__group=group).first()
    if member is None:
        raise stranger(group, trusted=trusted)
    return member


def stranger(group: Group, *, trusted: bool = False) -> Refusal:
    if group.status == GroupStatus.ACTIVE and (trusted or group.visibility == Visibility.PUBLIC):
        return Forbidden(GROUP_FORBIDDEN, "you are not a member of this group")
    return missing()
