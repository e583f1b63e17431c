"""The catalogue: everything IM tells the world, one function each. `docs/events.md` shows the shapes."""

from im.events.conversations import conversation_deleted, conversation_updated, typing
from im.events.groups import group_created, group_event, join_events
from im.events.messages import (
    message_batch_sent,
    message_edited,
    message_read,
    message_revoked,
    message_sent,
    messages_purged,
)
from im.events.moderation import Reason, message_blocked, message_flagged
from im.events.people import mute_changed, mutes_changed, presence_changed, profile_changed
from im.events.relations import (
    ListChange,
    blacklist_added,
    blacklist_removed,
    friend_request,
    friend_updated,
    friends_added,
    friends_removed,
)

__all__ = [
    "ListChange",
    "Reason",
    "blacklist_added",
    "blacklist_removed",
    "conversation_deleted",
    "conversation_updated",
    "friend_request",
    "friend_updated",
    "friends_added",
    "friends_removed",
    "group_created",
    "group_event",
    "join_events",
    "message_batch_sent",
    "message_blocked",
    "message_edited",
    "message_flagged",
    "message_read",
    "message_revoked",
    "message_sent",
    "messages_purged",
    "mute_changed",
    "mutes_changed",
    "presence_changed",
    "profile_changed",
    "typing",
]
