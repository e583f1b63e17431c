"""Accounts and their profiles: rows 5 to 11."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import mandates, shown
from accounts.actions import lifecycle, profile
from accounts.doors import AccountViewSet
from accounts.idempotency import idempotent
from accounts.models import Account, OperatorRole
from accounts.permissions import IsAccount, IsAppAdmin
from accounts.serializers import profile as shapes
from config.api import reading, status
from config.api.errors import Missing
from config.api.handler import field_errors


class AccountsViewSet(AccountViewSet):
    """Door U; to import and to remove, door A."""

    mandates = dict.fromkeys(("import_one", "import_many", "remove"), OperatorRole.ADMINISTRATOR)
    for_admins = ("import_one", "import_many", "remove")

    def get_permissions(self) -> list[Any]:
        return [IsAppAdmin()] if self.action in self.for_admins else [IsAccount()]

    @extend_schema(responses=shapes.ProfileShown)
    def show(self, request: Request, user_id: str) -> Response:
        user_id = self.read_path(shapes.OneAccount, userId=user_id)["userId"]
        account = Account.objects.of_app(self.app).there().named(user_id)
        if account is None:
            raise Missing(status.ACCOUNT_MISSING, "no such account")
        return Response(shown.account_shown(account, to=self.caller))

    @extend_schema(request=shapes.UpdateAccount, responses=shapes.ProfileShown)
    def update(self, request: Request, user_id: str) -> Response:
        user_id = self.read_path(shapes.OneAccount, userId=user_id)["userId"]
        fields = self.read(shapes.UpdateAccount)
        if "admin" in fields and self.caller.role == "T":  # such an account may what administrators may
            mandates.require(self.caller.mandate, OperatorRole.ADMINISTRATOR)
        account = profile.update(app=self.app, user_id=user_id, fields=fields, by=self.caller)
        return Response(shown.account_shown(account, to=self.caller))

    @extend_schema(parameters=[shapes.SearchAccounts], responses=shapes.ProfilesShown)
    def search(self, request: Request) -> Response:
        query = self.read_query(shapes.SearchAccounts)
        found = Account.objects.of_app(self.app).there().matching(query["keyword"]).order_by("user_id")
        page = self.page(found, lambda account: account, query)
        return Response({**page, "items": shown.accounts_shown(page["items"], to=self.caller)})

    @extend_schema(responses=shapes.ExistsShown)
    def exists(self, request: Request, user_id: str) -> Response:
        user_id = self.read_path(shapes.OneAccount, userId=user_id)["userId"]
        exists = Account.objects.of_app(self.app).there().named(user_id) is not None
        return Response(
            {"userId": user_id, "exists": exists, "status": "IMPORTED" if exists else "NOT_IMPORTED"}
        )

    @extend_schema(request=shapes.ImportAccount, responses=shapes.ImportedShown)
    @idempotent
    def import_one(self, request: Request) -> Response:
        fields = self.read(shapes.ImportAccount)
        created = lifecycle.import_account(app=self.app, fields=fields, by=self.caller)
        return Response({"userId": fields["userId"], "created": created})

    @extend_schema(request=shapes.ImportAccounts, responses=shapes.ImportedAllShown)
    @idempotent
    def import_many(self, request: Request) -> Response:
        entries = self.read(shapes.ImportAccounts)["entries"]
        good, flaws = _sorted_out(entries)
        outcome = lifecycle.import_accounts(app=self.app, entries=good, by=self.caller)
        return Response(shown.imported_shown(entries, flaws, outcome))

    @extend_schema(parameters=[shapes.DeleteQuery], responses={200: shapes.DeletedShown})
    def remove(self, request: Request, user_id: str) -> Response:
        query = self.read_query(shapes.DeleteAccount, userId=user_id)
        lifecycle.delete(
            app=self.app, user_id=query["userId"], purge_messages=query["purgeMessages"], by=self.caller
        )
        return Response({"userId": query["userId"], "deleted": True})


def _sorted_out(entries: list[Any]) -> tuple[list[dict[str, Any]], dict[int, str]]:
    """The entries that can be tried, and what is wrong with the others, by their place."""
    good, flaws = [], {}
    for place, entry in enumerate(entries):
        try:
            good.append(reading.read(shapes.ImportAccount, entry))
        except serializers.ValidationError as problem:
            first = field_errors(problem.detail)[0]
            flaws[place] = f"{first['field']}: {first['message']}"
    return good, flaws
