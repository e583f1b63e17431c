"""The doors of test pushes. They take no Idempotency-Key: nothing waits for a vendor in a transaction."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import OperatorRole
from push.actions.testing import test
from push.doors import AdminViewSet, InsideViewSet
from push.serializers import testing as kinds
from push.shapes.testing import decision_shown, tested_shown


class TestingViewSet(AdminViewSet):
    mandates = {"test": OperatorRole.SUPPORT}

    app_in_body = True

    @extend_schema(request=kinds.PushTest, responses=kinds.PushTestedShown)
    def test(self, request: Request) -> Response:
        tested = test(app=self.app, given=self.read(kinds.PushTest), by=self.caller)
        return Response(tested_shown(tested, self.app.pk))


class TestingInsideViewSet(InsideViewSet):
    @extend_schema(request=kinds.PushTestInside, responses=kinds.PushTestedInsideShown)
    def test(self, request: Request) -> Response:
        tested = test(app=self.app, given=self.read(kinds.PushTestInside), by=self.caller)
        decision = decision_shown(tested.decision)
        return Response({**tested_shown(tested, self.app.pk), "decision": decision})
