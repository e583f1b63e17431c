"""The body of a send: what is told, to whom, how."""

import re
from typing import Any, Final

import orjson
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.fields import (
    ID,
    Choice,
    Flag,
    HotSerializer,
    Identifier,
    Integer,
    JsonObject,
    Moment,
    Text,
    Words,
)
from config.egress.urls import LONGEST
from push.models import Vendor

MOST: Final = 1_000
RESERVED: Final = frozenset({"pushId", "taskId", "aps"})
LOCALE: Final = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")
CATEGORIES: Final = ("IM", "VOIP", "SYSTEM", "ACCOUNT", "WORK", "MARKETING")
CLICKS: Final = ("APP", "DEEPLINK", "URL", "ACTIVITY")


class Named(serializers.DictField):
    """An object of values that are all of one kind, under names of the caller's choice."""

    default_error_messages = {"not_a_dict": "must be an object", "most": "must have at most {most} members"}

    def __init__(self, *, child: Any, most: int, **options: Any) -> None:
        super().__init__(child=child, **options)
        self.most = most

    def run_child_validation(self, data: Any) -> dict[str, Any]:
        if len(data) > self.most:
            self.fail("most", most=self.most)
        checked: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        for name, value in data.items():
            try:
                checked[self.name_of(name)] = self.child.run_validation(value)
            except serializers.ValidationError as problem:
                errors[name[:64]] = problem.detail
        if errors:
            raise serializers.ValidationError(errors)
        return checked

    def name_of(self, name: str) -> str:
        return name


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]})
class Plain(serializers.Field):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """A string, a number or a boolean."""

    default_error_messages = {"invalid": "must be a string, a number or true or false"}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str | int | float | bool):
            self.fail("invalid")
        return data


class Data(Named):
    default_error_messages = {
        "size": "must be at most {bytes} bytes as JSON",
        "reserved": "is a name that the payload itself needs",
        "name": "must be a name of 1 to 64 characters",
    }
    BYTES: Final = 2_048

    def __init__(self, **options: Any) -> None:
        super().__init__(child=Plain(), most=32, **options)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        checked = super().to_internal_value(data)
        if len(orjson.dumps(checked)) > self.BYTES:
            self.fail("size", bytes=self.BYTES)
        return checked

    def name_of(self, name: str) -> str:
        if name in RESERVED:
            self.fail("reserved")
        if not 0 < len(name) <= 64:
            self.fail("name")
        return name


class Locales(Named):
    default_error_messages = {"locale": "must be a language such as en or zh-CN"}

    def name_of(self, name: str) -> str:
        if len(name) > 16 or not LOCALE.fullmatch(name):
            self.fail("locale")
        return name


class Title(Text):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 100, "allow_blank": True, "required": False, **options})


class Body(Text):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 1_000, "allow_blank": True, "required": False, **options})


class Secure(Text):
    default_error_messages = {"https": "must be an https URL"}

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if not value.startswith("https://") or any(character.isspace() for character in value):
            self.fail("https")
        return value


@extend_schema_field(
    {"oneOf": [{"type": "integer", "minimum": 0, "maximum": 9_999}, {"enum": ["+1", "UNREAD"]}]}
)
class Badge(serializers.Field):  # type: ignore[type-arg]  # cannot be subscripted at run time
    default_error_messages = {"invalid": 'must be 0 to 9999, "+1" or "UNREAD"'}

    def to_internal_value(self, data: Any) -> int | str:
        if data in ("+1", "UNREAD"):
            return str(data)
        if isinstance(data, bool) or not isinstance(data, int) or not 0 <= data <= 9_999:
            self.fail("invalid")
        return data


class Click(HotSerializer):
    type = Choice(CLICKS)
    value = Text(required=False, allow_blank=True, max_length=1_024)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["type"] != "APP" and not attrs.get("value"):
            raise serializers.ValidationError({"value": "is required but for APP"})
        return attrs


class Loc(HotSerializer):
    """Keys of texts that the phone's app has itself."""

    titleKey = Text(required=False, max_length=128)
    titleArgs = Words(child=Text(max_length=256, allow_blank=True), required=False, max_length=20)
    bodyKey = Text(required=False, max_length=128)
    bodyArgs = Words(child=Text(max_length=256, allow_blank=True), required=False, max_length=20)


class Texts(HotSerializer):
    title = Title()
    body = Body()


class Notification(HotSerializer):
    title = Title()
    body = Body()
    subtitle = Text(required=False, allow_blank=True, max_length=100)
    imageUrl = Secure(required=False, max_length=LONGEST)
    sound = Text(required=False, allow_blank=True, max_length=128)
    badge = Badge(required=False)
    click = Click(required=False)
    category = Choice(CATEGORIES, required=False)
    channelId = Text(required=False, max_length=64)
    collapseKey = Text(required=False, max_length=64)
    threadId = Text(required=False, max_length=64)
    loc = Loc(required=False)
    i18n = Locales(child=Texts(), most=20, required=False)


class UserIds(Words):
    """A thousand of them are looked at in one go; one by one only to say which of them is wrong."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=Identifier(), min_length=1, max_length=MOST, **options)

    def to_internal_value(self, data: Any) -> list[str]:
        if isinstance(data, list) and 0 < len(data) <= MOST and all(map(_is_user_id, data)):
            return data
        checked: list[str] = super().to_internal_value(data)
        return checked


def _is_user_id(name: Any) -> bool:
    return isinstance(name, str) and len(name) <= 64 and ID.fullmatch(name) is not None


class Tags(HotSerializer):
    any = Words(child=Text(max_length=64), required=False, max_length=20)
    all = Words(child=Text(max_length=64), required=False, max_length=20)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`not` is a word of Python's."""
        negative = Words(child=Text(max_length=64), required=False, max_length=20)
        return {**super().get_fields(), "not": negative}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not any(attrs.values()):
            raise serializers.ValidationError("must name at least one tag")
        return {kind: list(dict.fromkeys(tags)) for kind, tags in attrs.items() if tags}


class Audience(HotSerializer):
    userIds = UserIds(required=False)
    deviceIds = Words(child=Text(max_length=128), required=False, min_length=1, max_length=MOST)
    tags = Tags(required=False)
    all = Flag(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("all") is False:
            raise serializers.ValidationError({"all": "can only be true"})
        if len(attrs) != 1:
            raise serializers.ValidationError("must be exactly one of userIds, deviceIds, tags and all")
        return attrs


class TemplateUse(HotSerializer):
    code = Text(max_length=64)
    params = Named(child=Plain(), most=50, required=False)


class LiveActivity(HotSerializer):
    """Times in ms, as everywhere."""

    event = Choice(("start", "update", "end"))
    contentState = JsonObject(required=False)
    attributesType = Text(required=False, max_length=255)
    attributes = JsonObject(required=False)
    staleDate = Moment(required=False)
    dismissalDate = Moment(required=False)
    timestamp = Moment(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needs = {"start": ("contentState", "attributesType", "attributes"), "update": ("contentState",)}
        missing = [name for name in needs.get(attrs["event"], ()) if name not in attrs]
        if missing:
            raise serializers.ValidationError({name: f"is required to {attrs['event']}" for name in missing})
        return attrs


class VendorOptions(Named):
    default_error_messages = {"vendor": "is no vendor"}

    def __init__(self, **options: Any) -> None:
        super().__init__(child=JsonObject(), most=len(Vendor), **options)

    def name_of(self, name: str) -> str:
        if name.upper() not in Vendor.values:
            self.fail("vendor")
        return name.upper()


class Options(HotSerializer):
    ttl = Integer(required=False, min_value=0, max_value=2_419_200)
    priority = Choice(("HIGH", "NORMAL"), required=False)
    scheduleAt = Moment(required=False)
    onlyOffline = Flag(required=False)
    respectDnd = Flag(required=False)
    dryRun = Flag(required=False)
    template = TemplateUse(required=False)
    liveActivity = LiveActivity(required=False)
    vendorOptions = VendorOptions(required=False)


class SendPush(HotSerializer):
    """`userId`, `userIds`, `title` and `body` are short for what stands in `audience` and `notification`."""

    requestId = Text(required=False, max_length=64, one_line=True)
    audience = Audience(required=False)
    userId = Identifier(required=False)
    userIds = UserIds(required=False)
    notification = Notification(required=False)
    title = Title()
    body = Body()
    data = Data(required=False)  # type: ignore[assignment]  # the wire's name
    options = Options(required=False)
