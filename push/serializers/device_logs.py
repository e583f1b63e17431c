"""What can be asked of the device log."""

import re
from typing import Any, Final

from rest_framework import serializers

from config.api.fields import Choice, Identifier, Integer, MessageId, Moment, Text
from config.clock import now_ms
from push.models import LogEvent
from push.serializers.devices import DeviceId, Matching, VendorName
from push.serializers.logs import LogEntryShown

DAY: Final = 86_400_000
LONGEST: Final = 30 * DAY
HASH: Final = re.compile(r"[0-9a-f]{64}")


class AskLogs(serializers.Serializer[Any]):
    userId = Identifier(required=False)
    deviceId = DeviceId(required=False)
    taskId = MessageId(required=False)
    tokenHash = Matching(HASH, "must be 64 hexadecimal digits", required=False)
    vendor = VendorName(required=False)
    event = Choice(LogEvent.choices, required=False)
    to = Moment(required=False, help_text="inclusive; now, if left out")
    page = Integer(min_value=1, max_value=10_000, default=1)
    size = Integer(min_value=1, max_value=200, default=20)
    cursor = Text(required=False, max_length=500, help_text="for what numbered pages do not reach")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is a word of Python's."""
        started = Moment(required=False, help_text="a day before `to`, if left out; at most 30 days")
        return {**super().get_fields(), "from": started}

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        until = asked.setdefault("to", now_ms())
        since = asked.setdefault("from", max(0, until - DAY))
        if not 0 <= until - since <= LONGEST:
            raise serializers.ValidationError({"from": ["must be before `to`, by at most 30 days"]})
        return asked


class AskAllLogs(AskLogs):
    """`appKey`: of one app only."""

    appKey = Text(required=False, max_length=64)
    size = Integer(min_value=1, max_value=500, default=20)


class LogsShown(serializers.Serializer[Any]):
    items = LogEntryShown(many=True)
    total = serializers.IntegerField(help_text="10,000 stands for as many or more")
    page = serializers.IntegerField()
    size = serializers.IntegerField()
    nextCursor = serializers.CharField(allow_null=True)
