"""How operators come in: password, then a code where they have two-factor. Each try stands in the log."""

from dataclasses import dataclass
from math import ceil
from typing import Any, Final, Literal

import django_otp
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from accounts import tokens
from accounts.authentication import address_of
from accounts.models import Authenticator, Operator
from config.api.errors import TooMany, Unauthenticated
from config.api.status import (
    CODE_NEEDED,
    CODE_WRONG,
    CREDENTIAL_MALFORMED,
    CREDENTIAL_REVOKED,
    SIGN_IN_UNFINISHED,
)
from journal import audit

Door = Literal["API", "CONSOLE"]
Unfinished = Literal["", "PASSWORD", "TWO_FACTOR"]

INSTALLATION: Final = 0  # what is of no app stands in the log under this
KEPT_BY_AXES = ("HTTP_USER_AGENT", "HTTP_ACCEPT")


@dataclass(frozen=True)
class Visitor:
    """Who stands at a door, for the log. A name that is no operator's may be a password: it is left out."""

    operator_id: str
    ip: str
    user_agent: str
    operator_role: str = "T"
    comment: str = ""


def by_password(*, username: str, password: str, request: HttpRequest, door: Door) -> Operator:
    """django-axes counts the failures by username and address, here and at the console's door together."""
    for name in KEPT_BY_AXES:
        request.META[name] = request.META.get(name, "").replace("\x00", "")
    if not AxesProxyHandler.is_allowed(request, {"username": username}):
        raise _must_wait(username, request)
    operator = authenticate(request, username=username, password=password)
    if isinstance(operator, Operator):
        return operator
    known = Operator.objects.filter(username=username).exists()
    _log("SIGN_IN_FAILED", username if known else "", request, door, reason="PASSWORD")
    if getattr(request, "axes_locked_out", False):
        raise _must_wait(username, request)
    raise Unauthenticated(CREDENTIAL_MALFORMED, "unknown username or wrong password")


def by_code(*, operator: Operator, code: str, request: HttpRequest, door: Door) -> Authenticator:
    """Few tries for who has the password: each wrong code doubles the wait, and axes counts it, too."""
    username = operator.get_username()
    if not AxesProxyHandler.is_allowed(request, {"username": username}):
        raise _must_wait(username, request)
    found = matching(operator, code)
    if found is not None:
        return found
    _log("SIGN_IN_FAILED", username, request, door, reason="CODE")
    user_login_failed.send(__name__, credentials={"username": username}, request=request)
    raise Unauthenticated(CODE_WRONG, "the code is wrong or was used before")


def matching(operator: Operator, code: str) -> Authenticator | None:
    """The operator's authenticator, where this is a code of it."""
    held = authenticator_of(operator)
    return held and verified(held, code)


def verified(held: Authenticator, code: str) -> Authenticator | None:
    """None where it is no code of this one, or no more. Raises 429 while it must not be tried."""
    allowed, why = held.verify_is_allowed()
    if not allowed:
        wait = (why["locked_until"] - timezone.now()).total_seconds()
        raise TooMany("too many wrong codes, wait", retry_after=ceil(wait))
    said = "".join(code.split()).replace("-", "")
    found: Authenticator | None = django_otp.verify_token(held.user, held.persistent_id, said)
    return found


def authenticator_of(operator: Operator) -> Authenticator | None:
    found: Authenticator | None = Authenticator.objects.filter(user=operator, confirmed=True).first()
    return found


def must_have_two_factor(operator: Operator) -> bool:
    return operator.must_use_two_factor or settings.CONSOLE_REQUIRE_TWO_FACTOR


def unfinished(operator: Operator, held: Authenticator | None) -> Unfinished:
    """What an operator has to do first, in the console, before he can do anything else."""
    if operator.must_change_password:
        return "PASSWORD"
    return "TWO_FACTOR" if held is None and must_have_two_factor(operator) else ""


def sign_in(*, username: str, password: str, otp: str = "", request: HttpRequest) -> dict[str, Any]:
    """At the API's door."""
    operator = by_password(username=username, password=password, request=request, door="API")
    held = authenticator_of(operator)
    _require_finished(operator, held)
    if held is not None and not otp:
        raise Unauthenticated(CODE_NEEDED, "otp: this operator signs in with a code, too")
    if held is not None:
        by_code(operator=operator, code=otp, request=request, door="API")
    user_logged_in.send(Operator, request=request, user=operator)
    came_in(operator, request, "API")
    return pair(operator)


def refresh(*, token: str) -> dict[str, Any]:
    """A new pair; worth nothing any more once `stamp` is another, or the operator was switched off."""
    claims = tokens.verify(tokens.REFRESH, token)
    operator = Operator.objects.filter(pk=int(claims["sub"]), is_active=True).first()
    if operator is None or claims.get("stp") != operator.stamp:
        raise Unauthenticated(CREDENTIAL_REVOKED, "sign in again")
    _require_finished(operator, authenticator_of(operator))
    return pair(operator)


def pair(operator: Operator) -> dict[str, Any]:
    return tokens.platform_pair(operator.pk, operator.stamp)


def came_in(operator: Operator, request: HttpRequest, door: Door) -> None:
    _log("SIGN_IN", operator.get_username(), request, door)


def went_out(operator: Operator, request: HttpRequest) -> None:
    _log("SIGN_OUT", operator.get_username(), request, "CONSOLE")


def _require_finished(operator: Operator, held: Authenticator | None) -> None:
    first = unfinished(operator, held)
    if first:
        what = "change the password" if first == "PASSWORD" else "set up two-factor"
        raise Unauthenticated(SIGN_IN_UNFINISHED, f"sign in to the console first, and {what} there")


def _must_wait(username: str, request: HttpRequest) -> TooMany:
    tries = AccessAttempt.objects.filter(username=username, ip_address=address_of(request) or None)
    last = tries.order_by("-attempt_time").values_list("attempt_time", flat=True).first() or timezone.now()
    until = last + settings.AXES_COOLOFF_TIME
    wait = ceil((until - timezone.now()).total_seconds())
    return TooMany("too many wrong passwords, wait", retry_after=wait)


def _log(action: str, username: str, request: HttpRequest, door: Door, *, reason: str = "") -> None:
    visitor = Visitor(username, address_of(request), request.META.get("HTTP_USER_AGENT", ""))
    detail = {"reason": reason} if reason else {}
    audit.log(visitor, action, app_id=INSTALLATION, target_type="DOOR", target_id=door, detail=detail)
