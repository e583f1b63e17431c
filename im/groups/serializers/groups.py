"""Groups: what may be set, and what is shown to whom."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, Flag, Identifier, Integer, Moment, NewIdentifier, Text, Words
from config.api.paging import PageQuery, PageShown
from im.groups.models import GroupStatus, JoinOption, Managers, Role, Visibility

MAX_GROUP_ID = 48
MAX_MEMBERS = 10_000
MAX_CUSTOM = 10
MAX_CUSTOM_KEY = 16
MAX_CUSTOM_VALUE = 512
FLAGS = ["AcceptAndNotify", "AcceptNotNotify"]


class Name(Text):
    """Something that can be seen, on one line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=64, one_line=True, **options)

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if not value.strip():
            self.fail("blank")
        return value


class Keyword(Text):
    """The beginning of a groupId, or any part of a name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=64, trim_whitespace=True, **options)


class Custom(serializers.DictField):
    """The app's own fields: at most 10, keys of 1 to 16 bytes, strings of at most 512 bytes."""

    default_error_messages = {
        "not_a_dict": "must be an object",
        "too_many": f"must have at most {MAX_CUSTOM} keys",
        "key": f"keys have 1 to {MAX_CUSTOM_KEY} bytes of UTF-8",
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(child=Text(allow_blank=True, max_bytes=MAX_CUSTOM_VALUE), **options)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            self.fail("not_a_dict")
        if len(data) > MAX_CUSTOM:
            self.fail("too_many")
        if not all(0 < len(key.encode()) <= MAX_CUSTOM_KEY for key in data):
            self.fail("key")
        return super().to_internal_value(data)


class Options(serializers.Serializer[Any]):
    """What may be set when a group is made, and later; null stands for what it begins with."""

    avatar = Text(required=False, allow_null=True, allow_blank=True, max_length=500, one_line=True)
    introduction = Text(required=False, allow_null=True, allow_blank=True, max_bytes=240)
    announcement = Text(required=False, allow_null=True, allow_blank=True, max_bytes=300)
    visibility = Choice(Visibility.choices, required=False, allow_null=True)
    joinOption = Choice(JoinOption.choices, required=False, allow_null=True)
    inviteOption = Choice(Managers.choices, required=False, allow_null=True)
    attributeOption = Choice(Managers.choices, required=False, allow_null=True)
    historyVisible = Flag(required=False, allow_null=True)
    maxMembers = Integer(required=False, allow_null=True, min_value=1, max_value=MAX_MEMBERS)
    custom = Custom(required=False, allow_null=True)


class FirstMember(serializers.Serializer[Any]):
    userId = Identifier()
    role = Choice([Role.ADMIN, Role.MEMBER], default=Role.MEMBER)


class CreateGroup(Options):
    name = Name()
    groupId = NewIdentifier(required=False, allow_null=True, max_length=MAX_GROUP_ID)
    members = Words(child=FirstMember(), required=False, max_length=100)
    ownerId = Identifier(required=False, help_text="for trusted callers: whose group it is")

    def validate_members(self, entries: list[Any]) -> dict[str, str]:
        """userId → role, in the order given; of repeats the first holds."""
        roles: dict[str, str] = {}
        for entry in entries:
            roles.setdefault(entry["userId"], entry["role"])
        return roles


class UpdateGroup(Options):
    name = Name(required=False)
    muteAll = Flag(required=False, allow_null=True)


class ListGroups(PageQuery):
    userId = Identifier(required=False, help_text="whose groups, for trusted callers; else all of the app")
    role = Choice(Role.choices, required=False)
    keyword = Keyword(required=False)
    updatedAfter = Moment(required=False)


class ListPublic(PageQuery):
    keyword = Keyword(required=False)
    sort = Choice(["memberCount", "createdAt"], default="memberCount")


class SearchGroups(PageQuery):
    keyword = Keyword()


class Dismiss(serializers.Serializer[Any]):
    reason = Text(required=False, allow_blank=True, max_length=200)


class OneGroup(serializers.Serializer[Any]):
    groupId = Identifier(max_length=MAX_GROUP_ID)


class ShowGroup(serializers.Serializer[Any]):
    withAttributes = Flag(default=True)


class ShowOneGroup(OneGroup, ShowGroup):
    """Path and query together."""


class BriefShown(serializers.Serializer[Any]):
    groupId = serializers.CharField()
    name = serializers.CharField()
    avatar = serializers.CharField(allow_blank=True)
    introduction = serializers.CharField(allow_blank=True)
    memberCount = serializers.IntegerField()
    maxMembers = serializers.IntegerField()
    visibility = serializers.ChoiceField(Visibility.choices)
    joinOption = serializers.ChoiceField(JoinOption.choices)
    createdAt = serializers.IntegerField()


class SelfShown(serializers.Serializer[Any]):
    """How the one who asks stands in the group."""

    role = serializers.ChoiceField(Role.choices)
    joinTime = serializers.IntegerField()
    muteUntil = serializers.IntegerField(help_text="0: not muted, -1: for ever")
    nameCard = serializers.CharField(allow_blank=True)
    msgFlag = serializers.ChoiceField(FLAGS)
    readSeq = serializers.IntegerField()


class BriefsShown(PageShown):
    items = BriefShown(many=True)


class JoinedShown(BriefShown):
    self = SelfShown(allow_null=True, help_text="null to who is no member")


class JoinedAllShown(PageShown):
    items = JoinedShown(many=True)


class DismissedShown(serializers.Serializer[Any]):
    groupId = serializers.CharField()
    dismissed = serializers.BooleanField()


class OwnerShown(serializers.Serializer[Any]):
    groupId = serializers.CharField()
    ownerId = serializers.CharField(allow_null=True)
    nickname = serializers.CharField(allow_blank=True)
    avatar = serializers.CharField(allow_blank=True)


class GroupShown(BriefShown):
    announcement = serializers.CharField(allow_blank=True)
    ownerId = serializers.CharField(allow_null=True)
    inviteOption = serializers.ChoiceField(Managers.choices)
    attributeOption = serializers.ChoiceField(Managers.choices)
    historyVisible = serializers.BooleanField()
    muteAll = serializers.BooleanField()
    status = serializers.ChoiceField(GroupStatus.choices)
    custom = serializers.DictField(child=serializers.CharField(allow_blank=True))
    updatedAt = serializers.IntegerField()
    attributes = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    attributesVersion = serializers.IntegerField()
    lastSeq = serializers.IntegerField()
    lastMessageAt = serializers.IntegerField(allow_null=True)
    self = SelfShown(allow_null=True, help_text="null to who is no member")


class GroupSeen(GroupShown):
    """Who is no member sees the brief of a PUBLIC group, no more."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name in fields.keys() - BriefShown().fields.keys():
            fields[name].required = False
        return fields


class FailedShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    status = serializers.CharField()


class CreatedShown(GroupShown):
    failed = FailedShown(many=True)
