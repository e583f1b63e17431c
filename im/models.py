"""Where Django looks for models; each slice keeps its own."""

from im.conversations.models import Conversation, ConversationGroup, DeviceCursor, Member
from im.groups.models import Group
from im.messages.models import Message, MessageRevision
from im.relations.models import Block, Friend, FriendRequest, RelationState

__all__ = [
    "Block",
    "Conversation",
    "ConversationGroup",
    "DeviceCursor",
    "Friend",
    "FriendRequest",
    "Group",
    "Member",
    "Message",
    "MessageRevision",
    "RelationState",
]
