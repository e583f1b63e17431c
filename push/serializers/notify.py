"""What comes in and goes out where another service tells what happened in a chat."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, Flag, Identifier, Integer, Moment, Text, Words
from push.notifying import ALL_COUNTS
from push.serializers.hints import OfflinePush
from push.told import MESSAGE, TYPES

MOST = 1_000


class Unread(serializers.DictField):
    child = Integer(min_value=0, max_value=2**31 - 1)


class NotifyPush(serializers.Serializer[Any]):
    appKey = Text(required=False, max_length=64, help_text="here, in the query or as X-App-Key")
    eventId = Text(max_length=64, one_line=True, help_text="a message's id; each user is rung once for it")
    type = Choice(list(TYPES), default=MESSAGE)
    fromUserId = Identifier(required=False)
    fromName = Text(required=False, max_length=100, allow_blank=True)
    toUserIds = Words(child=Identifier(), min_length=1, max_length=MOST)
    conversationId = Text(required=False, max_length=64, allow_blank=True, one_line=True)
    convType = Choice(["SINGLE", "GROUP"], required=False)
    groupId = Identifier(required=False, max_length=48)
    groupName = Text(required=False, max_length=100, allow_blank=True)
    msgType = Text(required=False, max_length=32, allow_blank=True)
    preview = Text(required=False, max_length=200, allow_blank=True)
    mentions = Words(child=Identifier(), required=False, max_length=MOST)
    mentionAll = Flag(default=False)
    unread = Unread(required=False, help_text="a badge for each userId")
    offlinePush = OfflinePush(required=False)
    sentAt = Moment(required=False, help_text="now, where it is left out")
    force = Flag(default=False, help_text="whoever is online, has muted or sleeps")


class SkippedShown(serializers.Serializer[Any]):
    """How many users, by reason."""

    def get_fields(self) -> dict[str, Any]:
        return {name: serializers.IntegerField() for name in ALL_COUNTS}


class NotifiedShown(serializers.Serializer[Any]):
    accepted = serializers.IntegerField(help_text="how many users are rung")
    taskId = serializers.CharField(allow_null=True, help_text="null where nobody has a device")
    skipped = SkippedShown()
