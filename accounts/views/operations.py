"""Who did what in an app: row 92."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import AppAdminViewSet
from accounts.serializers import operations as shapes
from journal.operations import operation_feed


class OperationsViewSet(AppAdminViewSet):
    @extend_schema(
        operation_id="im_admin_operation_logs_list",
        parameters=[shapes.ListOperations],
        responses=shapes.OperationsShown,
    )
    def feed(self, request: Request) -> Response:
        query = self.read_query(shapes.ListOperations)
        limit, cursor = query["limit"], query.get("cursor")
        return Response(operation_feed(self.app.pk, asked=query, limit=limit, cursor=cursor))
