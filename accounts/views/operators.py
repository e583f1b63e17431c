"""Operators and their roles, managed by operators: beside the reference."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import shown
from accounts.actions import people
from accounts.callers import Caller
from accounts.doors import OperatorViewSet
from accounts.idempotency import idempotent
from accounts.models import Authenticator, Mandate, Operator, OperatorRole
from accounts.serializers import operators as shapes
from config.api.paging import PageQuery

ADMINISTRATOR = OperatorRole.ADMINISTRATOR


def as_shown(rows: QuerySet[Operator], by: Operator) -> QuerySet[Operator]:
    """With what is shown of each: the roles in the apps that whoever asks administers."""
    mandates = Mandate.objects.filter(app__in=by.administers().values("pk")).select_related("app")
    held = Authenticator.objects.filter(user=OuterRef("pk"), confirmed=True)
    own = Prefetch("mandates", mandates.order_by("app__app_key"), to_attr="shown_mandates")
    return rows.annotate(has_two_factor=Exists(held)).prefetch_related(own)


class OperatorsViewSet(OperatorViewSet):
    mandates = dict.fromkeys(
        ["listed", "make", "change", "reset_password", "reset_two_factor", "give_role", "withdraw_role"],
        ADMINISTRATOR,
    )

    @property
    def caller(self) -> Caller:
        caller: Caller = self.request.user  # type: ignore[assignment]  # our doors put a Caller there
        return caller

    @property
    def by(self) -> Operator:
        assert self.caller.operator is not None  # noqa: S101  the door lets only operators in
        return self.caller.operator

    def shown(self, operator: Operator) -> dict[str, Any]:
        row = as_shown(Operator.objects.filter(pk=operator.pk), self.by).get()
        return shown.operator_shown(row)

    @extend_schema(parameters=[PageQuery], responses=shapes.OperatorsShown)
    def listed(self, request: Request) -> Response:
        people.require_administrator(self.by)
        rows = people.seen_by(self.by)
        if self.caller.app is not None:
            rows = rows.filter(pk__in=Mandate.objects.filter(app=self.caller.app).values("operator"))
        rows = as_shown(rows.order_by("username"), self.by)
        return Response(self.page(rows, shown.operator_shown, self.read_query(PageQuery)))

    @extend_schema(request=shapes.MakeOperator, responses=shapes.HiredShown)
    @idempotent
    def make(self, request: Request) -> Response:
        hired = people.create(given=self.read(shapes.MakeOperator), by=self.caller)
        return Response({**self.shown(hired.operator), "password": hired.password})

    @extend_schema(request=shapes.ChangeOperator, responses=shapes.OperatorShown)
    def change(self, request: Request, username: str) -> Response:
        given = self.read(shapes.ChangeOperator)
        return Response(
            self.shown(people.change(username=self._named(username), given=given, by=self.caller))
        )

    @extend_schema(request=None, responses=shapes.HiredShown)
    @idempotent
    def reset_password(self, request: Request, username: str) -> Response:
        hired = people.reset_password(username=self._named(username), by=self.caller)
        return Response({**self.shown(hired.operator), "password": hired.password})

    @extend_schema(request=None, responses=shapes.OperatorShown)
    def reset_two_factor(self, request: Request, username: str) -> Response:
        return Response(self.shown(people.reset_two_factor(username=self._named(username), by=self.caller)))

    @extend_schema(request=shapes.GiveRole, responses=shapes.OperatorShown)
    def give_role(self, request: Request, username: str, app_key: str) -> Response:
        there = self._there(username, app_key)
        role = OperatorRole(self.read(shapes.GiveRole)["role"])
        return Response(self.shown(people.give_role(**there, role=role, by=self.caller)))

    @extend_schema(request=None, responses={200: shapes.WithdrawnShown})
    def withdraw_role(self, request: Request, username: str, app_key: str) -> Response:
        there = self._there(username, app_key)
        people.withdraw_role(**there, by=self.caller)
        return Response({"username": there["username"], "appKey": there["app_key"], "removed": True})

    def _named(self, username: str) -> str:
        named: str = self.read_path(shapes.UsernamePath, username=username)["username"]
        return named

    def _there(self, username: str, app_key: str) -> dict[str, str]:
        there = self.read_path(shapes.MandatePath, username=username, appKey=app_key)
        return {"username": there["username"], "app_key": there["appKey"]}
