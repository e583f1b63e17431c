"""What comes in and goes out at the mutes' door."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, Flag, Identifier, Integer, Text, Words
from config.api.paging import PageQuery, PageShown
from config.api.schema import one_of
from im.moderation.actions.mutes import SCOPES
from im.moderation.rules import FOR_EVER

ALSO_FOR_EVER = 4_294_967_295  # as the field's clients say it


class Duration(Integer):
    """Seconds; 0 is off, -1 (or 4294967295) for ever."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=FOR_EVER, max_value=ALSO_FOR_EVER, **options)

    def to_internal_value(self, data: Any) -> int:
        seconds = super().to_internal_value(data)
        return FOR_EVER if seconds == ALSO_FOR_EVER else seconds


class ShowMute(PageQuery):
    userId = Identifier(required=False)
    muted = Flag(required=False, help_text="true: the accounts that are muted, page by page")


class ChangeMute(serializers.Serializer[Any]):
    """The app's with `enabled`, or accounts' with `userId` or `userIds`."""

    enabled = Flag(required=False)
    scopes = Words(child=Choice(SCOPES), required=False, min_length=1, max_length=2)
    duration = Duration(required=False)
    whitelist = Words(child=Identifier(), required=False, max_length=100)
    reason = Text(required=False, allow_blank=True, max_length=200)
    userId = Identifier(required=False)
    userIds = Words(child=Identifier(), required=False, min_length=1, max_length=100)
    singleDuration = Duration(required=False)
    groupDuration = Duration(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        ways = [name for name in ("enabled", "userId", "userIds") if name in attrs]
        if len(ways) != 1:
            raise serializers.ValidationError({"enabled": "give one of enabled, userId and userIds"})
        if ways != ["enabled"] and not {"singleDuration", "groupDuration"} & attrs.keys():
            raise serializers.ValidationError({"singleDuration": "give singleDuration or groupDuration"})
        return attrs


class AppMuteShown(serializers.Serializer[Any]):
    enabled = serializers.BooleanField()
    scopes = serializers.ListField(child=serializers.ChoiceField(SCOPES))
    until = serializers.IntegerField(help_text="ms, -1 for ever, 0 when off")
    whitelist = serializers.ListField(child=serializers.CharField())
    reason = serializers.CharField(allow_blank=True)
    updatedBy = serializers.CharField(allow_blank=True)
    updatedAt = serializers.IntegerField(allow_null=True)


class AccountMuteShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    singleUntil = serializers.IntegerField(help_text="ms, -1 for ever, 0 when off")
    groupUntil = serializers.IntegerField()
    reason = serializers.CharField(allow_blank=True)


class MutedAccountsShown(PageShown):
    items = AccountMuteShown(many=True)


class AccountMutesShown(serializers.Serializer[Any]):
    items = AccountMuteShown(many=True)


MuteShown = one_of("MuteShown", AppMuteShown, AccountMuteShown, MutedAccountsShown)
MuteChangedShown = one_of("MuteChangedShown", AppMuteShown, AccountMuteShown, AccountMutesShown)
