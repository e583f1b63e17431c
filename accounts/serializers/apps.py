"""Apps, their settings, and the operators' own way in."""

import re
from ipaddress import ip_network
from typing import Any

from rest_framework import serializers

from accounts.models import AllowType, AppStatus, OperatorRole
from accounts.models.app import LoginPolicy, PushRegisterAuth, PushSendAuth
from accounts.serializers.login import MAX_TTL
from config.api.fields import Choice, Flag, Integer, Text, Words
from config.api.paging import PageShown

DAY = 86_400
APP_KEY = re.compile(r"[A-Za-z0-9_-]+")
ORIGIN = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")


class Credentials(serializers.Serializer[Any]):
    username = Text(max_length=150)
    password = Text(max_length=1000)
    otp = Text(required=False, max_length=32, help_text="the code, where the operator has two-factor")


class RefreshToken(serializers.Serializer[Any]):
    refresh = Text()


class PairShown(serializers.Serializer[Any]):
    access = serializers.CharField()
    refresh = serializers.CharField()
    expiresIn = serializers.IntegerField()


class AppKey(Text):
    default_error_messages = {"charset": "may only contain letters, digits and _ -"}

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if not APP_KEY.fullmatch(value):
            self.fail("charset")
        return value


class MakeApp(serializers.Serializer[Any]):
    name = Text(max_length=64, one_line=True, trim_whitespace=True)
    appKey = AppKey(required=False, min_length=3, max_length=32)


class AppShown(serializers.Serializer[Any]):
    appKey = serializers.CharField()
    sdkAppId = serializers.IntegerField()
    name = serializers.CharField()
    status = serializers.ChoiceField(AppStatus.choices)
    role = serializers.ChoiceField(OperatorRole.choices)
    createdAt = serializers.IntegerField()


class AppsShown(PageShown):
    items = AppShown(many=True)


class MadeAppShown(AppShown):
    secretKey = serializers.CharField(help_text="signs UserSigs; shown only now")
    appSecret = serializers.CharField(help_text="the server's credential; shown only now")


class RotateSecret(serializers.Serializer[Any]):
    keepFor = Integer(
        required=False,
        default=0,
        min_value=0,
        max_value=30 * DAY,
        help_text="seconds in which the old one's UserSigs and sessions stay good; 0: all are out at once",
    )


class AppKeyPath(serializers.Serializer[Any]):
    appKey = AppKey(max_length=32)


class RotatedShown(serializers.Serializer[Any]):
    appKey = serializers.CharField()
    secretKey = serializers.CharField(help_text="signs UserSigs; shown only now")
    previousUntil = serializers.IntegerField(allow_null=True, help_text="the old one is good until then")


class Origin(Text):
    """As browsers send it: scheme, host, port where it is not the usual one."""

    default_error_messages = {"origin": "must be an origin such as https://chat.example.com"}

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data).lower()
        if not ORIGIN.fullmatch(value):
            self.fail("origin")
        return value


class Network(Text):
    """An address, or a network as a CIDR."""

    default_error_messages = {"network": "must be an address or a network such as 203.0.113.0/24"}

    def to_internal_value(self, data: Any) -> str:
        try:
            return str(ip_network(super().to_internal_value(data)))
        except ValueError:
            self.fail("network")


class Rate(serializers.Serializer[Any]):
    rate = Integer(min_value=1, max_value=1_000_000, help_text="a second")
    burst = Integer(min_value=1, max_value=1_000_000)


class Rates(serializers.Serializer[Any]):
    account = Rate()
    send = Rate()
    group = Rate()
    app = Rate(allow_null=True)
    push = Rate(help_text="calls of POST /api/push/send")


class AppSettings(serializers.Serializer[Any]):
    """All of them together: what comes in is merged into what holds before it is judged."""

    autoCreate = Flag()
    allowType = Choice(AllowType.choices)
    friendsOnly = Flag()
    keepFriendOnBlock = Flag()
    revokeWindow = Integer(min_value=0, max_value=7 * DAY)
    editWindow = Integer(min_value=0, max_value=365 * DAY)
    maxMembers = Integer(min_value=1, max_value=10_000)
    loginPolicy = Choice(LoginPolicy.choices)
    tokenTtl = Integer(min_value=10, max_value=MAX_TTL)
    rates = Rates()
    allowHttpWebhooks = Flag()
    allowedOrigins = Words(child=Origin(max_length=255), max_length=100)
    pushSendAuth = Choice(PushSendAuth.choices)
    pushSendAllowedIps = Words(child=Network(max_length=50), max_length=100)
    pushRegisterAuth = Choice(PushRegisterAuth.choices)
