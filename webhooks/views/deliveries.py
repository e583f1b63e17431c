"""The doors of deliveries: row 82, and what sends them again."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import AppAdminViewSet
from accounts.idempotency import idempotent
from accounts.models import OperatorRole
from webhooks import shapes
from webhooks.actions import resending
from webhooks.deliveries import delivery_feed
from webhooks.serializers import deliveries as kinds


class DeliveriesViewSet(AppAdminViewSet):
    mandates = {"redeliver": OperatorRole.SUPPORT}

    @extend_schema(
        operation_id="im_admin_webhook_deliveries_list",
        parameters=[kinds.ListDeliveries],
        responses=kinds.DeliveriesShown,
    )
    def feed(self, request: Request) -> Response:
        query = self.read_query(kinds.ListDeliveries)
        limit, cursor = query["limit"], query.get("cursor")
        return Response(delivery_feed(self.app, asked=query, limit=limit, cursor=cursor))

    @extend_schema(request=None, responses=kinds.DeliveryShown)
    @idempotent
    def redeliver(self, request: Request, /, **path: str) -> Response:
        key = self.read_path(kinds.OneDelivery, **path)["id"]
        delivery = resending.redeliver(app=self.app, delivery_id=key, by=self.caller)
        return Response(shapes.delivery_shown(delivery))
