"""The doors of endpoints: rows 78 to 81, and what is done with one beside them."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import AppAdminViewSet
from accounts.idempotency import idempotent
from accounts.mandates import require
from accounts.models import OperatorRole
from webhooks import lists, shapes
from webhooks.actions import creating, deleting, resending, testing, updating
from webhooks.serializers import endpoints as kinds
from webhooks.serializers.deliveries import Recover, RecoveredShown, TestedShown


class EndpointsViewSet(AppAdminViewSet):
    """A new secret is for administrators: what replaces it there, the customer's server must know."""

    mandates = {"test": OperatorRole.SUPPORT}

    def endpoint_id(self, path: dict[str, str]) -> int:
        endpoint_id: int = self.read_path(kinds.OneEndpoint, **path)["id"]
        return endpoint_id

    @extend_schema(
        operation_id="im_admin_webhooks_list",
        parameters=[kinds.ListEndpoints],
        responses=kinds.EndpointsShown,
    )
    def page_of(self, request: Request) -> Response:
        return Response(lists.endpoint_page(self.app, **self.read_query(kinds.ListEndpoints)))

    @extend_schema(request=kinds.MakeEndpoint, responses=kinds.MadeEndpointShown)
    @idempotent
    def make(self, request: Request) -> Response:
        given = self.read(kinds.MakeEndpoint)
        endpoint, secret = creating.create(app=self.app, given=given, by=self.caller)
        return Response({**shapes.endpoint_shown(endpoint), "secret": secret})

    @extend_schema(request=kinds.ChangeEndpoint, responses=kinds.ChangedEndpointShown)
    def change(self, request: Request, /, **path: str) -> Response:
        key, given = self.endpoint_id(path), self.read(kinds.ChangeEndpoint)
        if given.get("rotateSecret") and self.caller.role == "T":
            require(self.caller.mandate, OperatorRole.ADMINISTRATOR)
        endpoint, secret = updating.update(app=self.app, endpoint_id=key, given=given, by=self.caller)
        new = {} if secret is None else {"secret": secret}
        return Response({**shapes.endpoint_shown(endpoint), **new})

    @extend_schema(request=None, responses={200: kinds.DeletedEndpointShown})
    def remove(self, request: Request, /, **path: str) -> Response:
        gone = deleting.delete(app=self.app, endpoint_id=self.endpoint_id(path), by=self.caller)
        return Response({"id": str(gone.pk), "deleted": True})

    @extend_schema(request=Recover, responses=RecoveredShown)
    @idempotent
    def recover(self, request: Request, /, **path: str) -> Response:
        key, given = self.endpoint_id(path), self.read(Recover)
        recovered = resending.recover(app=self.app, endpoint_id=key, by=self.caller, **given)
        return Response({"recovered": recovered})

    @extend_schema(request=None, responses=TestedShown)
    @idempotent
    def test(self, request: Request, /, **path: str) -> Response:
        return Response(testing.test(app=self.app, endpoint_id=self.endpoint_id(path), by=self.caller))
