"""The doors of alerts and health: rows 83 to 85."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import AppAdminViewSet
from accounts.models import OperatorRole
from webhooks import health
from webhooks.actions import acknowledging
from webhooks.alerts import lists
from webhooks.alerts.shapes import alert_shown
from webhooks.serializers import alerts as kinds
from webhooks.serializers.endpoints import OneEndpoint


class AlertsViewSet(AppAdminViewSet):
    mandates = {"acknowledge": OperatorRole.SUPPORT}

    @extend_schema(parameters=[kinds.ListAlerts], responses=kinds.AlertsShown)
    def page_of(self, request: Request) -> Response:
        asked = self.read_query(kinds.ListAlerts)
        webhook_id = asked.pop("webhookId", None)
        return Response(lists.alert_page(self.app, webhook_id=webhook_id, **asked))

    @extend_schema(request=kinds.AcknowledgeAlert, responses={200: kinds.AlertShown})
    def acknowledge(self, request: Request, **path: str) -> Response:
        alert_id = self.read_path(kinds.OneAlert, **path)["id"]
        note = self.read(kinds.AcknowledgeAlert).get("note", "")
        alert = acknowledging.acknowledge(app=self.app, alert_id=alert_id, note=note, by=self.caller)
        return Response(alert_shown(alert))


class HealthViewSet(AppAdminViewSet):
    @extend_schema(parameters=[kinds.ShowHealth], responses=kinds.HealthShown)
    def show(self, request: Request, **path: str) -> Response:
        endpoint_id = self.read_path(OneEndpoint, **path)["id"]
        return Response(health.health_of(self.app, endpoint_id, **self.read_query(kinds.ShowHealth)))
