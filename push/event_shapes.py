"""The shapes of what push tells the world, by the events' names."""

from typing import Any

from rest_framework import serializers

from push.models import Vendor


class PushEvent(serializers.Serializer[Any]):
    taskId = serializers.CharField()
    pushId = serializers.CharField()
    userId = serializers.CharField()
    deviceId = serializers.CharField()
    vendor = serializers.ChoiceField(Vendor.choices)
    at = serializers.IntegerField()


class PushClickedEvent(PushEvent):
    actionId = serializers.CharField(
        allow_null=True, help_text="the button of the notification, if it was one"
    )


class PushFailedEvent(PushEvent):
    reason = serializers.CharField(allow_blank=True)
    code = serializers.CharField(allow_null=True, help_text="the vendor's")
    message = serializers.CharField(allow_null=True, help_text="the vendor's")


class TokenInvalidEvent(serializers.Serializer[Any]):
    userId = serializers.CharField()
    deviceId = serializers.CharField()
    vendor = serializers.ChoiceField(Vendor.choices)
    tokenHash = serializers.CharField()
    reason = serializers.CharField()
    pushId = serializers.CharField(allow_null=True, help_text="the push by which it came out")
    at = serializers.IntegerField()


EVENTS = {
    "push.delivered": PushEvent,
    "push.clicked": PushClickedEvent,
    "push.failed": PushFailedEvent,
    "push.token_invalid": TokenInvalidEvent,
}
ON_SOCKETS: dict[str, type[serializers.Serializer[object]]] = {}
