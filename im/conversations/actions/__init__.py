"""What changes in conversations: opening, reading, and how their owners keep them."""

from im.conversations.actions.filing import file_under
from im.conversations.actions.keeping import draft, hide, mute, pin, remove
from im.conversations.actions.opening import floors_of, locked_member, open_singles, who_cannot_see
from im.conversations.actions.reading import correct_for_revoke, read, read_for

__all__ = [
    "correct_for_revoke",
    "draft",
    "file_under",
    "floors_of",
    "hide",
    "locked_member",
    "mute",
    "open_singles",
    "pin",
    "read",
    "read_for",
    "remove",
    "who_cannot_see",
]
