"""UserSig, the field's login credential (TLSSigAPIv2): made, read and judged. Pure, without Django."""

import hmac
import json
import re
import zlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from time import time
from typing import Any

from config.api import status

VERSION = "2.0"
MAX_SIG = 4 * 1024  # characters of the outer form; generators make about 250
MAX_INFLATED = 8 * 1024  # 136 KB of zlib inflate to 100 MiB
MAX_IDENTIFIER = 255
CLOCK_SKEW = 300  # seconds that TLS.time may be ahead of our clock
LAST_SECOND = 253_402_300_799  # the end of the year 9999: what ends later has no date
LAST_APP_ID = 2**53 - 1  # the largest integer that every generator's language writes exactly

OUTER = re.compile(r"[A-Za-z0-9*-]+_{0,2}")
SIGNATURE = re.compile(r"[A-Za-z0-9+/]{43}=")  # a SHA-256 digest in base64
# A line break in an identifier would forge a line of the signed text.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
TO_OUTER = str.maketrans("+/=", "*-_")
FROM_OUTER = str.maketrans("*-", "+/")


class Reason(Enum):
    """Why a sig is refused: the name is what row 4 answers, the value the sub-code of a refused login."""

    EXPIRED = status.CREDENTIAL_EXPIRED
    MALFORMED = status.CREDENTIAL_MALFORMED
    SIGNATURE_MISMATCH = status.SIGNATURE_MISMATCH
    USER_MISMATCH = status.OTHER_USER
    APP_MISMATCH = status.OTHER_APP
    REVOKED = status.CREDENTIAL_REVOKED


class Malformed(ValueError):
    """What was given is no UserSig."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a sig says of itself: well-formed, but believed only when `verify` found no reason against it."""

    identifier: str
    sdk_app_id: int
    issued_at: int
    expire: int
    signature: str

    @property
    def expires_at(self) -> int:
        return self.issued_at + self.expire


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is None for a good sig. `claims` are there whenever they could be read."""

    reason: Reason | None
    claims: Claims | None

    @property
    def valid(self) -> bool:
        return self.reason is None


def generate(*, sdk_app_id: int, user_id: str, secret: str, expire: int, issued_at: int | None = None) -> str:
    moment = int(time()) if issued_at is None else issued_at
    document = {
        "TLS.ver": VERSION,
        "TLS.identifier": user_id,
        "TLS.sdkappid": sdk_app_id,
        "TLS.expire": expire,
        "TLS.time": moment,
        "TLS.sig": _sign(user_id, sdk_app_id, moment, expire, secret),
    }
    return b64encode(zlib.compress(json.dumps(document).encode())).decode().translate(TO_OUTER)


def read(sig: str) -> Claims:
    """Decodes without verifying. Raises `Malformed`, and nothing else, for whatever is no sig of ours."""
    document = _document(sig)
    if document.get("TLS.ver") != VERSION:
        raise Malformed("TLS.ver")
    if "TLS.userbuf" in document:  # those are room permits of another product of the field
        raise Malformed("TLS.userbuf")
    claims = Claims(
        identifier=_text(document, "TLS.identifier"),
        sdk_app_id=_integer(document, "TLS.sdkappid", low=1, high=LAST_APP_ID),
        issued_at=_integer(document, "TLS.time", low=0, high=LAST_SECOND),
        expire=_integer(document, "TLS.expire", low=0, high=LAST_SECOND),
        signature=_text(document, "TLS.sig"),
    )
    if claims.expires_at > LAST_SECOND:
        raise Malformed("TLS.expire")
    if not SIGNATURE.fullmatch(claims.signature):
        raise Malformed("TLS.sig")
    return claims


def verify(
    sig: str,
    *,
    sdk_app_id: int | None,
    user_id: str | None,
    secrets: Sequence[str],
    now: float,
    not_before: int | None = None,
) -> Verdict:
    """Judges a sig. None for `sdk_app_id` or `user_id` means: whatever the sig says.

    `secrets` are the current one and, while it rotates, the previous; `not_before` is the last kick's second.
    The order matters: whoever has not proved the signature learns nothing about times and kicks.
    A sig from further ahead than `CLOCK_SKEW` counts as malformed: no clock of ours can have made it.
    """
    try:
        claims = read(sig)
    except Malformed:
        return Verdict(Reason.MALFORMED, None)
    if sdk_app_id is not None and claims.sdk_app_id != sdk_app_id:
        return Verdict(Reason.APP_MISMATCH, claims)
    if user_id is not None and claims.identifier != user_id:
        return Verdict(Reason.USER_MISMATCH, claims)
    if not _signed_by_one_of(secrets, claims):
        return Verdict(Reason.SIGNATURE_MISMATCH, claims)
    return Verdict(_untimely(claims, now, not_before), claims)


def _untimely(claims: Claims, now: float, not_before: int | None) -> Reason | None:
    if claims.issued_at > now + CLOCK_SKEW:
        return Reason.MALFORMED
    if now >= claims.expires_at:
        return Reason.EXPIRED
    if not_before is not None and claims.issued_at <= not_before:
        return Reason.REVOKED
    return None


def _sign(identifier: str, sdk_app_id: int, issued_at: int, expire: int, secret: str) -> str:
    who = f"TLS.identifier:{identifier}\nTLS.sdkappid:{sdk_app_id}\n"
    text = f"{who}TLS.time:{issued_at}\nTLS.expire:{expire}\n"
    # The key is the secret's 64 hex characters as text, not the 32 bytes they stand for.
    return b64encode(hmac.digest(secret.encode(), text.encode(), sha256)).decode()


def _signed_by_one_of(secrets: Sequence[str], claims: Claims) -> bool:
    """Tries all secrets, each compared in constant time: the duration doesn't tell which one fits."""
    said = claims.signature
    found = False
    for secret in secrets:
        made = _sign(claims.identifier, claims.sdk_app_id, claims.issued_at, claims.expire, secret)
        found |= hmac.compare_digest(made, said)
    return found


def _document(sig: str) -> dict[str, Any]:
    try:
        document = json.loads(_inflated(sig).decode(), object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as problem:  # ValueError: bad UTF-8, bad JSON, digits without end
        raise Malformed("not JSON") from problem
    if not isinstance(document, dict):
        raise Malformed("not an object")
    return document


def _inflated(sig: str) -> bytes:
    if len(sig) > MAX_SIG or not OUTER.fullmatch(sig):
        raise Malformed("outer form")
    body = sig.rstrip("_").translate(FROM_OUTER)
    if len(body) % 4 == 1:
        raise Malformed("outer form")
    stream = zlib.decompressobj()
    try:
        document = stream.decompress(b64decode(body + "=" * (-len(body) % 4)), MAX_INFLATED + 1)
    except zlib.error as problem:
        raise Malformed("zlib") from problem
    if len(document) > MAX_INFLATED or not stream.eof or stream.unused_data:
        raise Malformed("zlib")
    return document


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise Malformed("a key occurs twice")
    return document


def _text(document: dict[str, Any], key: str) -> str:
    value = document.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= MAX_IDENTIFIER or UNPRINTABLE.search(value):
        raise Malformed(key)
    return value


def _integer(document: dict[str, Any], key: str, *, low: int, high: int) -> int:
    value = document.get(key)
    if type(value) is not int or not low <= value <= high:  # a bool is an int, and isn't one here
        raise Malformed(key)
    return value
