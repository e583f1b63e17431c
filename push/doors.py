"""The doors of push, on those of accounts: phones, the app's back end, and who looks after the app."""

from dataclasses import replace
from functools import cached_property
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Final

from rest_framework.request import Request

from accounts import rates
from accounts.app_keys import AppKeyAndSecret, app_named, one_name
from accounts.authentication import (
    AppSecret,
    ImToken,
    OperatorToken,
    address_of,
    bearer,
    caller_of_token,
)
from accounts.callers import Caller
from accounts.doors import AppAdminViewSet, BackEndViewSet, InternalViewSet, PhoneViewSet
from accounts.models import Account, App
from accounts.models.app import PushSendAuth
from config.api.errors import BadParameter, Forbidden, Unauthenticated
from config.api.status import OTHER_APP, ROLE_TOO_LOW, SIGNATURE_MISMATCH
from config.buckets import Bucket

KEYED_A_SECOND: Final = 10.0  # sends of an app by those who have only its appKey
KEYED_AT_ONCE: Final = 100


class SendKey(AppKeyAndSecret):
    """Where the app says so, the appKey alone sends: from addresses that it names, and not too often."""

    def keyed(self, app: App, request: Request) -> Caller:
        if app.setting("pushSendAuth") != PushSendAuth.APP_KEY:
            return super().keyed(app, request)
        if not is_listed(address_of(request), app.setting("pushSendAllowedIps")):
            raise Forbidden(ROLE_TOO_LOW, "pushSendAllowedIps does not have this address")
        bucket = Bucket(f"rate:{{{app.pk}}}:push-send", KEYED_A_SECOND, KEYED_AT_ONCE)
        rates.take(bucket, why="too many sends without the app's secret")
        return Caller(role="K", app=app)


class SendViewSet(BackEndViewSet):
    """Door B of the send."""

    authentication_classes = (SendKey,)


class DeviceViewSet(PhoneViewSet):
    """Door K. Whoever is signed in may say so, by an im_jwt beside the appKey."""

    @cached_property
    def signed_in(self) -> Account | None:
        token = bearer(self.request)
        if token is None:
            return None
        caller = caller_of_token(token)
        if caller.tenant.pk != self.app.pk:
            raise Unauthenticated(OTHER_APP, "the token belongs to another app")
        return caller.account


class Secret(AppSecret):
    wrong = SIGNATURE_MISMATCH

    def authenticate(self, request: Request) -> tuple[Caller, str] | None:
        shown = super().authenticate(request)
        if shown is None and bearer(request) is None and "HTTP_X_APP_KEY" in request.META:
            raise Unauthenticated(self.wrong, "the appKey alone is not enough: X-App-Secret, or a token")
        return shown


class Operator(OperatorToken):
    def named(self, request: Request) -> str:
        return one_name(request, in_body=getattr(request.parser_context["view"], "app_in_body", False))


class AdminViewSet(AppAdminViewSet):
    """Doors A, S, T. `app_in_body`: the body's `appKey` names the app too (and is no field of the row's)."""

    authentication_classes = (ImToken, Secret, Operator)

    app_in_body = False

    def perform_authentication(self, request: Request) -> None:
        """One call is about one app, whoever calls."""
        named = one_name(request, in_body=self.app_in_body)
        super().perform_authentication(request)
        caller: Any = request.user
        if named and isinstance(caller, Caller) and caller.app is not None and caller.app.app_key != named:
            raise Unauthenticated(OTHER_APP, "the credential belongs to another app")


class InsideViewSet(InternalViewSet):
    """Door I, about one app, which header, query or body names."""

    @cached_property
    def app(self) -> App:
        app = app_named(self.request)
        if app is None:
            raise BadParameter("appKey", "names the app and is required here")
        return app

    @property
    def caller(self) -> Caller:
        caller: Caller = self.request.user  # type: ignore[assignment]  # our doors put a Caller there
        return replace(caller, app=self.app)


def is_listed(address: str, networks: list[str]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    return any(found in ip_network(network) for network in networks)
