"""A token is looked up: what is asked and how it looks."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Integer, Text
from push.models import DeviceStatus, Vendor
from push.serializers.devices import VendorName
from push.serializers.logs import LogEntryShown, PushShown


class AskToken(serializers.Serializer[Any]):
    token = Text(min_length=8, max_length=4096, help_text="whole, as sha256 in hex, or how it begins")
    appKey = Text(required=False, max_length=64, help_text="needed where only the beginning is given")
    vendor = VendorName(required=False)
    logs = Integer(default=20, min_value=0, max_value=100)


class FormerOwnerShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    to = serializers.IntegerField(allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python's."""
        return {**super().get_fields(), "from": serializers.IntegerField(allow_null=True)}


class MatchShown(serializers.Serializer[Any]):
    appKey = serializers.CharField()
    userId = serializers.CharField()
    deviceId = serializers.CharField()
    vendor = serializers.ChoiceField(Vendor.choices)
    status = serializers.ChoiceField(DeviceStatus.choices)
    invalidReason = serializers.CharField(allow_null=True)
    tokenMasked = serializers.CharField()
    tokenHash = serializers.CharField()
    history = FormerOwnerShown(many=True)
    lastDeliveries = PushShown(many=True)
    logs = LogEntryShown(many=True)


class MatchesShown(serializers.Serializer[Any]):
    matches = MatchShown(many=True)
    count = serializers.IntegerField()
