"""Strict fields: a wrong JSON type is refused instead of converted. The words of a query are typed before."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from rest_framework import serializers

INT64 = 2**63 - 1
ID = re.compile(r"[A-Za-z0-9_.@-]+")
GENERATED = "@G-"  # how the group ids begin that the server makes itself
CONTROL = re.compile(r"[\x00-\x1f\x7f]")

# Words that are path segments of ours: an account or group of that name could not be reached.
RESERVED = frozenset(
    [
        ".",
        "..",
        "public",
        "search",
        "import",
        "batch",
        "check",
        "groups",
        "state",
        "kick",
        "exists",
        "platform",
        "administrator",
        "admin",
        "internal",
        "send",
        "history",
        "group-history",
        "offline",
        "count",
        "muted",
        "pinned",
        "read",
        "draft",
        "hidden",
        "group",
        "members",
        "roles",
        "owner",
        "attributes",
        "mute",
        "join-requests",
        "remove",
        "accept",
        "reject",
        "usersig",
        "verify",
    ]
)


def is_reserved(name: str) -> bool:
    """Nobody may take it: a path of ours, or what looks like a group id that we made."""
    return name in RESERVED or name.startswith(GENERATED)


class Text(serializers.CharField):
    """`min_length`/`max_length` count characters, `max_bytes` UTF-8 bytes. Blanks are kept."""

    default_error_messages = {
        "invalid": "must be a string",
        "max_bytes": "must be at most {max_bytes} bytes of UTF-8",
        "control": "must not contain control characters",
    }

    def __init__(self, *, max_bytes: int | None = None, one_line: bool = False, **options: Any) -> None:
        options.setdefault("trim_whitespace", False)
        super().__init__(**options)
        self.max_bytes = max_bytes
        self.one_line = one_line

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_bytes is not None and len(data.encode()) > self.max_bytes:
            self.fail("max_bytes", max_bytes=self.max_bytes)
        if self.one_line and CONTROL.search(data):
            self.fail("control")
        return super().to_internal_value(data)


class Identifier(Text):
    """A userId, groupId or a path's targetId: 1 to `max_length` of `[A-Za-z0-9_.@-]`."""

    default_error_messages = {"charset": "may only contain letters, digits and _ . @ -"}

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 64)
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if not ID.fullmatch(value):
            self.fail("charset")
        return value


class NewIdentifier(Identifier):
    """An id that somebody wants to give: words that are paths of ours are refused."""

    default_error_messages = {"reserved": "is a reserved word"}

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if is_reserved(value):
            self.fail("reserved")
        return value


class MessageId(Text):
    """A message's id: a string of decimal digits that fits a bigint; answers an int."""

    default_error_messages = {"digits": "must be a string of decimal digits"}

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        if not value.isascii() or not value.isdigit() or len(value) > 19 or int(value) > INT64:
            self.fail("digits")
        return int(value)


class Integer(serializers.IntegerField):
    default_error_messages = {"invalid": "must be a whole number"}

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", -INT64 - 1)
        options.setdefault("max_value", INT64)
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return data


class Number(serializers.FloatField):
    default_error_messages = {"invalid": "must be a number"}

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        return float(data)


class Flag(serializers.BooleanField):
    default_error_messages = {"invalid": "must be true or false"}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Choice(serializers.ChoiceField):
    """A word from a list, spelt exactly."""

    default_error_messages = {"invalid_choice": "must be one of {choices}"}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", choices=", ".join(self.choices))
        return data


class Moment(Integer):
    """Epoch milliseconds, up to the year 9999."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", 0)
        options.setdefault("max_value", 253_402_300_799_999)
        super().__init__(**options)


class Words(serializers.ListField):
    """A list in a body; in a query `a,b,c`. `min_length`/`max_length` count the items."""

    default_error_messages = {"not_a_list": "must be a list"}


class HotSerializer(serializers.Serializer[Any]):
    """For hot paths: fields that are absent and may be are passed over, instead of asked one by one."""

    @cached_property
    def _hot(self) -> list[tuple[str, bool, serializers.Field[Any, Any, Any, Any]]]:
        return [
            (name, field.required or field.default is not serializers.empty, field)
            for name, field in self.fields.items()
            if not field.read_only
        ]

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError("must be an object")
        checked, errors = {}, {}
        for name, always, field in self._hot:
            if name in data or always:
                try:
                    checked[name] = field.run_validation(data.get(name, serializers.empty))
                except serializers.ValidationError as problem:
                    errors[name] = problem.detail
        if errors:
            raise serializers.ValidationError(errors)
        return checked


class JsonObject(serializers.Field):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """Any JSON object, taken as it is."""

    default_error_messages = {"invalid": "must be an object"}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("invalid")
        return data

    def to_representation(self, value: Any) -> Any:
        return value
