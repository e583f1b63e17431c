"""Alerts and health: what is asked of them and how they look."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Choice, MessageId, Text
from config.api.paging import PageQuery, PageShown
from webhooks.health import WINDOWS
from webhooks.models import AlertLevel, AlertStatus, AlertType
from webhooks.serializers.endpoints import HEALTH


class OneAlert(serializers.Serializer[Any]):
    id = MessageId()


class ListAlerts(PageQuery):
    status = Choice(AlertStatus.values, required=False)
    webhookId = MessageId(required=False)


class AcknowledgeAlert(serializers.Serializer[Any]):
    note = Text(required=False, allow_blank=True, max_length=200)


class AlertShown(serializers.Serializer[Any]):
    id = serializers.CharField()
    webhookId = serializers.CharField()
    webhookName = serializers.CharField()
    type = serializers.ChoiceField(AlertType.choices)
    level = serializers.ChoiceField(AlertLevel.choices, help_text="the worst so far")
    status = serializers.ChoiceField(AlertStatus.choices)
    count = serializers.IntegerField(help_text="how many times it was found true")
    message = serializers.CharField(help_text="as it was found last")
    firstAt = serializers.IntegerField()
    lastAt = serializers.IntegerField()
    ackBy = serializers.CharField(allow_null=True, help_text="who acknowledged it last")
    ackAt = serializers.IntegerField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    resolvedAt = serializers.IntegerField(allow_null=True)


class AlertsShown(PageShown):
    items = AlertShown(many=True)


class ShowHealth(serializers.Serializer[Any]):
    window = Choice(tuple(WINDOWS), default="1h")


class HealthShown(serializers.Serializer[Any]):
    id = serializers.CharField()
    window = serializers.ChoiceField(tuple(WINDOWS))
    status = serializers.ChoiceField(HEALTH)
    total = serializers.IntegerField(help_text="attempts in the window")
    success = serializers.IntegerField()
    failed = serializers.IntegerField()
    successRate = serializers.FloatField(allow_null=True, help_text="0..1; null without an attempt")
    p50Ms = serializers.IntegerField(allow_null=True)
    p95Ms = serializers.IntegerField(allow_null=True)
    consecutiveFailures = serializers.IntegerField()
    lastSuccessAt = serializers.IntegerField(allow_null=True)
    lastFailureAt = serializers.IntegerField(allow_null=True)
    lastError = serializers.CharField(allow_blank=True)
    backlog = serializers.IntegerField(help_text="deliveries that wait; 10000 stands for that many or more")
    oldestPendingAgeMs = serializers.IntegerField(help_text="since the oldest of them happened")
    breaker = serializers.ChoiceField(["CLOSED", "OPEN", "HALF_OPEN"])
