"""Tasks: what a caller names one by, and how it looks."""

from typing import Any

from rest_framework import serializers

from config.api.fields import MessageId
from push.models import DeliveryStatus, NoticeStatus, Source, Vendor


class OneTask(serializers.Serializer[Any]):
    taskId = MessageId()


class CountsShown(serializers.Serializer[Any]):
    """Deliveries by what they came to."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {status: serializers.IntegerField(required=False) for status in DeliveryStatus.values}


class OfVendorShown(serializers.Serializer[Any]):
    vendor = serializers.ChoiceField(Vendor.choices)
    deliveries = CountsShown()


class FailureShown(serializers.Serializer[Any]):
    vendor = serializers.ChoiceField(Vendor.choices)
    status = serializers.ChoiceField(DeliveryStatus.choices)
    reason = serializers.CharField(allow_blank=True, help_text="the vendor's code, or ours")
    count = serializers.IntegerField()


class PushTaskShown(serializers.Serializer[Any]):
    taskId = serializers.CharField()
    requestId = serializers.CharField(allow_null=True)
    source = serializers.ChoiceField(Source.choices)  # type: ignore[assignment]  # the wire's name
    status = serializers.ChoiceField(NoticeStatus.choices)
    targetUsers = serializers.IntegerField(allow_null=True)
    targetDevices = serializers.IntegerField(allow_null=True)
    skippedCount = serializers.IntegerField(allow_null=True)
    sendAt = serializers.IntegerField()
    expiresAt = serializers.IntegerField()
    createdBy = serializers.CharField(allow_blank=True)
    createdAt = serializers.IntegerField()
    updatedAt = serializers.IntegerField()
    deliveries = CountsShown()
    vendors = OfVendorShown(many=True)
    failures = FailureShown(many=True, help_text="the commonest first, 50 at most")
    partial = serializers.BooleanField(  # type: ignore[assignment]  # the wire's name
        help_text="there are more: only 100,000 of the deliveries are counted"
    )
