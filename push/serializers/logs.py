"""The shape of a device log's entries, and of pushes on their way."""

from typing import Any

from rest_framework import serializers

from config.api.fields import JsonObject
from push.models import DeliveryStatus, Level, LogEvent


class LogEntryShown(serializers.Serializer[Any]):
    id = serializers.CharField()
    at = serializers.IntegerField()
    event = serializers.ChoiceField(LogEvent.choices)
    level = serializers.ChoiceField(Level.choices)
    userId = serializers.CharField()
    deviceId = serializers.CharField()
    vendor = serializers.CharField()
    taskId = serializers.CharField(allow_null=True)
    deliveryId = serializers.CharField(allow_null=True, help_text="the payload's pushId")
    vendorMessageId = serializers.CharField(allow_null=True)
    attempt = serializers.IntegerField(allow_null=True)
    httpStatus = serializers.IntegerField(allow_null=True)
    vendorCode = serializers.CharField(allow_null=True)
    vendorMessage = serializers.CharField(allow_null=True)
    latencyMs = serializers.IntegerField(allow_null=True)
    tokenMasked = serializers.CharField(allow_null=True)
    detail = JsonObject(help_text="the reason, the stage, a hint, as far as there is one")


class PushShown(serializers.Serializer[Any]):
    deliveryId = serializers.CharField()
    taskId = serializers.CharField()
    userId = serializers.CharField()
    status = serializers.ChoiceField(DeliveryStatus.choices)
    reason = serializers.CharField(allow_null=True)
    tries = serializers.IntegerField()
    httpStatus = serializers.IntegerField(allow_null=True)
    vendorCode = serializers.CharField(allow_null=True)
    vendorMessage = serializers.CharField(allow_null=True)
    vendorMessageId = serializers.CharField(allow_null=True)
    latencyMs = serializers.IntegerField(allow_null=True)
    createdAt = serializers.IntegerField()
    finishedAt = serializers.IntegerField(allow_null=True)
