"""The operation log: what is asked for and what an entry looks like."""

from typing import Any

from rest_framework import serializers

from config.api.fields import JsonObject, Moment, Text
from config.api.paging import FeedQuery


class ListOperations(FeedQuery):
    operatorId = Text(required=False, max_length=200)
    action = Text(required=False, max_length=64)
    targetType = Text(required=False, max_length=64)
    targetId = Text(required=False, max_length=200)
    startTime = Moment(required=False)
    endTime = Moment(required=False)


class OperationShown(serializers.Serializer[Any]):
    id = serializers.CharField()
    operatorId = serializers.CharField()
    operatorRole = serializers.CharField(help_text="A, S, T, or the role in the group: OWNER, ADMIN")
    action = serializers.CharField()
    targetType = serializers.CharField(allow_blank=True)
    targetId = serializers.CharField(allow_blank=True)
    detail = JsonObject()
    ip = serializers.CharField(allow_blank=True)
    userAgent = serializers.CharField(allow_blank=True)
    createdAt = serializers.IntegerField()


class OperationsShown(serializers.Serializer[Any]):
    items = OperationShown(many=True)
    nextCursor = serializers.CharField(allow_null=True)
    hasMore = serializers.BooleanField()
