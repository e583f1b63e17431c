"""Membership: whom to add, remove, raise or mute, and what became of it."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, Flag, Identifier, Text, Words
from config.api.paging import BatchShown
from im.groups.models import Role
from im.groups.serializers.groups import Custom
from im.groups.serializers.reading import MemberShown
from im.moderation.serializers.mutes import Duration

ADDED = ["ADDED", "ALREADY", "PENDING", "FULL", "FAILED"]


def either(given: dict[str, Any]) -> list[str]:
    """The users named by `userId` or by `userIds`, not by both."""
    if ("userId" in given) == ("userIds" in given):
        raise serializers.ValidationError({"userId": ["give either userId or userIds"]})
    names: list[str] = given.get("userIds") or [given["userId"]]
    return names


class HowAdded(serializers.Serializer[Any]):
    silence = Flag(default=False, help_text="no message in the chat tells of it")
    inviteReason = Text(default="", allow_blank=True, max_length=256)


class AddMembers(HowAdded):
    userId = Identifier(required=False)
    userIds = Words(child=Identifier(), required=False, min_length=1, max_length=20)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        return {**given, "userIds": either(given)}


class AddManyMembers(HowAdded):
    userIds = Words(child=Identifier(), min_length=1, max_length=300)


class HowRemoved(serializers.Serializer[Any]):
    reason = Text(default="", allow_blank=True, max_length=200)
    silence = Flag(default=False, help_text="no message in the chat tells of it")


class OneTarget(serializers.Serializer[Any]):
    targetUserId = Identifier()


class RemoveManyMembers(HowRemoved):
    userIds = Words(child=Identifier(), min_length=1, max_length=100)


class SetRoles(serializers.Serializer[Any]):
    userId = Identifier(required=False)
    userIds = Words(child=Identifier(), required=False, min_length=1, max_length=50)
    role = Choice([Role.ADMIN, Role.MEMBER], required=False)
    nameCard = Text(required=False, allow_blank=True, max_length=64, one_line=True)
    custom = Custom(required=False)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if not given.keys() & {"role", "nameCard", "custom"}:
            raise serializers.ValidationError({"role": ["give role, nameCard or custom"]})
        return {**given, "userIds": either(given)}


class NewOwner(serializers.Serializer[Any]):
    newOwnerId = Identifier()


class NewOwnerOrMember(NewOwner):
    addIfMissing = Flag(default=False, help_text="who is no member is added first")


class Mute(serializers.Serializer[Any]):
    userIds = Words(child=Identifier(), required=False, min_length=1, max_length=500)
    duration = Duration(required=False, help_text="seconds; 0 unmutes, -1 or 4294967295 is for ever")
    muteAll = Flag(required=False, help_text="instead of the two others: nobody but owner and admins speaks")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if "muteAll" in given:
            if len(given) > 1:
                raise serializers.ValidationError({"muteAll": ["does not go with userIds and duration"]})
            return given
        for name in ("userIds", "duration"):
            if name not in given:
                raise serializers.ValidationError({name: ["This field is required."]})
        return given


class AddedMemberShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    status = serializers.CharField()
    message = serializers.CharField()
    result = serializers.ChoiceField(ADDED)


class AddedMembersShown(BatchShown):
    results = AddedMemberShown(many=True)


class RemovedMemberShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    removed = serializers.BooleanField()


class RemovedItemShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    status = serializers.CharField()
    message = serializers.CharField()


class RemovedMembersShown(BatchShown):
    results = RemovedItemShown(many=True)


class RolesShown(serializers.Serializer[Any]):
    items = MemberShown(many=True)


class TransferredShown(serializers.Serializer[Any]):
    groupId = serializers.CharField()
    ownerId = serializers.CharField()
    previousOwnerId = serializers.CharField(allow_null=True)


class MutedItemShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    status = serializers.CharField()
    message = serializers.CharField()
    muteUntil = serializers.IntegerField(required=False, help_text="0: not muted, -1: for ever")


class MutedMembersShown(BatchShown):
    results = MutedItemShown(many=True)
