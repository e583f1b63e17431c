"""Operators sign in with username and password, and stay signed in by a refresh token."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from accounts import tokens
from accounts.models import Operator
from config.api.errors import TooMany, Unauthenticated
from config.api.status import CREDENTIAL_MALFORMED, CREDENTIAL_REVOKED

KEPT_BY_AXES = ("HTTP_USER_AGENT", "HTTP_ACCEPT")


def sign_in(*, username: str, password: str, request: HttpRequest) -> dict[str, Any]:
    """django-axes counts the failures by username and address, here and at the console's door together."""
    for name in KEPT_BY_AXES:
        request.META[name] = request.META.get(name, "").replace("\x00", "")
    operator = authenticate(request, username=username, password=password)
    if getattr(request, "axes_locked_out", False):
        wait = int(settings.AXES_COOLOFF_TIME.total_seconds())
        raise TooMany("too many wrong passwords, wait", retry_after=wait)
    if not isinstance(operator, Operator):
        raise Unauthenticated(CREDENTIAL_MALFORMED, "unknown username or wrong password")
    user_logged_in.send(Operator, request=request, user=operator)
    return _pair(operator)


def refresh(*, token: str) -> dict[str, Any]:
    """A new pair; worth nothing any more once the operator's password changed or he was switched off."""
    claims = tokens.verify(tokens.REFRESH, token)
    operator = Operator.objects.filter(pk=int(claims["sub"]), is_active=True).first()
    if operator is None or claims.get("stp") != _stamp(operator):
        raise Unauthenticated(CREDENTIAL_REVOKED, "sign in again")
    return _pair(operator)


def _pair(operator: Operator) -> dict[str, Any]:
    return tokens.platform_pair(operator.pk, _stamp(operator))


def _stamp(operator: Operator) -> str:
    return operator.get_session_auth_hash()[:16]
