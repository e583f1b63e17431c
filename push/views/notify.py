"""The internal door at which another service tells what happened in a chat."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from push.doors import InsideViewSet
from push.notifying import notify, placed
from push.serializers.notify import NotifiedShown, NotifyPush
from push.shapes.notified import answer_shown, told_of


class NotifyViewSet(InsideViewSet):
    @extend_schema(request=NotifyPush, responses=NotifiedShown)
    def notify(self, request: Request) -> Response:
        """Answered when it is committed; the vendors are never waited for."""
        (answer,) = notify([placed(told_of(self.app, self.read(NotifyPush)))])
        return Response(answer_shown(answer))
