"""Credentials: logins, UserSigs, tokens, kicks."""

from contextlib import suppress
from typing import Any

from rest_framework import serializers

from accounts.models import Platform
from accounts.serializers.profile import ProfileShown
from accounts.signatures import MAX_SIG, Malformed, Reason, read
from config.api.fields import Choice, Flag, Identifier, Integer, NewIdentifier, Text, Words
from config.api.paging import BatchShown

HALF_A_YEAR = 15_552_000
FIFTY_YEARS = 1_576_800_000
MAX_TTL = 7_776_000


class Identified(serializers.Serializer[Any]):
    userId = NewIdentifier()


class Login(serializers.Serializer[Any]):
    """What `appKey` and `userId` don't say is read from the sig."""

    userSig = Text(max_length=MAX_SIG)
    appKey = Text(required=False, max_length=64)
    userId = NewIdentifier(required=False)
    platform = Choice(Platform.choices, default=Platform.WEB)
    deviceId = Text(default="", allow_blank=True, max_length=128, one_line=True)
    tokenTtl = Integer(required=False, min_value=10, max_value=MAX_TTL)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """A malformed sig has no userId to read; the login says so."""
        if "userId" not in given:
            with suppress(Malformed):
                given |= Identified().run_validation({"userId": read(given["userSig"]).identifier})
        return given


class LoginShown(serializers.Serializer[Any]):
    token = serializers.CharField()
    tokenType = serializers.ChoiceField(["Bearer"])
    expiresIn = serializers.IntegerField()
    expiresAt = serializers.IntegerField()
    userId = serializers.CharField()
    admin = serializers.BooleanField()
    account = ProfileShown()
    serverTime = serializers.IntegerField()
    wsUrl = serializers.CharField()


class LoggedOutShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    loggedOut = serializers.BooleanField()


class PlatformTokenShown(serializers.Serializer[Any]):
    token = serializers.CharField()
    tokenType = serializers.ChoiceField(["Bearer"])
    userId = serializers.ChoiceField(["platform"])
    expiresIn = serializers.IntegerField()
    expiresAt = serializers.IntegerField()
    wsUrl = serializers.CharField()
    topics = serializers.ListField(child=serializers.CharField())


class MakeUserSig(serializers.Serializer[Any]):
    expire = Integer(default=HALF_A_YEAR, min_value=60, max_value=FIFTY_YEARS, help_text="seconds")


class UserSigShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    sdkAppId = serializers.IntegerField()
    userSig = serializers.CharField()
    expire = serializers.IntegerField()
    issuedAt = serializers.IntegerField()
    expiresAt = serializers.IntegerField()


class VerifyUserSig(serializers.Serializer[Any]):
    userSig = Text(max_length=MAX_SIG)


class VerdictShown(serializers.Serializer[Any]):
    valid = serializers.BooleanField()
    reason = serializers.ChoiceField([reason.name for reason in Reason], allow_null=True)
    status = serializers.CharField()
    identifier = serializers.CharField(allow_null=True)
    sdkAppId = serializers.IntegerField(allow_null=True)
    issuedAt = serializers.IntegerField(allow_null=True)
    expiresAt = serializers.IntegerField(allow_null=True)
    remaining = serializers.IntegerField(allow_null=True, help_text="seconds")


class Kick(serializers.Serializer[Any]):
    userId = Identifier(required=False)
    userIds = Words(child=Identifier(), required=False, min_length=1, max_length=100)
    platform = Choice(Platform.choices, required=False, allow_null=True)
    deviceId = Text(required=False, allow_null=True, max_length=128)
    reason = Text(default="", allow_blank=True, max_length=200)
    invalidateUserSig = Flag(default=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if ("userId" in given) == ("userIds" in given):
            raise serializers.ValidationError({"userId": ["give either userId or userIds"]})
        return {**given, "userIds": given.get("userIds") or [given["userId"]]}


class KickedItemShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    status = serializers.CharField()
    message = serializers.CharField()
    sessions = serializers.IntegerField()


class KickedShown(BatchShown):
    sessions = serializers.IntegerField(help_text="closed in all")
    results = KickedItemShown(many=True)


class ResolveToken(serializers.Serializer[Any]):
    token = Text()
    appKey = Text(required=False, max_length=64)


class ResolvedShown(serializers.Serializer[Any]):
    valid = serializers.BooleanField()
    appKey = serializers.CharField(allow_null=True)
    userId = serializers.CharField(allow_null=True)
    admin = serializers.BooleanField(allow_null=True)
    platform = serializers.ChoiceField(Platform.choices, allow_null=True)
    deviceId = serializers.CharField(allow_null=True, allow_blank=True)
    jti = serializers.CharField(allow_null=True)
    expiresAt = serializers.IntegerField(allow_null=True)
    reason = serializers.ChoiceField(["EXPIRED", "MALFORMED", "REVOKED", "APP_MISMATCH"], allow_null=True)
