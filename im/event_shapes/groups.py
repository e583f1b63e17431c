"""Groups, their members and who wants in."""

from typing import Any

from rest_framework import serializers

from accounts.event_shapes import LEFT_OUT, Act
from im.groups.models import Role
from im.groups.serializers.groups import GroupShown
from im.groups.serializers.requests import JoinRequestShown


class GroupAct(Act):
    groupId = serializers.CharField()
    userIds = serializers.ListField(child=serializers.CharField(), help_text="whom it is about")


class GroupTold(GroupShown):
    attributes = LEFT_OUT
    attributesVersion = LEFT_OUT
    lastSeq = LEFT_OUT
    lastMessageAt = LEFT_OUT
    self = LEFT_OUT


class GroupCreatedEvent(GroupTold, GroupAct):
    """The group; `userIds` are its first members."""


class BeforeCreateEvent(GroupTold, GroupAct):
    groupId = serializers.CharField(required=False, help_text="where the caller gave one")


class GroupChangesTold(GroupTold):
    """What is different now."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class GroupUpdatedEvent(GroupAct):
    changed = GroupChangesTold()


class GroupAttributesChangedEvent(GroupAct):
    changed = serializers.DictField(child=serializers.CharField(allow_blank=True))
    removed = serializers.ListField(child=serializers.CharField())
    version = serializers.IntegerField()


class GroupDismissedEvent(GroupAct):
    reason = serializers.CharField(allow_blank=True)


class GroupFullEvent(GroupAct):
    memberCount = serializers.IntegerField()
    maxMembers = serializers.IntegerField()


class GroupMemberJoinedEvent(GroupAct):
    memberCount = serializers.IntegerField()
    inviteReason = serializers.CharField(allow_blank=True)


class GroupMemberLeftEvent(GroupAct):
    kind = serializers.ChoiceField(["QUIT", "KICKED"])
    reason = serializers.CharField(allow_blank=True)
    memberCount = serializers.IntegerField()


class GroupMemberMutedEvent(GroupAct):
    duration = serializers.IntegerField(help_text="seconds, 0 when it ended, -1 for ever")
    muteUntil = serializers.IntegerField()


class GroupRoleChangedEvent(GroupAct):
    """Those that were set, the others null."""

    role = serializers.ChoiceField(Role.choices, allow_null=True)
    nameCard = serializers.CharField(allow_null=True, allow_blank=True)
    custom = serializers.DictField(child=serializers.CharField(allow_blank=True), allow_null=True)


class GroupOwnerChangedEvent(GroupAct):
    ownerId = serializers.CharField()
    previousOwnerId = serializers.CharField(allow_null=True)


class GroupJoinEvent(JoinRequestShown, GroupAct):
    """The request; `userIds` is the applicant."""


class BeforeJoinEvent(JoinRequestShown, GroupAct):
    requestId = LEFT_OUT


EVENTS = {
    "group.created": GroupCreatedEvent,
    "group.updated": GroupUpdatedEvent,
    "group.dismissed": GroupDismissedEvent,
    "group.attributes_changed": GroupAttributesChangedEvent,
    "group.full": GroupFullEvent,
    "group.member_joined": GroupMemberJoinedEvent,
    "group.member_left": GroupMemberLeftEvent,
    "group.member_muted": GroupMemberMutedEvent,
    "group.role_changed": GroupRoleChangedEvent,
    "group.owner_changed": GroupOwnerChangedEvent,
    "group.join_requested": GroupJoinEvent,
    "group.join_accepted": GroupJoinEvent,
    "group.join_rejected": GroupJoinEvent,
    "group.before_create": BeforeCreateEvent,
    "group.before_join": BeforeJoinEvent,
    "group.before_invite": GroupMemberJoinedEvent,
}
