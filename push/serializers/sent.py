"""What a send is answered with."""

from typing import Any

from rest_framework import serializers

from push.models import Vendor


class SkippedUserShown(serializers.Serializer[Any]):
    userId = serializers.CharField(allow_null=True, help_text="null where nobody has the device")
    deviceId = serializers.CharField(required=False, help_text="where devices were asked for")
    reason = serializers.CharField()


class RenderedShown(serializers.Serializer[Any]):
    """Of a dry run: what would go to a vendor. `problem`: why it cannot, as the vendor's file says it."""

    vendor = serializers.ChoiceField(Vendor.choices)
    devices = serializers.IntegerField()
    fits = serializers.BooleanField()
    problem = serializers.CharField(allow_null=True)


class SentPushShown(serializers.Serializer[Any]):
    taskId = serializers.CharField()
    requestId = serializers.CharField()
    status = serializers.ChoiceField(("QUEUED", "SCHEDULED", "DRY_RUN"))
    targetUsers = serializers.IntegerField()
    targetDevices = serializers.IntegerField()
    skipped = SkippedUserShown(many=True)
    skippedCount = serializers.IntegerField()
    duplicate = serializers.BooleanField()
    vendors = RenderedShown(many=True, required=False, help_text="of a dry run")
