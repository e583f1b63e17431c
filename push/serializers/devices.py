"""Phones come and go: what they say of themselves, and what they are told."""

import re
from typing import Any, Final

from rest_framework import serializers

from config.api.fields import Choice, Flag, Identifier, Text, Words
from config.egress.urls import UnsafeUrl, require_safe
from push.models import DevicePlatform, DeviceStatus, Environment, Vendor
from push.quiet import zones
from push.vendors import sealing

APNS: Final = re.compile(r"(?:[0-9A-Fa-f]{2}){32,100}")
TOKEN: Final = re.compile(r"[!-~]+")
BUNDLE: Final = re.compile(r"[A-Za-z0-9._-]+")
LOCALE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


class Matching(Text):
    """Text of one pattern."""

    def __init__(self, pattern: re.Pattern[str], wanted: str, **options: Any) -> None:
        super().__init__(**options)
        self.pattern, self.wanted = pattern, wanted

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if not self.pattern.fullmatch(value):
            raise serializers.ValidationError(self.wanted)
        return value


class VendorName(Choice):
    """In upper or lower case."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Vendor.choices, **options)

    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(data.upper() if isinstance(data, str) else data)


class DeviceId(Text):
    """Chosen by the phone, and the same for as long as the app is installed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_length=1, max_length=128, one_line=True, **options)


class TimeZone(Text):
    default_error_messages = {"zone": "must be an IANA time zone such as Asia/Shanghai"}

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if value and value not in zones():
            self.fail("zone")
        return value


class Keys(serializers.Serializer[Any]):
    """Of a browser's subscription, as it gives them."""

    p256dh = Text(max_length=200)
    auth = Text(max_length=100)

    def validate_p256dh(self, value: str) -> str:
        try:
            sealing.public_key(value)
        except ValueError as problem:
            raise serializers.ValidationError("must be a point of P-256 in base64url") from problem
        return value.rstrip("=")

    def validate_auth(self, value: str) -> str:
        try:
            sealing.auth_secret(value)
        except ValueError as problem:
            raise serializers.ValidationError(f"must be {sealing.AUTH} bytes in base64url") from problem
        return value.rstrip("=")


class RegisterDevice(serializers.Serializer[Any]):
    userId = Identifier()
    deviceId = DeviceId()
    platform = Choice(DevicePlatform.choices)
    vendor = VendorName()
    token = Matching(TOKEN, "must be the vendor's token: ASCII without blanks", max_length=4096)
    environment = Choice(Environment.choices, default=Environment.PROD, help_text="of APNs")
    bundleId = Matching(
        BUNDLE, "may only contain letters, digits and . _ -", required=False, default="", max_length=255
    )
    keys = Keys(required=False, help_text="of WEBPUSH, which needs them")
    locale = Matching(LOCALE, "must be a language tag such as zh-CN", default="", max_length=16)
    timezone = TimeZone(default="", allow_blank=True, max_length=64)
    appVersion = Text(default="", allow_blank=True, max_length=64, one_line=True)
    osVersion = Text(default="", allow_blank=True, max_length=64, one_line=True)
    brand = Text(default="", allow_blank=True, max_length=64, one_line=True)
    model = Text(default="", allow_blank=True, max_length=64, one_line=True)
    sdkVersion = Text(default="", allow_blank=True, max_length=64, one_line=True)
    tags = Words(child=Text(max_length=64, one_line=True), default=list, max_length=20)
    notificationEnabled = Flag(default=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """What a token must be is the vendor's to say."""
        vendor = Vendor(given["vendor"])
        if vendor.credential == Vendor.APNS:
            _require(APNS.fullmatch(given["token"]), "token", "must be 64 to 200 hexadecimal digits")
            given["token"] = given["token"].lower()
        elif vendor == Vendor.WEBPUSH:
            _require("keys" in given, "keys", "are required for WEBPUSH")
            _require_endpoint(given["token"])
        return given


class RegisteredShown(serializers.Serializer[Any]):
    deviceId = serializers.CharField()
    userId = serializers.CharField()
    vendor = serializers.ChoiceField(Vendor.choices)
    platform = serializers.ChoiceField(DevicePlatform.choices)
    status = serializers.ChoiceField(DeviceStatus.choices)
    tokenHash = serializers.CharField(help_text="sha256, hex")
    created = serializers.BooleanField(help_text="the device was not known")
    replacedUserId = serializers.CharField(allow_null=True, help_text="whose it was until now")
    registeredAt = serializers.IntegerField(help_text="since when it is this user's, with this token")
    updatedAt = serializers.IntegerField()
    warning = serializers.ChoiceField(["VENDOR_NOT_CONFIGURED"], allow_null=True)


class UnregisterDevice(serializers.Serializer[Any]):
    deviceId = DeviceId(required=False)
    token = Text(required=False, max_length=4096)
    userId = Identifier(required=False, help_text="only if it is this user's")
    vendor = VendorName(required=False)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        _require("deviceId" in given or "token" in given, "deviceId", "is required, or token")
        return given


class UnregisteredShown(serializers.Serializer[Any]):
    removed = serializers.IntegerField()


def _require(holds: Any, field: str, why: str) -> None:
    if not holds:
        raise serializers.ValidationError({field: [why]})


def _require_endpoint(url: str) -> None:
    try:
        require_safe(url, allow_http=False)
    except UnsafeUrl as problem:
        raise serializers.ValidationError({"token": [str(problem)]}) from problem
