"""Deliveries: what is asked of their log, what sends them again, and how they look."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, MessageId, Moment, Text
from config.api.paging import FeedQuery
from webhooks.actions.resending import MODES
from webhooks.models import DeliveryStatus


class OneDelivery(serializers.Serializer[Any]):
    id = MessageId()


class ListDeliveries(FeedQuery):
    webhookId = MessageId(required=False)
    event = Text(required=False, max_length=64)
    status = Choice(DeliveryStatus.values, required=False)
    startTime = Moment(required=False, help_text="of the event, inclusive")
    endTime = Moment(required=False, help_text="of the event, inclusive")


class Recover(serializers.Serializer[Any]):
    since = Moment(help_text="events from this time on")
    mode = Choice(
        sorted(MODES), default="ALL", help_text="FAILED: what is DEAD; MISSED: what is HELD; or both"
    )


class RecoveredShown(serializers.Serializer[Any]):
    recovered = serializers.IntegerField()


class TestedShown(serializers.Serializer[Any]):
    eventId = serializers.CharField()
    deliveryId = serializers.CharField()


class AttemptShown(serializers.Serializer[Any]):
    at = serializers.IntegerField()
    durationMs = serializers.IntegerField()
    httpStatus = serializers.IntegerField(allow_null=True)
    errorClass = serializers.CharField(
        allow_null=True, help_text="dns, connect, tls, timeout, reset, blocked_address, http_4xx, http_5xx …"
    )
    responseBody = serializers.CharField(allow_blank=True, help_text="its first 2 KB")


class DeliveryShown(serializers.Serializer[Any]):
    """`httpStatus` and what follows it: of the last try."""

    id = serializers.CharField()
    webhookId = serializers.CharField()
    event = serializers.CharField()
    eventId = serializers.CharField(help_text="the header webhook-id of every try")
    url = serializers.CharField(allow_blank=True)
    attempt = serializers.IntegerField(help_text="tries so far")
    status = serializers.ChoiceField(DeliveryStatus.choices)
    httpStatus = serializers.IntegerField(allow_null=True)
    durationMs = serializers.IntegerField(allow_null=True)
    requestBody = serializers.CharField(allow_blank=True, help_text="as it was signed, to the byte")
    responseBody = serializers.CharField(allow_blank=True, help_text="its first 2 KB")
    error = serializers.CharField(allow_null=True, help_text="as an attempt's errorClass")
    nextRetryAt = serializers.IntegerField(allow_null=True, help_text="where PENDING or RETRYING")
    createdAt = serializers.IntegerField(help_text="when the event happened")
    attempts = AttemptShown(many=True)


class DeliveriesShown(serializers.Serializer[Any]):
    items = DeliveryShown(many=True)
    nextCursor = serializers.CharField(allow_null=True)
    hasMore = serializers.BooleanField()
