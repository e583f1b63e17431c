"""The doors of a send: of the app's back end, and of who looks after the app."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import AppViewSet
from accounts.idempotency import keeps_its_own, key_of
from config.api.reading import as_object
from push import rates
from push.actions import sending
from push.doors import AdminViewSet, SendViewSet
from push.drafting import draft
from push.serializers import sending as kinds
from push.serializers.sent import SentPushShown


class SendingViewSet(SendViewSet):
    @extend_schema(request=kinds.SendPush, responses=SentPushShown)
    @keeps_its_own
    def send(self, request: Request) -> Response:
        return _sent(self, request)


class AdminSendingViewSet(AdminViewSet):
    """The same, for operators and administrators, who have no secret of the app."""

    @extend_schema(request=kinds.SendPush, responses=SentPushShown)
    @keeps_its_own
    def send(self, request: Request) -> Response:
        return _sent(self, request)


def _sent(view: AppViewSet, request: Request) -> Response:
    rates.admit_push(view.app)
    given, key = view.read(kinds.SendPush), key_of(request)
    asked = draft(view.app, given, body=as_object(request.data), key=key)
    return Response(sending.send(app=view.app, draft=asked, by=view.caller))
