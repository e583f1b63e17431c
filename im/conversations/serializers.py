"""What comes in and goes out at the conversations' doors."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, Flag, Identifier, Integer, Moment, Text, Words
from config.api.paging import FeedQuery
from im.conversations.models import ChatType
from im.names import GroupName
from im.shapes import MessageShown


class Target(serializers.Serializer[Any]):
    """The path's `{targetId}` with the optional `chatType` of the query."""

    targetId = Identifier()
    chatType = Choice(ChatType.choices, required=False)


class TargetTyped(serializers.Serializer[Any]):
    chatType = Choice(ChatType.choices, required=False)


class ListConversations(FeedQuery):
    limit = Integer(min_value=1, max_value=100, default=50)
    includeHidden = Flag(default=False)
    unreadOnly = Flag(default=False)
    updatedAfter = Moment(required=False)
    groupName = Text(required=False)


class ListGroup(FeedQuery):
    limit = Integer(min_value=1, max_value=100, default=50)
    groupName = Text()


class PinConversation(TargetTyped):
    pinned = Flag()


class MuteConversation(TargetTyped):
    muted = Flag()
    muteUntil = Moment(required=False, allow_null=True)
    ignoreAt = Flag(default=False, help_text="mentions do not ring either")


class ReadConversation(TargetTyped):
    seq = Integer(required=False, min_value=0, allow_null=True)


class ReadForUser(ReadConversation):
    userId = Identifier()
    targetId = Identifier()


class DraftConversation(TargetTyped):
    draft = Text(max_length=4096, allow_blank=True)


class HideConversation(TargetTyped):
    hidden = Flag()
    unhideOnMessage = Flag(default=True)


class FileConversation(TargetTyped):
    groupName = GroupName(required=False, allow_null=True, allow_blank=True)
    groupNames = Words(child=GroupName(allow_blank=True), required=False, max_length=100)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("groupName" in attrs) == ("groupNames" in attrs):
            raise serializers.ValidationError({"groupName": "give either groupName or groupNames"})
        return attrs


class RemoveConversation(Target):
    clearHistory = Flag(default=True)


class ConversationShown(serializers.Serializer[Any]):
    conversationId = serializers.CharField()
    targetId = serializers.CharField()
    chatType = serializers.ChoiceField(ChatType.choices)
    title = serializers.CharField(allow_blank=True)
    avatar = serializers.CharField(allow_blank=True)
    lastMessage = MessageShown(allow_null=True)
    lastSeq = serializers.IntegerField()
    readSeq = serializers.IntegerField()
    unread = serializers.IntegerField()
    mentioned = serializers.BooleanField()
    pinned = serializers.BooleanField()
    pinnedAt = serializers.IntegerField(allow_null=True)
    muted = serializers.BooleanField()
    hidden = serializers.BooleanField()
    draft = serializers.CharField(allow_blank=True)
    groups = serializers.ListField(child=serializers.CharField())
    updatedAt = serializers.IntegerField()


class ConversationsShown(serializers.Serializer[Any]):
    items = ConversationShown(many=True)
    totalUnread = serializers.IntegerField()
    nextCursor = serializers.CharField(allow_null=True)
    hasMore = serializers.BooleanField()


class ReadShown(serializers.Serializer[Any]):
    targetId = serializers.CharField()
    chatType = serializers.ChoiceField(ChatType.choices)
    readSeq = serializers.IntegerField()
    unread = serializers.IntegerField()
    totalUnread = serializers.IntegerField()
    readAt = serializers.IntegerField(allow_null=True)


class ConversationGroupShown(serializers.Serializer[Any]):
    groupName = serializers.CharField()
    count = serializers.IntegerField()
    unread = serializers.IntegerField()
    createdAt = serializers.IntegerField()


class ConversationGroupsShown(serializers.Serializer[Any]):
    items = ConversationGroupShown(many=True)


class RemovedShown(serializers.Serializer[Any]):
    targetId = serializers.CharField()
    deleted = serializers.BooleanField()
    clearedSeq = serializers.IntegerField()
