"""A user's wishes, as he says them and as they look."""

import re
from typing import Any, Final

from rest_framework import serializers

from config.api.fields import Flag, Text
from push.serializers.devices import TimeZone

TIME: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


class TimeOfDay(Text):
    default_error_messages = {"time": "must be a time such as 22:30"}

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if not TIME.fullmatch(value):
            self.fail("time")
        return value


class QuietHours(serializers.Serializer[Any]):
    """From a time until another, over midnight if that is earlier; all day if they are the same."""

    enabled = Flag(required=False)
    to = TimeOfDay(required=False)
    timezone = TimeZone(required=False, max_length=64)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is a word of Python's."""
        return {**super().get_fields(), "from": TimeOfDay(required=False)}


class ChangePreferences(serializers.Serializer[Any]):
    dnd = QuietHours(required=False)
    previewHidden = Flag(required=False, help_text="notifications of messages say only that there is one")


class QuietHoursShown(serializers.Serializer[Any]):
    enabled = serializers.BooleanField()
    to = serializers.CharField()
    timezone = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {**super().get_fields(), "from": serializers.CharField()}


class PreferencesShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    dnd = QuietHoursShown()
    previewHidden = serializers.BooleanField()
