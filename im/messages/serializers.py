"""What comes in and goes out at the messages' doors."""

from typing import Any

from rest_framework import serializers

from config.api.fields import (
    Choice,
    Flag,
    HotSerializer,
    Identifier,
    Integer,
    JsonObject,
    MessageId,
    Moment,
    Text,
    Words,
)
from config.api.paging import PageQuery, PageShown
from im.conversations.models import ChatType
from im.messages.content import KINDS
from im.messages.sends import TIP
from im.shapes import MessageShown
from push.serializers.hints import OfflinePush

MSG_TYPES = [*KINDS, TIP]


class SendMessage(HotSerializer):
    chatType = Choice(ChatType.choices)
    toId = Identifier()
    msgType = Choice(list(KINDS))
    content = JsonObject()
    clientMsgId = Text(required=False, max_length=64, one_line=True)
    ext = Text(required=False, max_bytes=2048, allow_blank=True)
    atUserIds = Words(child=Identifier(), required=False, max_length=50)
    atAll = Flag(required=False)
    quoteId = MessageId(required=False, allow_null=True)
    needReceipt = Flag(required=False)
    onlineOnly = Flag(required=False)
    noUnread = Flag(required=False)
    noLastMsg = Flag(required=False)
    syncSender = Flag(required=False)
    offlinePush = OfflinePush(required=False)
    fromId = Identifier(required=False)
    skipChecks = Flag(required=False)
    forbidCallback = Words(child=Choice(["BEFORE", "AFTER"]), required=False, max_length=2)


class SentShown(MessageShown):
    deduplicated = serializers.BooleanField(required=False)


class OneMessage(serializers.Serializer[Any]):
    id = MessageId()


class RevokeMessage(serializers.Serializer[Any]):
    reason = Text(required=False, max_length=200, allow_blank=True)


class RevokedShown(serializers.Serializer[Any]):
    id = serializers.CharField()
    status = serializers.ChoiceField(["REVOKED"])
    revokedBy = serializers.CharField()
    revokedAt = serializers.IntegerField()


class EditMessage(serializers.Serializer[Any]):
    content = JsonObject(required=False)
    ext = Text(required=False, max_bytes=2048, allow_blank=True)
    expectedRevision = Integer(required=False, min_value=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "content" not in attrs and "ext" not in attrs:
            raise serializers.ValidationError({"content": "give content or ext"})
        return attrs


class History(HotSerializer):
    limit = Integer(min_value=1, max_value=100, default=20)
    beforeSeq = Integer(required=False, min_value=0)
    afterSeq = Integer(required=False, min_value=0)
    startTime = Moment(required=False)
    endTime = Moment(required=False)
    order = Choice(["asc", "desc"], required=False)
    msgTypes = Words(child=Choice(MSG_TYPES), required=False)
    includeRevoked = Flag(default=True)
    userId = Identifier(required=False, help_text="whose history, for trusted callers")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "beforeSeq" in attrs and "afterSeq" in attrs:
            raise serializers.ValidationError({"beforeSeq": "give either beforeSeq or afterSeq"})
        return attrs


class SingleHistory(History):
    toId = Identifier()


class GroupHistory(History):
    groupId = Identifier(max_length=48)
    fromId = Identifier(required=False)


class HistoryItem(MessageShown):
    readCount = serializers.IntegerField(required=False)
    unreadCount = serializers.IntegerField(required=False)


class HistoryShown(serializers.Serializer[Any]):
    items = HistoryItem(many=True)
    conversationId = serializers.CharField(allow_null=True)
    minSeq = serializers.IntegerField()
    maxSeq = serializers.IntegerField()
    hasMore = serializers.BooleanField()
    peerReadSeq = serializers.IntegerField()


class GroupReceipts(serializers.Serializer[Any]):
    """`fromSeq` and `toSeq` are inclusive."""

    groupId = Identifier(max_length=48)
    messageIds = Words(child=MessageId(), required=False, min_length=1, max_length=50)
    seqs = Words(child=Integer(min_value=1), required=False, min_length=1, max_length=50)
    fromSeq = Integer(required=False, min_value=1)
    toSeq = Integer(required=False, min_value=1)
    detail = Choice(["READ", "UNREAD"], required=False)
    cursor = Text(required=False, max_length=500)
    limit = Integer(min_value=1, max_value=200, default=100)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        ways = [name for name in ("messageIds", "seqs", "fromSeq", "toSeq") if name in attrs]
        if ways == ["fromSeq", "toSeq"]:
            if not 0 <= attrs["toSeq"] - attrs["fromSeq"] < 50:
                raise serializers.ValidationError({"toSeq": "at most 50 messages, from fromSeq on"})
        elif len(ways) != 1 or ways[0] not in ("messageIds", "seqs"):
            raise serializers.ValidationError({"messageIds": "give messageIds, seqs, or fromSeq and toSeq"})
        return attrs


class Reader(serializers.Serializer[Any]):
    userId = serializers.CharField()
    readAt = serializers.IntegerField(allow_null=True)


class Unreader(serializers.Serializer[Any]):
    userId = serializers.CharField()


class GroupReceipt(serializers.Serializer[Any]):
    messageId = serializers.CharField()
    seq = serializers.IntegerField()
    readCount = serializers.IntegerField()
    unreadCount = serializers.IntegerField()
    memberCount = serializers.IntegerField()
    readers = Reader(many=True, required=False)
    unreaders = Unreader(many=True, required=False)


class GroupReceiptsShown(serializers.Serializer[Any]):
    items = GroupReceipt(many=True)
    nextCursor = serializers.CharField(allow_null=True)
    hasMore = serializers.BooleanField()


class SearchMessages(PageQuery):
    size = Integer(min_value=1, max_value=50, default=20)
    keyword = Text(max_length=200)
    chatType = Choice(ChatType.choices, required=False)
    targetId = Identifier(required=False)
    fromId = Identifier(required=False)
    msgTypes = Words(child=Choice(MSG_TYPES), required=False)
    startTime = Moment(required=False)
    endTime = Moment(required=False)
    userId = Identifier(required=False, help_text="whose conversations, for trusted callers; else all")


class Found(serializers.Serializer[Any]):
    message = MessageShown()
    highlight = serializers.CharField()


class SearchShown(PageShown):
    items = Found(many=True)


class CountOffline(serializers.Serializer[Any]):
    chatType = Choice(ChatType.choices, required=False)
    targetId = Identifier(required=False)
    deviceId = Text(required=False, max_length=128)


class OfflineCountItem(serializers.Serializer[Any]):
    targetId = serializers.CharField()
    chatType = serializers.ChoiceField(ChatType.choices)
    unread = serializers.IntegerField()
    maxSeq = serializers.IntegerField()
    syncedSeq = serializers.IntegerField()


class OfflineCountShown(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    single = serializers.IntegerField()
    group = serializers.IntegerField()
    conversations = OfflineCountItem(many=True)


class SyncCursor(serializers.Serializer[Any]):
    targetId = Identifier()
    chatType = Choice(ChatType.choices, required=False)
    seq = Integer(min_value=0, default=0)
    version = Integer(min_value=0, default=0)


class SyncOffline(serializers.Serializer[Any]):
    deviceId = Text(required=False, max_length=128)
    cursors = Words(child=SyncCursor(), required=False, max_length=200)
    ack = Words(child=SyncCursor(), required=False, max_length=1000)
    limitPerConversation = Integer(min_value=1, max_value=100, default=20)
    totalLimit = Integer(min_value=1, max_value=1000, default=500)
    latest = Flag(default=False)


class SyncedConversation(serializers.Serializer[Any]):
    targetId = serializers.CharField()
    chatType = serializers.ChoiceField(ChatType.choices)
    maxSeq = serializers.IntegerField()
    minSeq = serializers.IntegerField()
    version = serializers.IntegerField()
    unread = serializers.IntegerField()
    hasMore = serializers.BooleanField()
    messages = MessageShown(many=True)
    changes = MessageShown(many=True)


class SyncShown(serializers.Serializer[Any]):
    conversations = SyncedConversation(many=True)
    serverTime = serializers.IntegerField()
    more = serializers.BooleanField()
