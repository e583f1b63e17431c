"""`offlinePush`, the one shape everywhere: how whoever says something wants it to ring."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Flag, Integer, Text


class OfflinePush(serializers.Serializer[Any]):
    disabled = Flag(default=False)
    title = Text(required=False, max_length=100, allow_blank=True)
    body = Text(required=False, max_length=1000, allow_blank=True)
    ext = Text(required=False, max_bytes=2048, allow_blank=True)
    sound = Text(required=False, max_length=64, allow_blank=True)
    badge = Integer(required=False, min_value=0, max_value=9999)
