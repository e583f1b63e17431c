"""The tokens we sign: im_jwt for accounts, platform JWT for operators. One algorithm, a key for each kind."""

import hashlib
import hmac
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError, TokenBackendExpiredToken

from config.api.errors import Unauthenticated
from config.api.status import CREDENTIAL_EXPIRED, CREDENTIAL_MALFORMED
from config.clock import now_ms

IM = "im"
PLATFORM = "platform"
REFRESH = "platform-refresh"
ACCESS_LIFE = timedelta(hours=1)
REFRESH_LIFE = timedelta(days=7)


def sign(kind: str, claims: dict[str, Any]) -> str:
    """`claims` with `iat` and `exp` in seconds, as the RFC has them."""
    return str(_backend(kind).encode({**claims, "knd": kind}))


def verify(kind: str, token: str) -> dict[str, Any]:
    """The claims of a token of this kind, or 401 `70001` expired, `70003` anything else."""
    if len(token) > 4096:
        raise Unauthenticated(CREDENTIAL_MALFORMED, "the token is malformed")
    try:
        claims: dict[str, Any] = _backend(kind).decode(token)
    except TokenBackendExpiredToken as problem:
        raise Unauthenticated(CREDENTIAL_EXPIRED, "the token has expired") from problem
    except (TokenBackendError, ValueError) as problem:
        raise Unauthenticated(CREDENTIAL_MALFORMED, "the token is malformed") from problem
    if claims.get("knd") != kind or not isinstance(claims.get("exp"), int):
        raise Unauthenticated(CREDENTIAL_MALFORMED, "the token is malformed")
    return claims


def platform_pair(operator_id: int, stamp: str) -> dict[str, Any]:
    """A short access token, and the refresh token that renews it; good while the operator's `stamp` is."""
    now = now_ms() // 1000
    life = int(ACCESS_LIFE.total_seconds())
    refresh_life = int(REFRESH_LIFE.total_seconds())
    claims = {"sub": str(operator_id), "iat": now, "stp": stamp}
    return {
        "access": sign(PLATFORM, {**claims, "exp": now + life}),
        "refresh": sign(REFRESH, {**claims, "exp": now + refresh_life}),
        "expiresIn": life,
    }


@cache
def _backend(kind: str) -> TokenBackend:
    key = hmac.new(settings.TOKEN_KEY.encode(), kind.encode(), hashlib.sha256).hexdigest()
    return TokenBackend("HS256", key)
