"""Calls signed with the app's secret: who made them knows it, of these very bytes, just now, and once."""

from hashlib import sha256
from hmac import compare_digest
from typing import Final
from urllib.parse import quote

from redis import RedisError
from rest_framework.request import Request

from accounts.models import App
from config.api.errors import BadParameter, Unauthenticated, Unavailable
from config.api.parser import bytes_of
from config.api.status import CREDENTIAL_EXPIRED, SIGNATURE_MISMATCH
from config.clock import now_ms
from config.redis import client

WINDOW_MS: Final = 300_000
NONCE: Final = range(16, 65)  # characters
USED: Final = "signed:{%d}:%s"


def by(app: App, request: Request) -> bool:
    """False where the call is not signed at all.

    400 a header that is none, 401 `70001` too old or made before, `70009` signed with something else.
    """
    sign, stamp, nonce = (request.META.get(f"HTTP_X_APP_{word}") for word in ("SIGN", "TIMESTAMP", "NONCE"))
    if sign is None and stamp is None and nonce is None:
        return False
    at, nonce = _moment(stamp or ""), _nonce(nonce or "")
    if abs(now_ms() - at) > WINDOW_MS:
        raise Unauthenticated(CREDENTIAL_EXPIRED, "X-App-Timestamp is not within 300 s of now")
    said = canonical(
        request.method or "", request.path, pairs_of(request), stamp or "", nonce, bytes_of(request)
    )
    if not compare_digest(app.signature(said).encode(), (sign or "").lower().encode("utf-8", "replace")):
        raise Unauthenticated(SIGNATURE_MISMATCH, "wrong X-App-Sign")
    _use(app, nonce)
    return True


def pairs_of(request: Request) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.query_params.lists() for value in values]


def canonical(
    method: str, path: str, pairs: list[tuple[str, str]], stamp: str, nonce: str, body: bytes
) -> bytes:
    """What is signed. The query's pairs are percent-encoded (RFC 3986), then sorted."""
    encoded = sorted((quote(name, safe="~"), quote(value, safe="~")) for name, value in pairs)
    query = "&".join(f"{name}={value}" for name, value in encoded)
    where = f"{path}?{query}" if query else path
    return "\n".join([method, where, stamp, nonce, sha256(body).hexdigest()]).encode()


def _moment(word: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) <= 15):
        raise BadParameter("X-App-Timestamp", "must be epoch milliseconds")
    return int(word)


def _nonce(word: str) -> str:
    if len(word) not in NONCE or not word.isascii() or not word.isprintable():
        raise BadParameter("X-App-Nonce", "must have 16 to 64 ASCII characters")
    return word


def _use(app: App, nonce: str) -> None:
    """Once, for as long as its time could be taken for now. Without Redis nobody can know: 503."""
    key = USED % (app.pk, sha256(nonce.encode()).hexdigest())
    try:
        first = client().set(key, b"1", nx=True, px=2 * WINDOW_MS + 1000)
    except RedisError as problem:
        raise Unavailable("Redis") from problem
    if not first:
        raise Unauthenticated(CREDENTIAL_EXPIRED, "X-App-Nonce was used before")
