"""Where Django looks for the console's lists; each slice keeps its own."""

from im.conversations.admin import ConversationAdmin, MemberAdmin
from im.groups.admin import GroupAdmin, GroupMemberAdmin, JoinRequestAdmin
from im.messages.admin import MessageAdmin
from im.messages.broadcast.admin import BatchSendAdmin
from im.messages.review_queue import FlaggedAdmin
from im.moderation.admin import KeywordFilterAdmin
from im.moderation.console.mutes import AccountMuteAdmin, AppMuteAdmin
from im.relations.admin import BlockAdmin, FriendAdmin, FriendRequestAdmin

__all__ = [
    "AccountMuteAdmin",
    "AppMuteAdmin",
    "BatchSendAdmin",
    "BlockAdmin",
    "ConversationAdmin",
    "FlaggedAdmin",
    "FriendAdmin",
    "FriendRequestAdmin",
    "GroupAdmin",
    "GroupMemberAdmin",
    "JoinRequestAdmin",
    "KeywordFilterAdmin",
    "MemberAdmin",
    "MessageAdmin",
]
