"""Where Django looks for models; each slice keeps its own."""

from im.conversations.models import Conversation, ConversationGroup, DeviceCursor, Member
from im.groups.models import Departure, Group, GroupAttributes, GroupMember, JoinRequest
from im.messages.models import BatchSend, Message, MessageRevision
from im.moderation.models import AccountMute, AppMute, FilterVersion, Flagged, KeywordFilter
from im.offline.models import OfflineJob
from im.relations.models import Block, Friend, FriendRequest, RelationState
from im.statistics.models import Activity, Position, Statistic

__all__ = [
    "AccountMute",
    "Activity",
    "AppMute",
    "BatchSend",
    "Block",
    "Conversation",
    "ConversationGroup",
    "Departure",
    "DeviceCursor",
    "FilterVersion",
    "Flagged",
    "Friend",
    "FriendRequest",
    "Group",
    "GroupAttributes",
    "GroupMember",
    "JoinRequest",
    "KeywordFilter",
    "Member",
    "Message",
    "MessageRevision",
    "OfflineJob",
    "Position",
    "RelationState",
    "Statistic",
]
