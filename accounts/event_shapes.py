"""The shapes of what accounts tell the world, by the events' names."""

from typing import Any

from rest_framework import serializers

from accounts.serializers.profile import ProfileShown

LEFT_OUT: Any = None  # DRF's word for a field of the base that is not there


class Act(serializers.Serializer[Any]):
    operatorId = serializers.CharField(help_text="a userId, `server`, or `operator:<username>`")


class SessionEvent(Act):
    userId = serializers.CharField()
    platform = serializers.CharField()
    deviceId = serializers.CharField(allow_blank=True)
    ip = serializers.CharField(allow_null=True)


class UserKickedEvent(Act):
    userId = serializers.CharField()
    sessions = serializers.IntegerField(help_text="how many were ended")
    platform = serializers.CharField(allow_null=True, help_text="what the kick was narrowed to")
    deviceId = serializers.CharField(allow_null=True)
    reason = serializers.ChoiceField(["ADMIN"])
    note = serializers.CharField(allow_blank=True)


class SessionKickedEvent(serializers.Serializer[Any]):
    reason = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    platform = serializers.CharField()


class AccountTold(ProfileShown):
    online = LEFT_OUT


class AccountImportedEvent(Act):
    accounts = AccountTold(many=True)
    revived = serializers.ListField(child=serializers.CharField())


class AccountUpdatedEvent(AccountTold, Act):
    """`allowType`, `admin` and `status` are left out for friends, who hear of it over their sockets."""


class AccountDeletedEvent(Act):
    userId = serializers.CharField()
    deleted = serializers.BooleanField()
    purgeMessages = serializers.BooleanField()


EVENTS = {
    "user.login": SessionEvent,
    "user.logout": SessionEvent,
    "user.kicked": UserKickedEvent,
    "account.imported": AccountImportedEvent,
    "account.updated": AccountUpdatedEvent,
    "account.deleted": AccountDeletedEvent,
}
ON_SOCKETS = {"session.kicked": SessionKickedEvent}
