"""What comes in and goes out where an app's server writes many messages at once: imports and batch-sends."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, Flag, HotSerializer, Identifier, JsonObject, Moment, Text, Words
from config.api.paging import BatchShown
from config.api.schema import one_of
from im.conversations.models import ChatType
from im.messages.content import KINDS
from push.serializers.hints import OfflinePush

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

    messages = Words(child=JsonObject(), required=False, min_length=1, max_length=MOST_IMPORTED)
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


class BatchSend(HotSerializer):
    fromId = Identifier(required=False, help_text="the caller's own account by default; S and T name one")
    toIds = Words(child=Identifier(), required=False, min_length=1, max_length=500)
    groupIds = Words(child=Identifier(max_length=48), required=False, min_length=1, max_length=20)
    msgType = Choice(list(KINDS))
    content = JsonObject()
    ext = Text(default="", max_bytes=2048, allow_blank=True)
    syncSender = Flag(default=False)
    noUnread = Flag(default=False)
    offlinePush = OfflinePush(required=False)

    def get_fields(self) -> dict[str, Any]:
        """`async` is a word of Python."""
        return {**super().get_fields(), "async": Flag(default=False)}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "toIds" not in attrs and "groupIds" not in attrs:
            raise serializers.ValidationError({"toIds": "give toIds or groupIds"})
        return attrs


class BatchErrorShown(serializers.Serializer[Any]):
    userId = serializers.CharField(required=False)
    groupId = serializers.CharField(required=False)
    status = serializers.CharField()


class BatchSentShown(serializers.Serializer[Any]):
    messageKey = serializers.CharField()
    total = serializers.IntegerField()
    success = serializers.IntegerField()
    failed = serializers.IntegerField()
    errors = BatchErrorShown(many=True)  # type: ignore[assignment]  # the wire's name
    messageIds = serializers.DictField(child=serializers.CharField(), help_text="by userId or groupId")


class AcceptedShown(serializers.Serializer[Any]):
    taskId = serializers.CharField()


class BatchTaskShown(BatchSentShown):
    taskId = serializers.CharField()
    state = serializers.ChoiceField(["PENDING", "RUNNING", "DONE"])
    createdAt = serializers.IntegerField()
    finishedAt = serializers.IntegerField(allow_null=True)


class OneTask(serializers.Serializer[Any]):
    taskId = Text(max_length=64)


BatchAnswer = one_of("BatchAnswer", BatchSentShown, AcceptedShown)
