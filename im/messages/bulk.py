"""What comes in and goes out where an app's server writes many messages at once: imports and batch-sends."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, Flag, HotSerializer, Identifier, JsonObject, Moment, Text, Words
from config.api.paging import BatchShown
from im.conversations.models import ChatType
from im.messages.content import KINDS

MOST_IMPORTED = 500


class PastMessage(HotSerializer):
    chatType = Choice(ChatType.choices)
    fromId = Identifier()
    toId = Identifier()
    msgType = Choice(list(KINDS))
    content = JsonObject()
    createdAt = Moment()
    clientMsgId = Text(required=False, max_length=64, one_line=True)
    ext = Text(required=False, max_bytes=2048, allow_blank=True)


class HowToImport(serializers.Serializer[Any]):
    """Read by itself: a message that is not as it should be is a failed item and spoils no other."""

    messages = Words(child=serializers.DictField(), required=False, min_length=1, max_length=MOST_IMPORTED)
    countUnread = Flag(default=False)
    updateConversation = Flag(default=True)
    push = Flag(default=False)


class ImportMessages(HowToImport):
    """Instead of `messages`, the fields of one message may stand beside the flags."""

    messages = PastMessage(many=True, required=False)  # type: ignore[assignment]  # for the OpenAPI document


class ImportedMessageShown(serializers.Serializer[Any]):
    index = serializers.IntegerField()
    id = serializers.CharField(allow_null=True)
    seq = serializers.IntegerField(allow_null=True)
    status = serializers.CharField()
    message = serializers.CharField()
    duplicated = serializers.BooleanField()


class ImportedMessagesShown(BatchShown):
    results = ImportedMessageShown(many=True)
