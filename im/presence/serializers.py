"""What comes in and goes out at presence's doors."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Flag, Identifier, Text, Words
from im.presence.store import State

STATES = [(state.value, state.value) for state in State]


class AskStates(serializers.Serializer[Any]):
    userIds = Words(child=Identifier(), min_length=1, max_length=500)
    detail = Flag(default=False)


class AskUser(serializers.Serializer[Any]):
    userId = Identifier()
    appKey = Text(max_length=64)


class DeviceState(serializers.Serializer[Any]):
    platform = serializers.CharField()
    deviceId = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(STATES)
    ip = serializers.CharField(allow_blank=True)
    connectedAt = serializers.IntegerField()


class UserState(serializers.Serializer[Any]):
    userId = serializers.CharField()
    state = serializers.ChoiceField(STATES)
    lastSeenAt = serializers.IntegerField(allow_null=True)
    devices = DeviceState(many=True, required=False, help_text="with detail=true")


class UnknownUser(serializers.Serializer[Any]):
    userId = serializers.CharField()
    status = serializers.CharField()


class StatesShown(serializers.Serializer[Any]):
    results = UserState(many=True)
    errors = UnknownUser(many=True)  # type: ignore[assignment]  # a field of ours, not the serializer's own errors


class Socket(serializers.Serializer[Any]):
    platform = serializers.CharField()
    deviceId = serializers.CharField(allow_blank=True)
    nodeId = serializers.CharField()
    connectedAt = serializers.IntegerField()
    background = serializers.BooleanField()


class PresenceShown(serializers.Serializer[Any]):
    appKey = serializers.CharField()
    userId = serializers.CharField()
    online = serializers.BooleanField()
    state = serializers.ChoiceField(STATES)
    devices = Socket(many=True)
    lastSeenAt = serializers.IntegerField(allow_null=True)
