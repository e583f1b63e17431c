"""Test pushes: what is asked and how it looks."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, Flag, Identifier, MessageId, Text, Words
from push.models import Vendor
from push.serializers.devices import DeviceId, VendorName
from push.serializers.sending import Data
from push.vendors.contract import Stage


class PushTest(serializers.Serializer[Any]):
    appKey = Text(required=False, max_length=64, help_text="here, in the query or as X-App-Key")
    userId = Identifier()
    deviceId = DeviceId(required=False, help_text="this device only")
    vendor = VendorName(required=False, help_text="this vendor only, in any case")
    title = Text(required=False, max_length=100)
    body = Text(required=False, max_length=1000)
    data = Data(required=False)  # type: ignore[assignment]  # the wire's name
    dryRun = Flag(required=False, help_text="nothing is sent: does it fit?")


class PushTestInside(PushTest):
    """`conversationId` and what is beside it: as if it were about a message there."""

    simulateOffline = Flag(required=False, help_text="heed the user's wishes, as if he were offline")
    conversationId = MessageId(required=False)
    convType = Choice(["SINGLE", "GROUP"], required=False)
    groupId = Identifier(required=False, max_length=48)
    fromUserId = Identifier(required=False)
    mentions = Words(child=Identifier(), required=False, max_length=1_000)
    mentionAll = Flag(required=False)


class PushTestResultShown(serializers.Serializer[Any]):
    deviceId = serializers.CharField()
    vendor = serializers.ChoiceField(Vendor.choices)
    pushId = serializers.CharField(allow_null=True)
    ok = serializers.BooleanField()
    stage = serializers.ChoiceField([*Stage, "PENDING"])
    httpStatus = serializers.IntegerField(allow_null=True)
    vendorCode = serializers.CharField(allow_null=True)
    vendorMessage = serializers.CharField(allow_null=True)
    vendorMessageId = serializers.CharField(allow_null=True)
    latencyMs = serializers.IntegerField(allow_null=True)
    invalidated = serializers.BooleanField(help_text="the device was given up for it")
    hint = serializers.CharField()


class PushTestedShown(serializers.Serializer[Any]):
    taskId = serializers.CharField(allow_null=True, help_text="null where nothing was sent")
    userId = serializers.CharField()
    online = serializers.BooleanField()
    forced = serializers.BooleanField(help_text="nobody's wishes were heeded")
    results = PushTestResultShown(many=True)


class DecisionShown(serializers.Serializer[Any]):
    online = serializers.BooleanField(help_text="as the user really is")
    muted = serializers.BooleanField()
    dnd = serializers.BooleanField()
    devices = serializers.IntegerField(help_text="how many would ring")
    wouldSend = serializers.BooleanField()
    reason = serializers.CharField(allow_null=True)


class PushTestedInsideShown(PushTestedShown):
    decision = DecisionShown()
