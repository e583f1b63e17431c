"""The door of a send."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.idempotency import keeps_its_own, key_of
from config.api.reading import as_object
from push import rates
from push.actions import sending
from push.doors import SendViewSet
from push.drafting import draft
from push.serializers import sending as kinds
from push.serializers.sent import SentPushShown


class SendingViewSet(SendViewSet):
    @extend_schema(request=kinds.SendPush, responses=SentPushShown)
    @keeps_its_own
    def send(self, request: Request) -> Response:
        rates.admit_push(self.app)
        given, key = self.read(kinds.SendPush), key_of(request)
        asked = draft(self.app, given, body=as_object(request.data), key=key)
        return Response(sending.send(app=self.app, draft=asked, by=self.caller))
