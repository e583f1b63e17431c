"""Apps and their settings, and the operators' sign-in: beside the reference."""

from datetime import timedelta

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import shown
from accounts.actions import apps, operators
from accounts.callers import Caller
from accounts.doors import AppAdminViewSet, OpenViewSet, OperatorViewSet
from accounts.idempotency import idempotent
from accounts.models import Operator, OperatorRole
from accounts.serializers import apps as shapes
from config.api import reading
from config.api.paging import PageQuery


class SettingsViewSet(AppAdminViewSet):
    mandates = {"change": OperatorRole.ADMINISTRATOR}

    @extend_schema(responses=shapes.AppSettings)
    def show(self, request: Request) -> Response:
        return Response(self.app.settings)

    @extend_schema(request=shapes.AppSettings(partial=True), responses=shapes.AppSettings)
    def change(self, request: Request) -> Response:
        app = apps.change_settings(
            app=self.app,
            given=reading.as_object(request.data),
            check=lambda settings: reading.read(shapes.AppSettings, settings),
            by=self.caller,
        )
        return Response(app.settings)


class OperatorLoginViewSet(OpenViewSet):
    @extend_schema(request=shapes.Credentials, responses=shapes.PairShown)
    def sign_in(self, request: Request) -> Response:
        given = self.read(shapes.Credentials)
        return Response(operators.sign_in(**given, request=request._request))

    @extend_schema(request=shapes.RefreshToken, responses=shapes.PairShown)
    def refresh(self, request: Request) -> Response:
        return Response(operators.refresh(token=self.read(shapes.RefreshToken)["refresh"]))


class AppsViewSet(OperatorViewSet):
    mandates = {"rotate": OperatorRole.ADMINISTRATOR}

    @property
    def operator(self) -> Operator:
        caller: Caller = self.request.user  # type: ignore[assignment]  # our doors put a Caller there
        assert caller.operator is not None  # noqa: S101  the door lets only operators in
        return caller.operator

    @extend_schema(parameters=[PageQuery], responses=shapes.AppsShown)
    def listed(self, request: Request) -> Response:
        operator, query = self.operator, self.read_query(PageQuery)
        return Response(self.page(operator.apps(), lambda app: shown.app_shown(app, to=operator), query))

    @extend_schema(request=shapes.MakeApp, responses=shapes.MadeAppShown)
    @idempotent
    def make(self, request: Request) -> Response:
        given = self.read(shapes.MakeApp)
        made = apps.create(name=given["name"], app_key=given.get("appKey"), by=self.operator)
        secrets = {"secretKey": made.secret_key, "appSecret": made.app_secret}
        return Response({**shown.app_shown(made.app, to=self.operator), **secrets})

    @extend_schema(request=shapes.RotateSecret, responses=shapes.RotatedShown)
    @idempotent
    def rotate(self, request: Request, app_key: str) -> Response:
        keep_for = self.read(shapes.RotateSecret)["keepFor"]
        caller: Caller = request.user  # type: ignore[assignment]
        app = apps.administered(self.read_path(shapes.AppKeyPath, appKey=app_key)["appKey"], by=self.operator)
        secret_key = apps.rotate_secret(app=app, keep_for=timedelta(seconds=keep_for), by=caller)
        return Response(shown.rotated_shown(app, secret_key))
