"""The names of all events, as one list: what an endpoint can subscribe to, and what only sockets hear.

And the types of messages, by which it can narrow that.
"""

from typing import Final

AFTER: Final = frozenset(
    {
        *("user.login", "user.logout", "user.online", "user.offline", "user.kicked"),
        *("account.imported", "account.updated", "account.deleted"),
        *("message.sent", "message.edited", "message.revoked", "message.read", "message.batch_sent"),
        *("message.blocked", "message.flagged"),
        *("friend.added", "friend.removed", "friend.updated"),
        *("friend.requested", "friend.accepted", "friend.rejected"),
        *("blacklist.added", "blacklist.removed"),
        *("group.created", "group.updated", "group.dismissed", "group.attributes_changed", "group.full"),
        *("group.member_joined", "group.member_left", "group.member_muted"),
        *("group.role_changed", "group.owner_changed"),
        *("group.join_requested", "group.join_accepted", "group.join_rejected"),
        "mute.changed",
        *("push.delivered", "push.clicked", "push.failed", "push.token_invalid"),
        *("webhook.alert", "webhook.test"),
    }
)
BEFORE: Final = frozenset(
    {
        *("message.before_send", "message.before_edit", "friend.before_add"),
        *("group.before_create", "group.before_join", "group.before_invite"),
    }
)
SOCKET_ONLY: Final = frozenset(
    {
        *("session.kicked", "conversation.updated", "conversation.deleted"),
        *("typing.started", "typing.stopped", "presence.changed"),
    }
)
PREFIXES: Final = frozenset(name.split(".")[0] + ".*" for name in AFTER)
MSG_TYPES: Final = frozenset(
    {
        *("TEXT", "IMAGE", "AUDIO", "VIDEO", "FILE", "LOCATION", "FACE", "CARD", "MERGED", "CUSTOM"),
        "TIP",  # what only the server itself writes
    }
)
