"""The shapes of what the webhooks themselves tell the world, by the events' names."""

from rest_framework import serializers

from accounts.event_shapes import LEFT_OUT, Act
from webhooks.serializers.alerts import AlertShown


class WebhookAlertEvent(AlertShown, Act):
    ackBy = LEFT_OUT
    ackAt = LEFT_OUT
    note = LEFT_OUT
    resolvedAt = LEFT_OUT


class WebhookTestEvent(Act):
    webhookId = serializers.CharField()
    webhookName = serializers.CharField()


EVENTS = {"webhook.alert": WebhookAlertEvent, "webhook.test": WebhookTestEvent}
ON_SOCKETS: dict[str, type[serializers.Serializer[object]]] = {}
