"""Where Django looks for the console's lists; each slice keeps its own."""

from im.conversations.admin import ConversationAdmin
from im.messages.admin import MessageAdmin

__all__ = ["ConversationAdmin", "MessageAdmin"]
