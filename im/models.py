"""Where Django looks for models; each slice keeps its own."""

from im.conversations.models import Conversation, ConversationGroup, DeviceCursor, Member
from im.groups.models import Group
from im.messages.models import Message, MessageRevision

__all__ = [
    "Conversation",
    "ConversationGroup",
    "DeviceCursor",
    "Group",
    "Member",
    "Message",
    "MessageRevision",
]
