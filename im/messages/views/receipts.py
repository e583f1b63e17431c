"""The server's door to the receipts of a group, row 77."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import AppAdminViewSet
from im.conversations.rules import group_conversation
from im.messages import serializers as shapes
from im.messages.receipts import group_receipts


class ReceiptViewSet(AppAdminViewSet):
    @extend_schema(parameters=[shapes.GroupReceipts], responses=shapes.GroupReceiptsShown)
    def of_group(self, request: Request, group_id: str) -> Response:
        query = self.read_query(shapes.GroupReceipts, groupId=group_id)
        return Response(group_receipts(group_conversation(self.app, query["groupId"]), query))
