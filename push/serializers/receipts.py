"""What phones and vendors report."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, Identifier, Moment, Text, Words
from push.models import ReceiptEvent
from push.serializers.devices import DeviceId, VendorName

MOST = 200


class SeenPush(serializers.Serializer[Any]):
    pushId = Text(required=False, max_length=64, help_text="of the payload")
    taskId = Text(required=False, max_length=64)
    deviceId = DeviceId()
    userId = Identifier(required=False, help_text="for whom it was")
    event = Choice(ReceiptEvent.choices)
    at = Moment(required=False, help_text="when it happened, by the phone's clock")
    vendor = VendorName(required=False)
    actionId = Text(required=False, allow_blank=True, max_length=64, one_line=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if not given.keys() & {"pushId", "taskId"}:
            raise serializers.ValidationError({"pushId": ["is required, or taskId"]})
        return given


class ReceivePush(SeenPush):
    """`events`, or one event as the body itself."""

    deviceId = DeviceId(required=False)
    event = Choice(ReceiptEvent.choices, required=False)
    events = Words(child=SeenPush(), required=False, min_length=1, max_length=MOST)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if "events" in given:
            return {"events": given["events"]}
        missing = {name: ["is required"] for name in ("deviceId", "event") if name not in given}
        if missing:
            raise serializers.ValidationError(missing)
        return {"events": [super().validate(given)]}


class ReceivedShown(serializers.Serializer[Any]):
    accepted = serializers.IntegerField()
    duplicated = serializers.IntegerField()
    unknown = serializers.IntegerField()


class FromVendor(serializers.Serializer[Any]):
    vendor = VendorName()
    sig = Text(required=False, default="", allow_blank=True, max_length=200)
