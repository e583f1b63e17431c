"""Messages, what moderation did to them, and conversations."""

from rest_framework import serializers

from accounts.event_shapes import LEFT_OUT, Act
from im.conversations.models import ChatType
from im.conversations.serializers import ConversationShown, RemovedShown
from im.messages.bulk import BatchSentShown
from im.moderation.serializers.words import KeywordHitShown
from im.shapes import MessageShown


class MessageEvent(MessageShown, Act):
    """The message."""


class MessageRevokedEvent(Act):
    messageId = serializers.CharField()
    conversationId = serializers.CharField()
    chatType = serializers.ChoiceField(ChatType.choices)
    fromId = serializers.CharField()
    targetId = serializers.CharField(help_text="the message's toId")
    seq = serializers.IntegerField()
    version = serializers.IntegerField()
    revokedBy = serializers.CharField()
    revokedAt = serializers.IntegerField()


class MessageReadEvent(Act):
    chatType = serializers.ChoiceField(ChatType.choices)
    targetId = serializers.CharField(help_text="the conversation as its receiver names it")
    readerId = serializers.CharField()
    readSeq = serializers.IntegerField()
    readAt = serializers.IntegerField()


class MessageBatchSentEvent(BatchSentShown, Act):
    fromId = serializers.CharField()
    msgType = serializers.CharField()
    content = serializers.DictField()
    ext = serializers.CharField(allow_blank=True)


class HitTold(KeywordHitShown):
    field = serializers.CharField(help_text="the text in content")


class ReasonTold(serializers.Serializer[object]):
    by = serializers.ChoiceField(["FILTER", "MODERATOR"])
    message = serializers.CharField()
    hits = HitTold(many=True)


class BeforeSendEvent(MessageShown, Act):
    id = LEFT_OUT
    seq = LEFT_OUT


class BeforeEditEvent(BeforeSendEvent):
    messageId = serializers.CharField()


class MessageBlockedEvent(BeforeSendEvent):
    messageId = serializers.CharField(allow_null=True, help_text="the message whose edit was blocked")
    reason = ReasonTold()


class MessageFlaggedEvent(MessageShown, Act):
    flaggedId = serializers.CharField()
    hits = HitTold(many=True)


class ConversationUpdatedEvent(ConversationShown, Act):
    """The row of the owner's list."""


class ConversationDeletedEvent(RemovedShown, Act):
    chatType = serializers.ChoiceField(ChatType.choices)
    conversationId = serializers.CharField()


class TypingEvent(serializers.Serializer[object]):
    chatType = serializers.ChoiceField(ChatType.choices)
    targetId = serializers.CharField(help_text="the conversation as its receiver names it")
    userId = serializers.CharField()


EVENTS = {
    "message.sent": MessageEvent,
    "message.edited": MessageEvent,
    "message.revoked": MessageRevokedEvent,
    "message.read": MessageReadEvent,
    "message.batch_sent": MessageBatchSentEvent,
    "message.blocked": MessageBlockedEvent,
    "message.flagged": MessageFlaggedEvent,
    "message.before_send": BeforeSendEvent,
    "message.before_edit": BeforeEditEvent,
}
ON_SOCKETS = {
    "conversation.updated": ConversationUpdatedEvent,
    "conversation.deleted": ConversationDeletedEvent,
    "typing.started": TypingEvent,
    "typing.stopped": TypingEvent,
}
