"""The four ways in: an account's token, an app's server secret, an operator's token, the internal token."""

from base64 import urlsafe_b64decode
from collections.abc import Sequence
from dataclasses import replace
from hmac import compare_digest
from ipaddress import ip_address
from typing import Any, LiteralString

import orjson
from django.conf import settings
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts import tokens
from accounts.callers import Caller
from accounts.models import Account, App, AppStatus, Operator
from config.api.errors import Forbidden, Unauthenticated
from config.api.status import (
    CREDENTIAL_MALFORMED,
    CREDENTIAL_REVOKED,
    OTHER_APP,
    ROLE_TOO_LOW,
)
from config.clock import ms
from config.fresh import Fresh
from config.sql import rows

REALM = 'Bearer realm="im"'


# Hot: each process asks it once a second for each token in use, and the ORM would take a millisecond to ask.
ACCOUNT_FIELDS = [field.attname for field in Account._meta.concrete_fields]
SESSION: LiteralString = (
    "SELECT s.jti, s.platform, s.device_id, "  # noqa: S608  the names come from the model
    + ", ".join(f"a.{name}" for name in ACCOUNT_FIELDS)
    + " FROM accounts_session s JOIN accounts_account a ON a.id = s.account_id"
    " WHERE s.jti = %(jti)s AND s.ended_at IS NULL"
)


def _seconds() -> float:
    return float(settings.AUTH_CACHE_SECONDS)


_callers: Fresh[str, Caller] = Fresh(_seconds)
_apps: Fresh[str | int, App | None] = Fresh(_seconds, size=5_000)


def forget() -> None:
    """Drops what this process remembers of tokens and apps."""
    _callers.clear()
    _apps.clear()


def caller_of_token(token: str, *, ip: str = "", user_agent: str = "") -> Caller:
    """Who an im_jwt stands for, by PostgreSQL's word of at most AUTH_CACHE_SECONDS ago.

    Raises 401 `70003` malformed, `70001` expired, `70052` ended session, disabled or deleted account.
    """
    caller = _callers.get(token, lambda: _look_up(token))
    if caller.expires_at <= ms(timezone.now()):
        tokens.verify(tokens.IM, token)
    return replace(caller, ip=ip, user_agent=user_agent)


def _look_up(token: str) -> Caller:
    claims = tokens.verify(tokens.IM, token)
    found = rows(SESSION, {"jti": str(claims.get("jti", ""))})
    account = _account(found[0][3:]) if found else None
    app = _app_by_id(account.app_id) if account is not None else None
    if account is None or app is None or not account.is_active:
        raise Unauthenticated(CREDENTIAL_REVOKED, "the token was revoked")
    account.app = app
    jti, platform, device_id = found[0][:3]
    return Caller(
        role="A" if account.admin else "U",
        app=app,
        account=account,
        session=jti,
        platform=platform,
        device_id=device_id,
        expires_at=claims["exp"] * 1000,
    )


def _account(columns: Sequence[Any]) -> Account:
    values = dict(zip(ACCOUNT_FIELDS, columns, strict=True))
    values["custom"] = orjson.loads(values["custom"])  # Django's connections leave JSON to its fields
    return Account.from_db("default", ACCOUNT_FIELDS, list(values.values()))


def _app_by_id(app_id: int) -> App | None:
    return _apps.get(app_id, lambda: App.objects.filter(pk=app_id, status=AppStatus.ACTIVE).first())


def app_by_key(app_key: str) -> App | None:
    """An active app, at most AUTH_CACHE_SECONDS old."""
    if not app_key or len(app_key) > 64 or "\x00" in app_key:
        return None
    return _apps.get(app_key, lambda: App.objects.filter(app_key=app_key, status=AppStatus.ACTIVE).first())


def bearer(request: Request) -> str | None:
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def kind_of(token: str) -> str:
    """Which kind of ours a token says it is; its signature is checked later, by that kind's key."""
    try:
        payload = token.split(".")[1]
        claims = orjson.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return str(claims.get("knd", ""))
    except (IndexError, ValueError, AttributeError):
        return ""


def named_app(request: Request) -> str:
    """The app a request names beside its credential: `X-App-Key`, else the query's `appKey`."""
    return str(request.META.get("HTTP_X_APP_KEY") or request.query_params.get("appKey") or "")


def address_of(request: Any) -> str:
    """The caller's address; as many forwarding proxies as TRUSTED_PROXIES says are believed."""
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        hop = hops[-min(settings.TRUSTED_PROXIES, len(hops))] if hops else ""
        if is_address(hop):
            return str(hop)
    return str(request.META.get("REMOTE_ADDR", ""))


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text


class Door(BaseAuthentication):
    def authenticate_header(self, request: Request) -> str:
        return REALM

    def from_where(self, caller: Caller, request: Request) -> Caller:
        agent = request.META.get("HTTP_USER_AGENT", "")[:300]
        return replace(caller, ip=address_of(request), user_agent=agent)


class ImToken(Door):
    """`Authorization: Bearer <im_jwt>`."""

    def authenticate(self, request: Request) -> tuple[Caller, str] | None:
        token = bearer(request)
        if token is None or kind_of(token) == tokens.PLATFORM:
            return None
        caller = self.from_where(caller_of_token(token), request)
        named = named_app(request)
        if named and named != caller.tenant.app_key:
            raise Unauthenticated(OTHER_APP, "the token belongs to another app")
        return caller, token


class AppSecret(Door):
    """`X-App-Key` and `X-App-Secret`: the app's own server. `wrong`: what they are called that do not fit."""

    wrong: str = CREDENTIAL_MALFORMED

    def authenticate(self, request: Request) -> tuple[Caller, str] | None:
        secret = request.META.get("HTTP_X_APP_SECRET")
        if secret is None:
            return None
        app = app_by_key(request.META.get("HTTP_X_APP_KEY", ""))
        if app is None or not app.accepts_secret(secret):
            raise Unauthenticated(self.wrong, "unknown X-App-Key or wrong X-App-Secret")
        named = request.query_params.get("appKey", app.app_key)
        if named != app.app_key:
            raise Unauthenticated(OTHER_APP, "appKey and X-App-Key differ")
        return self.from_where(Caller(role="S", app=app), request), secret


class OperatorToken(Door):
    """A platform JWT; `X-App-Key` or `appKey` names the app, which the operator must have a mandate for."""

    def authenticate(self, request: Request) -> tuple[Caller, str] | None:
        inside: Caller | None = getattr(request._request, "console_caller", None)
        if inside is not None:  # accounts.console.calling; nothing that comes over the network can set it
            return inside, ""
        token = bearer(request)
        if token is None or kind_of(token) != tokens.PLATFORM:
            return None
        claims = tokens.verify(tokens.PLATFORM, token)
        operator = Operator.objects.filter(pk=int(claims["sub"]), is_active=True).first()
        if operator is None or claims.get("stp") != operator.stamp:
            raise Unauthenticated(CREDENTIAL_REVOKED, "sign in again: the password changed, or it was ended")
        caller = caller_of_operator(operator, self._app(request, operator))
        return self.from_where(caller, request), token

    def named(self, request: Request) -> str:
        return named_app(request)

    def _app(self, request: Request, operator: Operator) -> App | None:
        named = self.named(request)
        if not named:
            return None
        app = app_by_key(named)
        if app is None or operator.mandate_for(app) is None:
            raise Forbidden(ROLE_TOO_LOW, "you do not look after this app")
        return app


def caller_of_operator(operator: Operator, app: App | None, *, comment: str = "") -> Caller:
    """In an app an operator is what his mandate says."""
    mandate = operator.mandate_for(app) if app is not None else None
    return Caller(role="T", app=app, operator=operator, mandate=mandate or "", comment=comment)


class InternalToken(Door):
    """`X-Internal-Token`, the current one or the one before it."""

    def authenticate(self, request: Request) -> tuple[Caller, str] | None:
        offered = request.META.get("HTTP_X_INTERNAL_TOKEN")
        if offered is None:
            return None
        raw = offered.encode("utf-8", "surrogateescape")
        matches = [compare_digest(known.encode(), raw) for known in settings.INTERNAL_TOKENS]
        if not any(matches):
            raise Unauthenticated(CREDENTIAL_MALFORMED, "wrong X-Internal-Token")
        return self.from_where(Caller(role="I"), request), offered
