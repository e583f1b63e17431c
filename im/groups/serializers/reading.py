"""A group's members as they are read: what may be asked, and what is shown."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, Flag, Integer, Text
from config.api.paging import FeedQuery, PageQuery, PageShown
from im.groups.models import Role
from im.groups.serializers.groups import FLAGS


class ListMembers(FeedQuery):
    limit = Integer(min_value=1, max_value=200, default=100)
    role = Choice(Role.choices, required=False)
    muted = Flag(required=False, help_text="true: those who may not write, false: the others")


class SearchMembers(PageQuery):
    keyword = Text(max_length=64, trim_whitespace=True)


class MemberShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    nickname = serializers.CharField(allow_blank=True)
    avatar = serializers.CharField(allow_blank=True)
    nameCard = serializers.CharField(allow_blank=True)
    role = serializers.ChoiceField(Role.choices)
    joinTime = serializers.IntegerField()
    muteUntil = serializers.IntegerField(help_text="0: not muted, -1: for ever")
    lastSpeakTime = serializers.IntegerField(allow_null=True)
    msgFlag = serializers.ChoiceField(FLAGS)
    custom = serializers.DictField(child=serializers.CharField(allow_blank=True))


class MembersShown(serializers.Serializer[Any]):
    items = MemberShown(many=True)
    total = serializers.IntegerField()
    nextCursor = serializers.CharField(allow_null=True)
    hasMore = serializers.BooleanField()


class FoundMembersShown(PageShown):
    items = MemberShown(many=True)
