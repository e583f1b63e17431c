"""What comes in and goes out at the door of what was flagged."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, MessageId, Text
from config.api.paging import FeedQuery
from im.moderation.models import FlaggedKind, Review
from im.moderation.serializers.mutes import Duration
from im.moderation.serializers.words import KeywordHitShown

DECISIONS = ("APPROVE", "REVOKE", "MUTE")


class OneFlagged(serializers.Serializer[Any]):
    id = MessageId()


class ListFlagged(FeedQuery):
    review = Choice(Review.values, default=Review.OPEN)
    kind = Choice(FlaggedKind.values, required=False)


class ReviewFlagged(serializers.Serializer[Any]):
    decision = Choice(
        DECISIONS,
        help_text="APPROVE: it may stay; REVOKE the message; MUTE who said it and leave what was said",
    )
    reason = Text(
        required=False, allow_blank=True, max_length=200, help_text="kept; of REVOKE told to the conversation"
    )
    muteSeconds = Duration(required=False, help_text="with MUTE, or beside REVOKE; -1 for ever")


class FlaggedShown(serializers.Serializer[Any]):
    """`text`: what was screened, as it was then; the hits are places in it."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(FlaggedKind.choices)
    targetId = serializers.CharField(
        allow_blank=True, help_text="messageId (none with onlineOnly), userId or groupId"
    )
    userId = serializers.CharField(help_text="who said it")
    text = serializers.CharField()
    hits = KeywordHitShown(many=True)
    review = serializers.ChoiceField(Review.choices)
    reviewedBy = serializers.CharField(allow_null=True)
    reviewedAt = serializers.IntegerField(allow_null=True)
    note = serializers.CharField(allow_blank=True, help_text="the reason given")
    createdAt = serializers.IntegerField()


class FlaggedFeedShown(serializers.Serializer[Any]):
    items = FlaggedShown(many=True)
    nextCursor = serializers.CharField(allow_null=True)
    hasMore = serializers.BooleanField()
