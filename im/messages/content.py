"""What a message may say: for each msgType the fields it must have; further ones are kept as they came."""

from hashlib import blake2b
from typing import Any

import orjson
from rest_framework import serializers

from config.api.errors import BadParameter, Refusal
from config.api.fields import HotSerializer, Identifier, Integer, MessageId, Number, Text, Words
from config.api.handler import field_errors
from config.api.reading import validator
from config.api.status import CONTENT_TOO_LONG

LIMIT = 12_288


class Url(Text):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=2048, one_line=True, **options)


class TextContent(HotSerializer):
    text = Text()


class ImageContent(serializers.Serializer[Any]):
    url = Url()
    width = Integer(required=False, min_value=0)
    height = Integer(required=False, min_value=0)
    size = Integer(required=False, min_value=0)
    thumbUrl = Url(required=False, allow_blank=True)


class AudioContent(serializers.Serializer[Any]):
    url = Url()
    duration = Number(min_value=0)
    size = Integer(required=False, min_value=0)


class VideoContent(AudioContent):
    coverUrl = Url(required=False, allow_blank=True)


class FileContent(serializers.Serializer[Any]):
    url = Url()
    name = Text(required=False, allow_blank=True)
    size = Integer(required=False, min_value=0)


class LocationContent(serializers.Serializer[Any]):
    lat = Number(min_value=-90, max_value=90)
    lng = Number(min_value=-180, max_value=180)
    desc = Text(required=False, allow_blank=True)


class FaceContent(serializers.Serializer[Any]):
    index = Integer()
    data = Text(required=False, allow_blank=True)  # type: ignore[assignment]  # the wire's name


class CardContent(serializers.Serializer[Any]):
    userId = Identifier()


class MergedContent(serializers.Serializer[Any]):
    title = Text(required=False, allow_blank=True)
    abstract = Words(child=Text(allow_blank=True), required=False)
    messageIds = Words(child=MessageId(), min_length=1, max_length=300)


class CustomContent(serializers.Serializer[Any]):
    data = Text(allow_blank=True)  # type: ignore[assignment]  # the wire's name
    desc = Text(required=False, allow_blank=True)
    ext = Text(required=False, allow_blank=True)


KINDS: dict[str, type[serializers.Serializer[Any]]] = {
    "TEXT": TextContent,
    "IMAGE": ImageContent,
    "AUDIO": AudioContent,
    "VIDEO": VideoContent,
    "FILE": FileContent,
    "LOCATION": LocationContent,
    "FACE": FaceContent,
    "CARD": CardContent,
    "MERGED": MergedContent,
    "CUSTOM": CustomContent,
}


def require_fit(msg_type: str, content: dict[str, Any], ext: str) -> None:
    """Refuses content that is not of its kind (400 `10004`) or too long with its ext (400 `80002`)."""
    try:
        validator(KINDS[msg_type]).run_validation(content)
    except serializers.ValidationError as problem:
        errors = field_errors(problem.detail, "content")
        raise BadParameter(errors[0]["field"], errors[0]["message"], errors=errors) from problem
    if len(orjson.dumps(content)) + len(ext.encode()) > LIMIT:
        raise Refusal(CONTENT_TOO_LONG, f"content and ext together must be at most {LIMIT} bytes")


def fingerprint(to_id: str, chat_type: str, msg_type: str, content: dict[str, Any], ext: str) -> bytes:
    """Tells whether a repeat is the same send as the first one."""
    said = orjson.dumps([to_id, chat_type, msg_type, content, ext], option=orjson.OPT_SORT_KEYS)
    return blake2b(said, digest_size=16).digest()
