"""What comes in and goes out at the doors of friends and blacklists."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.fields import Choice, Flag, Identifier, MessageId, Moment, Text, Words
from config.api.paging import BatchShown, PageQuery, PageShown
from config.clock import now_ms
from im.names import GroupName
from im.relations.models import AddType, RequestStatus

RESULTS = [(word, word) for word in ("ADDED", "PENDING", "ALREADY")]
RELATIONS = [(word, word) for word in ("NONE", "A_WITH_B", "B_WITH_A", "BOTH_WAY")]
LONGEST_NAME = 30


class Past(Moment):
    """A moment that has been, give or take a minute of other clocks."""

    default_error_messages = {"future": "must not be in the future"}

    def to_internal_value(self, data: Any) -> int:
        value = super().to_internal_value(data)
        if value > now_ms() + 60_000:
            self.fail("future")
        return value


class ListFriends(PageQuery):
    updatedAfter = Moment(required=False)
    keyword = Text(required=False, max_length=96, trim_whitespace=True)


class Remark(Text):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_bytes=96, one_line=True, allow_blank=True, **options)


class AddFriend(serializers.Serializer[Any]):
    friendId = Identifier()
    remark = Remark(required=False)
    groupName = GroupName(longest=LONGEST_NAME, required=False, allow_null=True, allow_blank=True)
    addSource = Text(required=False, allow_blank=True, max_length=32, one_line=True)
    addWording = Text(required=False, allow_blank=True, max_length=256)
    addType = Choice(AddType.choices, default=AddType.BOTH)
    force = Flag(required=False, help_text="for trusted callers: the other is not asked")


class ImportFriend(AddFriend):
    addTime = Past(required=False, help_text="with importMode")


@extend_schema_field(ImportFriend)
class FriendEntry(serializers.DictField):
    """Any object here: it is judged by itself, so that a bad one harms no other."""


class AddFriends(serializers.Serializer[Any]):
    """The entries are judged one by one: a bad one is a failed item."""

    friends = Words(child=FriendEntry(), min_length=1, max_length=100)
    importMode = Flag(required=False, help_text="for trusted callers: no checks, no events")

    def validate_friends(self, entries: list[Any]) -> list[Any]:
        for index, entry in enumerate(entries):
            if not isinstance(entry.get("friendId"), str):
                raise serializers.ValidationError({str(index): {"friendId": ["must be a string"]}})
        return entries


class OneFriend(serializers.Serializer[Any]):
    friendId = Identifier()


class DeleteType(serializers.Serializer[Any]):
    deleteType = Choice(AddType.choices, default=AddType.BOTH)


class RemoveFriend(OneFriend, DeleteType):
    """Path and query together."""


class RemoveAllFriends(DeleteType):
    confirm = Flag()

    def validate_confirm(self, sure: bool) -> bool:
        if not sure:
            raise serializers.ValidationError("must be true")
        return sure


class RemoveFriends(DeleteType):
    friendIds = Words(child=Identifier(), min_length=1, max_length=1_000)


class KeepFriend(serializers.Serializer[Any]):
    groupName = GroupName(longest=LONGEST_NAME, required=False, allow_null=True, allow_blank=True)
    remark = Remark(required=False, allow_null=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if not given:
            raise serializers.ValidationError({"groupName": "give groupName or remark"})
        return {name: value or "" for name, value in given.items()}


class ListFriendGroups(serializers.Serializer[Any]):
    withFriends = Flag(default=False)


class ListFriendGroup(PageQuery):
    groupName = Text()


class CheckFriends(serializers.Serializer[Any]):
    userIds = Words(child=Identifier(), min_length=1, max_length=1_000)
    checkType = Choice(AddType.choices, default=AddType.BOTH)


class ListRequests(PageQuery):
    box = Choice(["IN", "OUT"], default="IN")
    status = Choice(RequestStatus.choices, required=False)


class OneRequest(serializers.Serializer[Any]):
    requestId = MessageId()


class AddBlocked(serializers.Serializer[Any]):
    userId = Identifier(required=False)
    userIds = Words(child=Identifier(), required=False, min_length=1, max_length=1_000)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if ("userId" in given) == ("userIds" in given):
            raise serializers.ValidationError({"userId": ["give either userId or userIds"]})
        return {"userIds": given.get("userIds") or [given["userId"]]}


class RemoveBlocked(serializers.Serializer[Any]):
    userIds = Words(child=Identifier(), min_length=1, max_length=1_000)


class FriendShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    nickname = serializers.CharField(allow_blank=True)
    avatar = serializers.CharField(allow_blank=True)
    remark = serializers.CharField(allow_blank=True)
    groupName = serializers.CharField(allow_null=True)
    addSource = serializers.CharField(allow_blank=True)
    addWording = serializers.CharField(allow_blank=True)
    createdAt = serializers.IntegerField()
    online = serializers.BooleanField()


class FriendGroupPageShown(PageShown):
    items = FriendShown(many=True)


class FriendsShown(FriendGroupPageShown):
    sequence = serializers.IntegerField()
    removed = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="with updatedAfter"
    )


class AddedShown(serializers.Serializer[Any]):
    friendId = serializers.CharField()
    result = serializers.ChoiceField(RESULTS)
    requestId = serializers.CharField(required=False, help_text="where PENDING")


class AddedItemShown(serializers.Serializer[Any]):
    userId = serializers.CharField(allow_blank=True)
    status = serializers.CharField()
    message = serializers.CharField()
    result = serializers.ChoiceField(RESULTS, required=False)
    requestId = serializers.CharField(required=False)


class AddedAllShown(BatchShown):
    results = AddedItemShown(many=True)


class ItemShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    status = serializers.CharField()
    message = serializers.CharField()


class ItemsShown(BatchShown):
    results = ItemShown(many=True)


class RemovedFriendShown(serializers.Serializer[Any]):
    friendId = serializers.CharField()
    deleted = serializers.BooleanField()


class RemovedFriendsShown(serializers.Serializer[Any]):
    deleted = serializers.IntegerField()


class FriendGroupShown(serializers.Serializer[Any]):
    groupName = serializers.CharField()
    count = serializers.IntegerField()
    userIds = serializers.ListField(child=serializers.CharField(), required=False)


class FriendGroupsShown(serializers.Serializer[Any]):
    items = FriendGroupShown(many=True)
    sequence = serializers.IntegerField()


class RelationShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    relation = serializers.ChoiceField(RELATIONS)
    status = serializers.CharField()


class RelationsShown(serializers.Serializer[Any]):
    results = RelationShown(many=True)


class FriendRequestShown(serializers.Serializer[Any]):
    requestId = serializers.CharField()
    fromId = serializers.CharField()
    toId = serializers.CharField()
    wording = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(RequestStatus.choices)
    createdAt = serializers.IntegerField()
    handledAt = serializers.IntegerField(allow_null=True)


class FriendRequestsShown(PageShown):
    items = FriendRequestShown(many=True)


class BlockedShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    nickname = serializers.CharField(allow_blank=True)
    avatar = serializers.CharField(allow_blank=True)
    createdAt = serializers.IntegerField()


class BlacklistShown(PageShown):
    items = BlockedShown(many=True)
