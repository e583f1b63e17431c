"""What comes in and goes out at the doors of the keyword filters."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, Flag, Integer, MessageId, Text, Words
from config.api.paging import BatchShown, PageQuery, PageShown
from config.api.schema import one_of
from im.moderation.entries import LONGEST, MASK, SCOPES
from im.moderation.models import FilterAction, MatchType

MOST_AT_ONCE = 500
LONGEST_TEXT = 65_536


class Options(serializers.Serializer[Any]):
    """What can be set beside the word."""

    matchType = Choice(MatchType.choices, required=False)
    action = Choice(FilterAction.choices, required=False)
    replacement = Text(required=False, max_length=64, one_line=True, help_text=f"for REPLACE, else {MASK}")
    category = Text(required=False, allow_blank=True, max_length=64, one_line=True)
    scopes = Words(child=Choice(SCOPES), required=False, min_length=1, max_length=3)
    enabled = Flag(required=False)

    def validate_scopes(self, scopes: list[str]) -> list[str]:
        return [scope for scope in SCOPES if scope in scopes]


class CreateKeywords(Options):
    """One `word`, or `words`."""

    word = Text(required=False, help_text=f"1 to {LONGEST} characters")
    words = Words(child=Text(allow_blank=True), required=False, min_length=1, max_length=MOST_AT_ONCE)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("word" in attrs) == ("words" in attrs):
            raise serializers.ValidationError({"word": "give either word or words"})
        return attrs


class UpdateKeyword(Options):
    word = Text(required=False, help_text=f"1 to {LONGEST} characters")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError({"word": "give something to change"})
        return attrs


class OneKeyword(serializers.Serializer[Any]):
    filterId = MessageId()


class ListKeywords(PageQuery):
    size = Integer(min_value=1, max_value=200, default=20)
    keyword = Text(required=False, max_length=64)
    action = Choice(FilterAction.choices, required=False)
    enabled = Flag(required=False)
    category = Text(required=False, allow_blank=True, max_length=64)


class RemoveKeywords(serializers.Serializer[Any]):
    """These, or all of a category."""

    ids = Words(child=MessageId(), required=False, min_length=1, max_length=MOST_AT_ONCE)
    category = Text(required=False, allow_blank=True, max_length=64)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("ids" in attrs) == ("category" in attrs):
            raise serializers.ValidationError({"ids": "give either ids or category"})
        return attrs


class TestKeywords(serializers.Serializer[Any]):
    text = Text(max_length=LONGEST_TEXT)
    scope = Choice(SCOPES, default=SCOPES[0])


class ImportKeywords(Options):
    """A file's text; the options hold for whatever a line leaves out."""

    format = Choice(["csv", "txt"])
    content = Text()


class ExportKeywords(serializers.Serializer[Any]):
    format = Choice(["csv", "txt"], default="csv")


class KeywordShown(serializers.Serializer[Any]):
    id = serializers.CharField()
    word = serializers.CharField()
    matchType = serializers.ChoiceField(MatchType.choices)
    action = serializers.ChoiceField(FilterAction.choices)
    replacement = serializers.CharField()
    category = serializers.CharField(allow_blank=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(SCOPES))
    enabled = serializers.BooleanField()
    hitCount = serializers.IntegerField()
    createdAt = serializers.IntegerField()


class KeywordsShown(PageShown):
    items = KeywordShown(many=True)


class KeywordAddedShown(serializers.Serializer[Any]):
    word = serializers.CharField(allow_blank=True)
    status = serializers.CharField()
    message = serializers.CharField()
    filter = KeywordShown(allow_null=True)


class KeywordsAddedShown(BatchShown):
    results = KeywordAddedShown(many=True)


class KeywordNotImportedShown(serializers.Serializer[Any]):
    line = serializers.IntegerField(help_text="from 1")
    word = serializers.CharField(allow_blank=True)
    status = serializers.CharField()
    message = serializers.CharField()


class KeywordsImportedShown(BatchShown):
    """Of the lines that failed the first 500."""

    results = KeywordNotImportedShown(many=True)


class KeywordDeletedShown(serializers.Serializer[Any]):
    id = serializers.CharField()
    deleted = serializers.BooleanField()


class KeywordRemovedShown(serializers.Serializer[Any]):
    id = serializers.CharField()
    status = serializers.CharField()
    message = serializers.CharField()


class KeywordsRemovedShown(BatchShown):
    """`results` for `ids`; for a category there are none."""

    results = KeywordRemovedShown(many=True)


class KeywordHitShown(serializers.Serializer[Any]):
    """`start` and `end` (exclusive) count code points of the text."""

    id = serializers.CharField()
    word = serializers.CharField()
    action = serializers.ChoiceField(FilterAction.choices)
    start = serializers.IntegerField()
    end = serializers.IntegerField()


class KeywordsTestedShown(serializers.Serializer[Any]):
    """What would be done with the text, and what would be left of it; null where nothing hits."""

    action = serializers.ChoiceField(FilterAction.choices, allow_null=True)
    result = serializers.CharField()
    hits = KeywordHitShown(many=True)


KeywordCreatedShown = one_of("KeywordCreatedShown", KeywordShown, KeywordsAddedShown)
