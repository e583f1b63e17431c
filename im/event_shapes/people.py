"""Friends, blacklists, mutes and who is online."""

from rest_framework import serializers

from accounts.event_shapes import LEFT_OUT, Act
from config.api.schema import one_of
from im.moderation.serializers.mutes import AccountMuteShown, AppMuteShown
from im.relations.serializers import FriendRequestShown, FriendShown


class FriendTold(FriendShown):
    online = LEFT_OUT


class FriendsAddedEvent(Act):
    ownerId = serializers.CharField(help_text="whose list it is")
    friends = FriendTold(many=True)


class FriendsRemovedEvent(Act):
    ownerId = serializers.CharField(help_text="whose list it is")
    friendIds = serializers.ListField(child=serializers.CharField())


class FriendUpdatedEvent(FriendTold, Act):
    ownerId = serializers.CharField(help_text="whose list it is")


class FriendRequestEvent(FriendRequestShown, Act):
    """The request."""


class BlacklistEvent(Act):
    ownerId = serializers.CharField(help_text="whose list it is")
    userIds = serializers.ListField(child=serializers.CharField())


class AppMuteEvent(AppMuteShown, Act):
    """The whole app's mute."""


class AccountMuteEvent(AccountMuteShown, Act):
    """One account's own."""


class UserOnlineEvent(Act):
    userId = serializers.CharField()


class PresenceEvent(serializers.Serializer[object]):
    userId = serializers.CharField()
    state = serializers.ChoiceField(["ONLINE", "PUSH_ONLINE", "OFFLINE"])
    lastSeenAt = serializers.IntegerField(allow_null=True)


EVENTS = {
    "friend.added": FriendsAddedEvent,
    "friend.before_add": FriendsAddedEvent,
    "friend.removed": FriendsRemovedEvent,
    "friend.updated": FriendUpdatedEvent,
    "friend.requested": FriendRequestEvent,
    "friend.accepted": FriendRequestEvent,
    "friend.rejected": FriendRequestEvent,
    "blacklist.added": BlacklistEvent,
    "blacklist.removed": BlacklistEvent,
    "mute.changed": one_of("MuteEvent", AppMuteEvent, AccountMuteEvent),
    "user.online": UserOnlineEvent,
    "user.offline": UserOnlineEvent,
}
ON_SOCKETS = {"presence.changed": PresenceEvent}
