"""How users stand: what is asked and how it looks."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Identifier, Words
from push.models import DevicePlatform, DeviceStatus, Environment, Vendor
from push.serializers.preferences import QuietHoursShown

MOST = 50


class AskStatuses(serializers.Serializer[Any]):
    userId = Words(child=Identifier(), min_length=1, max_length=MOST, help_text="repeated, or a,b,c")


class DeviceStatusShown(serializers.Serializer[Any]):
    deviceId = serializers.CharField()
    platform = serializers.ChoiceField(DevicePlatform.choices)
    vendor = serializers.ChoiceField(Vendor.choices)
    environment = serializers.ChoiceField(Environment.choices)
    status = serializers.ChoiceField(DeviceStatus.choices)
    invalidReason = serializers.CharField(allow_null=True)
    tokenMasked = serializers.CharField()
    tokenHash = serializers.CharField()
    notificationEnabled = serializers.BooleanField()
    appVersion = serializers.CharField()
    model = serializers.CharField()
    locale = serializers.CharField()
    registeredAt = serializers.IntegerField()
    lastSuccessAt = serializers.IntegerField(allow_null=True)
    lastFailureAt = serializers.IntegerField(allow_null=True)
    lastErrorCode = serializers.CharField(allow_null=True)
    failStreak = serializers.IntegerField()


class DayShown(serializers.Serializer[Any]):
    queued = serializers.IntegerField()
    accepted = serializers.IntegerField()
    delivered = serializers.IntegerField()
    clicked = serializers.IntegerField()
    failed = serializers.IntegerField()


class UserStatusShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    exists = serializers.BooleanField()
    online = serializers.BooleanField()
    onlinePlatforms = serializers.ListField(child=serializers.CharField())
    unread = serializers.IntegerField()
    dnd = QuietHoursShown()
    devices = DeviceStatusShown(many=True)
    last24h = DayShown()
    offlinePushable = serializers.BooleanField()
    reasons = serializers.ListField(child=serializers.CharField())


class UserStatusesShown(UserStatusShown):
    """Of one user alone, all that is said of him stands beside `items` too."""

    items = UserStatusShown(many=True)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = name == "items"
        return fields
