"""Join requests: asked for, listed and answered."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, MessageId, Text, Words
from config.api.paging import BatchShown, PageQuery, PageShown
from im.groups.models import RequestStatus
from im.groups.serializers.groups import OneGroup


class AskToJoin(serializers.Serializer[Any]):
    message = Text(default="", allow_blank=True, max_length=256)
    source = Text(default="", allow_blank=True, max_length=64, one_line=True)  # type: ignore[assignment]  # the wire's name, which DRF's class has too


class ListRequests(PageQuery):
    status = Choice(RequestStatus.choices, required=False)


class ListRequestsOf(OneGroup, ListRequests):
    """Path and query together."""


class OneRequest(OneGroup):
    requestId = MessageId()


class Answer(serializers.Serializer[Any]):
    message = Text(default="", allow_blank=True, max_length=256)


class AnswerMany(Answer):
    requestIds = Words(child=MessageId(), min_length=1, max_length=100)


class AskedShown(serializers.Serializer[Any]):
    requestId = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(["PENDING", "JOINED"])


class JoinRequestShown(serializers.Serializer[Any]):
    requestId = serializers.CharField()
    userId = serializers.CharField()
    nickname = serializers.CharField(allow_blank=True)
    avatar = serializers.CharField(allow_blank=True)
    inviterId = serializers.CharField(allow_null=True, help_text="the member who proposed the account")
    message = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # the wire's name, which DRF's class has too
    status = serializers.ChoiceField(RequestStatus.choices)
    handlerId = serializers.CharField(allow_null=True)
    handleMessage = serializers.CharField(allow_blank=True)
    createdAt = serializers.IntegerField()
    handledAt = serializers.IntegerField(allow_null=True)


class JoinRequestsShown(PageShown):
    items = JoinRequestShown(many=True)


class HandledItemShown(serializers.Serializer[Any]):
    requestId = serializers.CharField()
    status = serializers.CharField()
    message = serializers.CharField()


class HandledShown(BatchShown):
    results = HandledItemShown(many=True)
