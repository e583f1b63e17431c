"""Credentials: what is given and how they look. What each vendor wants is in its own file (`FIELDS`)."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from rest_framework import serializers

from config.api.fields import Choice, Flag, Text
from push.models import Environment, Vendor
from push.vendors.contract import Stage

LONGEST: Final = 16_384
OWN: Final = [vendor.value for vendor in Vendor if vendor.credential == vendor]
REASONS: Final = ("THROTTLED", "DAY", "AUTH", "INVALID_TOKENS")


class CredentialVendor(Choice):
    """In any case; APNS_VOIP and APNS_LIVE have none of their own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(OWN, **options)

    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(data.upper() if isinstance(data, str) else data)


class OneCredential(serializers.Serializer[Any]):
    vendor = CredentialVendor()


class KeyText(Text):
    """Null takes one away that need not be there."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, allow_null=True, max_length=LONGEST, **options)


class Value(KeyText):
    """One line: a break that was copied with it would be sent along, and refused without a word about it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(one_line=True, **options)


class KeyFile(KeyText):
    """A file's text, or what it says as an object: kept as text."""

    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(orjson.dumps(data).decode() if isinstance(data, dict) else data)


class ChangeCredential(serializers.Serializer[Any]):
    """The fields of all vendors; each takes its own. What is not named stays as it is stored."""

    enabled = Flag(required=False)
    environment = Choice(Environment.values, required=False, help_text="of APNS and HARMONY")
    keyId = Value(help_text="APNS, HARMONY")
    teamId = Value(help_text="APNS")
    bundleId = Value(help_text="APNS")
    privateKey = KeyText(help_text="APNS, HARMONY, WEBPUSH; secret")
    serviceAccount = KeyFile(help_text="FCM: the key file's text; secret")
    appId = Value(help_text="HUAWEI, HONOR, VIVO, MEIZU: the vendor's number of the app")
    appSecret = Value(help_text="HUAWEI, XIAOMI, VIVO, MEIZU: of the vendor; secret")
    badgeClass = Value(help_text="HUAWEI, HONOR: the activity whose icon has the badge")
    callbackUser = Value(help_text="HUAWEI, HARMONY: of its receipts")
    callbackSecret = Value(help_text="HUAWEI, HARMONY: signs its receipts; secret")
    projectId = Value(help_text="HARMONY")
    subAccount = Value(help_text="HARMONY")
    clientId = Value(help_text="HONOR")
    clientSecret = Value(help_text="HONOR; secret")
    packageName = Value(help_text="XIAOMI")
    channelId = Value(help_text="XIAOMI")
    appKey = Value(help_text="OPPO, VIVO: the vendor's key of the app")
    masterSecret = Value(help_text="OPPO; secret")
    publicKey = Value(help_text="WEBPUSH")
    subject = Value(help_text="WEBPUSH: mailto: or https:")

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if isinstance(data, Mapping) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError({unknown[0]: ["is no field of a credential"]})
        checked: dict[str, Any] = super().to_internal_value(data)
        return checked


class ResultShown(serializers.Serializer[Any]):
    """What came of a try, and how to mend it."""

    ok = serializers.BooleanField()
    stage = serializers.ChoiceField([*Stage, "PENDING"])
    httpStatus = serializers.IntegerField(allow_null=True)
    vendorCode = serializers.CharField(allow_null=True)
    vendorMessage = serializers.CharField(allow_null=True)
    latencyMs = serializers.IntegerField()
    hint = serializers.CharField(allow_null=True)


class LaneShown(serializers.Serializer[Any]):
    vendor = serializers.ChoiceField(Vendor.choices)
    pausedUntil = serializers.IntegerField(allow_null=True, help_text="nothing is sent before")
    reason = serializers.ChoiceField(REASONS, allow_null=True)


class CredentialShown(serializers.Serializer[Any]):
    vendor = serializers.ChoiceField(OWN)
    enabled = serializers.BooleanField()
    environment = serializers.ChoiceField(Environment.choices, allow_null=True)
    public = serializers.DictField(child=serializers.CharField(), help_text="the fields that are no secret")
    fingerprint = serializers.CharField(help_text="of the secret ones: the same have the same")
    readable = serializers.BooleanField(help_text="false: no key of the server opens it, enter it again")
    version = serializers.IntegerField()
    checkedAt = serializers.IntegerField(allow_null=True)
    check = ResultShown(allow_null=True)
    lanes = LaneShown(many=True)
    createdAt = serializers.IntegerField()
    updatedAt = serializers.IntegerField()


class CredentialsShown(serializers.Serializer[Any]):
    items = CredentialShown(many=True)


class DeletedCredentialShown(serializers.Serializer[Any]):
    vendor = serializers.ChoiceField(OWN)
    deleted = serializers.BooleanField()
