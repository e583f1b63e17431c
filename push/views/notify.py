"""The internal door at which another service tells what happened in a chat."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.app_keys import app_named
from accounts.doors import InternalViewSet
from config.api.errors import BadParameter
from push.notifying import notify
from push.serializers.notify import NotifiedShown, NotifyPush
from push.shapes.notified import answer_shown, told_of


class NotifyViewSet(InternalViewSet):
    @extend_schema(request=NotifyPush, responses=NotifiedShown)
    def notify(self, request: Request) -> Response:
        """Answered when it is committed; the vendors are never waited for."""
        app = app_named(request)
        if app is None:
            raise BadParameter("appKey", "is required")
        (answer,) = notify([told_of(app, self.read(NotifyPush))])
        return Response(answer_shown(answer))
