"""Endpoints: what is asked of them and how they look."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, Flag, Identifier, Integer, MessageId, Text, Words
from config.api.paging import PageQuery, PageShown
from config.egress.urls import LONGEST
from journal.names import MSG_TYPES
from webhooks.models import DisabledReason, Mode

MOST_FILTERED = 500
HEALTH = ("HEALTHY", "DEGRADED", "DOWN", "DISABLED", "IDLE")


class OneEndpoint(serializers.Serializer[Any]):
    id = MessageId()


class ListEndpoints(PageQuery):
    enabled = Flag(required=False)


class Filters(serializers.Serializer[Any]):
    """An event is heard if it has one of each that is set."""

    msgTypes = Words(child=Choice(sorted(MSG_TYPES)), required=False, max_length=50)
    groupIds = Words(child=Identifier(max_length=48), required=False, max_length=MOST_FILTERED)
    userIds = Words(child=Identifier(), required=False, max_length=MOST_FILTERED)


class EndpointFields(serializers.Serializer[Any]):
    name = Text(required=False, max_length=64, one_line=True, trim_whitespace=True)
    url = Text(required=False, max_length=LONGEST)
    events = Words(
        child=Text(max_length=64),
        required=False,
        min_length=1,
        max_length=100,
        help_text="names, prefixes as message.*, or * for all that is told after it happened",
    )
    enabled = Flag(required=False)
    timeoutMs = Integer(
        required=False, allow_null=True, min_value=1_000, max_value=30_000, help_text="for after-events"
    )
    budgetMs = Integer(
        required=False, allow_null=True, min_value=100, max_value=5_000, help_text="for before-events"
    )
    failOpen = Flag(required=False, help_text="a before-event that is not answered: allow (true) or deny")
    filters = Filters(required=False)
    secret = Text(required=False, max_length=200, help_text="whsec_ and 24 to 64 bytes in base64")


class ChangeEndpoint(EndpointFields):
    rotateSecret = Flag(required=False, help_text="replaced secrets sign for 24 h beside the new one")


class MakeEndpoint(EndpointFields):
    name = Text(max_length=64, one_line=True, trim_whitespace=True)
    url = Text(max_length=LONGEST)
    events = Words(child=Text(max_length=64), min_length=1, max_length=100)


class EndpointShown(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()
    events = serializers.ListField(child=serializers.CharField())
    enabled = serializers.BooleanField()
    disabledReason = serializers.ChoiceField(DisabledReason.choices, allow_null=True)
    mode = serializers.ChoiceField(Mode.choices)
    timeoutMs = serializers.IntegerField(allow_null=True, help_text="null where mode is BEFORE")
    budgetMs = serializers.IntegerField(allow_null=True, help_text="null where mode is AFTER")
    failOpen = serializers.BooleanField()
    filters = Filters()
    secretHint = serializers.CharField(
        allow_null=True, help_text="its last characters; null where no key of the server opens it: rotate it"
    )
    createdAt = serializers.IntegerField()
    updatedAt = serializers.IntegerField()
    health = serializers.ChoiceField(HEALTH)


class EndpointsShown(PageShown):
    items = EndpointShown(many=True)


class ChangedEndpointShown(EndpointShown):
    secret = serializers.CharField(required=False, help_text="signs; shown only now")


class MadeEndpointShown(EndpointShown):
    secret = serializers.CharField(help_text="signs; shown only now")


class DeletedEndpointShown(serializers.Serializer[Any]):
    id = serializers.CharField()
    deleted = serializers.BooleanField()
