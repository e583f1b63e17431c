"""The doors of credentials, beside the reference."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import OperatorRole
from push.actions import credentials
from push.doors import AdminViewSet
from push.models import Credential
from push.serializers import credentials as kinds
from push.shapes.credentials import credential_shown, credentials_shown


class CredentialsViewSet(AdminViewSet):
    mandates = {action: OperatorRole.ADMINISTRATOR for action in ("put", "remove", "check")}

    def vendor(self, path: dict[str, str]) -> str:
        vendor: str = self.read_path(kinds.OneCredential, **path)["vendor"]
        return vendor

    @extend_schema(responses=kinds.CredentialsShown)
    def listed(self, request: Request) -> Response:
        rows = Credential.objects.filter(app=self.app).order_by("vendor")
        return Response({"items": credentials_shown(self.app.pk, list(rows))})

    @extend_schema(request=kinds.ChangeCredential, responses=kinds.CredentialShown)
    def put(self, request: Request, /, **path: str) -> Response:
        vendor, given = self.vendor(path), self.read(kinds.ChangeCredential)
        stored = credentials.put(app=self.app, vendor=vendor, given=given, by=self.caller)
        return Response(credential_shown(stored))

    @extend_schema(request=None, responses={200: kinds.DeletedCredentialShown})
    def remove(self, request: Request, /, **path: str) -> Response:
        vendor = self.vendor(path)
        credentials.delete(app=self.app, vendor=vendor, by=self.caller)
        return Response({"vendor": vendor, "deleted": True})

    @extend_schema(request=None, responses=kinds.CredentialShown)
    def check(self, request: Request, /, **path: str) -> Response:
        checked = credentials.check(app=self.app, vendor=self.vendor(path), by=self.caller)
        return Response(credential_shown(checked))
