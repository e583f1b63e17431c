"""Who a conversation is with: a group where one has that id, else a person."""

from dataclasses import dataclass

from accounts.models import Account, App
from accounts.models.account import PLATFORM_ACCOUNT
from config.api.errors import Forbidden, Missing
from config.api.status import GROUP_FORBIDDEN, GROUP_MISSING, PEER_MISSING
from im.conversations.models import ChatType, Conversation, Member
from im.groups.models import Group, GroupStatus


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
            raise Missing(GROUP_MISSING, "no such group")
    # Deleted ones too: their peers keep what was said.
    account = Account.objects.of_app(app).filter(user_id=target_id).exclude(user_id=PLATFORM_ACCOUNT).first()
    if account is None:
        raise Missing(PEER_MISSING, "no such account")
    return Peer(account=account)


def require_there(group: Group) -> None:
    """What is left of a dismissed group is its past."""
    if group.status == GroupStatus.DISMISSED:
        raise Missing(GROUP_MISSING, "no such group")


def require_member(group: Group, account: Account) -> Member:
    """The account's place in a group, or 403 `10007`."""
    conversation = Conversation.objects.filter(group=group).first()
    member = Member.objects.of(account).filter(conversation=conversation).first() if conversation else None
    if member is None:
        raise Forbidden(GROUP_FORBIDDEN, "you are not a member of this group")
    return member
