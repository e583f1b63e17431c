"""One view base per door; every view of the API stands on one of them."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from accounts import rates
from accounts.app_keys import AppKey, AppKeyAndSecret
from accounts.authentication import AppSecret, Door, ImToken, InternalToken, OperatorToken
from accounts.callers import Caller
from accounts.models import Account, App
from accounts.permissions import HasAppKey, IsAccount, IsAppAdmin, IsInternal, IsOperator
from config.api.errors import Forbidden
from config.api.fields import Identifier
from config.api.status import ROLE_TOO_LOW
from config.api.views import ApiViewSet


class ActAsQuery(serializers.Serializer[Any]):
    actAs = Identifier(required=False)


class AppViewSet(ApiViewSet):
    authentication_classes: tuple[type[Door], ...] = (ImToken, AppSecret, OperatorToken)

    sends: frozenset[str] = frozenset()  # the actions that count as sends

    def perform_authentication(self, request: Request) -> None:
        """Who calls too often is told so before anything else is done for him."""
        super().perform_authentication(request)
        if isinstance(request.user, Caller):
            rates.admit(request.user, send=self.action in self.sends)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if "actAs" in request.query_params and not self.caller.trusted:
            raise Forbidden(ROLE_TOO_LOW, "only administrators may act for another user")

    @property
    def caller(self) -> Caller:
        caller: Caller = self.request.user  # type: ignore[assignment]  # our doors put a Caller there
        return caller

    @property
    def app(self) -> App:
        return self.caller.tenant

    def actor(self) -> Account:
        """The account this call acts for: the caller's own, or the one a trusted caller names by `actAs`."""
        words = self.request.query_params
        named = self.read_query(ActAsQuery).get("actAs") if "actAs" in words else None
        return self.caller.acting_as(named)


class AccountViewSet(AppViewSet):
    """Door U: any signed-in account, and whoever is trusted with the app."""

    permission_classes = (IsAccount,)


class AppAdminViewSet(AppViewSet):
    """Doors A, S, T: an administrator account, the app's server, an operator."""

    permission_classes = (IsAppAdmin,)


class PhoneViewSet(AppViewSet):
    """Door K: the copies of the app, and its server."""

    authentication_classes = (AppKey,)
    permission_classes = (HasAppKey,)


class BackEndViewSet(AppViewSet):
    """Door B: the app's server, also by signature. A row may let the appKey alone in by a door of its own."""

    authentication_classes = (AppKeyAndSecret,)
    permission_classes = (HasAppKey,)


class OperatorViewSet(ApiViewSet):
    """Door T without an app: operators."""

    authentication_classes = (OperatorToken,)
    permission_classes = (IsOperator,)


class InternalViewSet(ApiViewSet):
    """Door I: services of the same installation."""

    authentication_classes = (InternalToken,)
    permission_classes = (IsInternal,)


class OpenViewSet(ApiViewSet):
    """Door P: the credential is in the request itself."""

    authentication_classes = ()
    permission_classes = ()
