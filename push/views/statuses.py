"""The door of a user's standing."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.api import reading
from push.doors import AdminViewSet
from push.serializers.statuses import AskStatuses, UserStatusesShown
from push.shapes.statuses import status_shown
from push.statuses import statuses


class StatusesViewSet(AdminViewSet):
    @extend_schema(parameters=[AskStatuses], responses=UserStatusesShown)
    def statuses(self, request: Request) -> Response:
        named = ",".join(request.query_params.getlist("userId"))
        query = reading.read_words(AskStatuses, {**request.query_params.dict(), "userId": named})
        items = [status_shown(status) for status in statuses(self.app, query["userId"])]
        return Response({**(items[0] if len(items) == 1 else {}), "items": items})
