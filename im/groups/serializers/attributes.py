"""A group's attributes: what may be written, and what is shown."""

from typing import Any

from rest_framework import serializers

from config.api.errors import Refusal
from config.api.fields import Choice, Integer, Text, Words
from config.api.status import ATTRIBUTE_KEY, ATTRIBUTE_NUMBER, ATTRIBUTE_VALUE
from im.groups.actions.attributes import KEYS

MAX_KEY = 32
MAX_VALUE = 4_000


class Attributes(serializers.DictField):
    """Strings; each limit has a sub-code of its own."""

    default_error_messages = {"not_a_dict": "must be an object"}

    def __init__(self) -> None:
        super().__init__(child=Text(allow_blank=True))

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            self.fail("not_a_dict")
        values = super().to_internal_value(data)
        self._require_fit(values)
        return values

    def _require_fit(self, values: dict[str, str]) -> None:
        if len(values) > KEYS:
            raise _refusal(ATTRIBUTE_NUMBER, f"at most {KEYS} attributes")
        if not all(0 < len(key.encode()) <= MAX_KEY for key in values):
            raise _refusal(ATTRIBUTE_KEY, f"an attribute's key has 1 to {MAX_KEY} bytes of UTF-8")
        if any(len(value.encode()) > MAX_VALUE for value in values.values()):
            raise _refusal(ATTRIBUTE_VALUE, f"an attribute's value has at most {MAX_VALUE} bytes of UTF-8")


def _refusal(status: str, message: str) -> Refusal:
    return Refusal(status, message, errors=[{"field": "attributes", "message": message}])


class Version(Integer):
    def __init__(self) -> None:
        super().__init__(required=False, min_value=0, help_text="refused unless it is still this one")


class SetAttributes(serializers.Serializer[Any]):
    attributes = Attributes()
    mode = Choice(["MERGE", "RESET"], default="MERGE")
    version = Version()

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if not given["attributes"] and given["mode"] == "MERGE":
            raise serializers.ValidationError({"attributes": ["must not be empty"]})
        return given


class DeleteAttributes(serializers.Serializer[Any]):
    keys = Words(child=Text(), required=False, min_length=1, max_length=KEYS, help_text="absent: all")
    version = Version()


class AttributesShown(serializers.Serializer[Any]):
    attributes = serializers.DictField(child=serializers.CharField(allow_blank=True))
    version = serializers.IntegerField()
