"""Shapes on the wire that several slices show, as OpenAPI sees them. The answers are plain dicts."""

from typing import Any

from rest_framework import serializers

from im.conversations.models import ChatType


class MessageShown(serializers.Serializer[Any]):
    id = serializers.CharField(allow_null=True, help_text="null for onlineOnly")
    chatType = serializers.ChoiceField(ChatType.choices)
    conversationId = serializers.CharField(allow_null=True)
    seq = serializers.IntegerField()
    fromId = serializers.CharField()
    toId = serializers.CharField()
    clientMsgId = serializers.CharField()
    msgType = serializers.CharField()
    content = serializers.DictField()
    ext = serializers.CharField(allow_blank=True)
    atUserIds = serializers.ListField(child=serializers.CharField())
    atAll = serializers.BooleanField()
    quoteId = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(["NORMAL", "REVOKED"])
    revision = serializers.IntegerField()
    version = serializers.IntegerField()
    editedAt = serializers.IntegerField(allow_null=True)
    needReceipt = serializers.BooleanField()
    createdAt = serializers.IntegerField()
    importedAt = serializers.IntegerField(required=False, help_text="only of imported ones")
