"""Web Push's encryption: RFC 8291 in the coding aes128gcm of RFC 8188, one record."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from os import urandom

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from push.vendors.contract import Unsendable

CURVE = ec.SECP256R1()
RECORD = 4096
BASE64URL = re.compile(r"[A-Za-z0-9_-]*={0,2}")
SALT, POINT, TAG, AUTH = 16, 65, 16, 16
LAST = b"\x02"  # what ends the last record
OVERHEAD = SALT + 4 + 1 + POINT + len(LAST) + TAG


class BadKeys(Unsendable):
    """The subscription's keys are none: nothing can ever be sealed for it."""

    code = "bad_keys"


def seal(
    plain: bytes,
    keys: Mapping[str, str],
    *,
    ours: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes = b"",
) -> bytes:
    """`ours` and `salt` are new for every message; the specification's example has its own."""
    theirs, secret = _opened(keys)
    ours, salt = ours or ec.generate_private_key(CURVE), salt or urandom(SALT)
    point = public_bytes(ours.public_key())
    info = b"WebPush: info\x00" + public_bytes(theirs) + point
    key = _derived(ours.exchange(ec.ECDH(), theirs), secret, info, 32)
    content = AESGCM(_derived(key, salt, b"Content-Encoding: aes128gcm\x00", 16))
    nonce = _derived(key, salt, b"Content-Encoding: nonce\x00", 12)
    header = salt + RECORD.to_bytes(4, "big") + bytes([POINT]) + point
    return header + content.encrypt(nonce, plain + LAST, None)


def decode(text: str) -> bytes:
    """Base64url, with or without its padding."""
    if not BASE64URL.fullmatch(text):
        raise ValueError("not base64url")
    bare = text.rstrip("=")
    return urlsafe_b64decode(bare + "=" * (-len(bare) % 4))


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    number = decode(text)
    if len(number) != 32:
        raise ValueError("not 32 bytes")
    return ec.derive_private_key(int.from_bytes(number, "big"), CURVE)


def public_key(text: str) -> ec.EllipticCurvePublicKey:
    point = decode(text)
    if len(point) != POINT:
        raise ValueError("not 65 bytes")
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def auth_secret(text: str) -> bytes:
    secret = decode(text)
    if len(secret) != AUTH:
        raise ValueError("not 16 bytes")
    return secret


def _opened(keys: Mapping[str, str]) -> tuple[ec.EllipticCurvePublicKey, bytes]:
    try:
        return public_key(keys["p256dh"]), auth_secret(keys["auth"])
    except (KeyError, ValueError, TypeError):
        raise BadKeys("The subscription's keys are no keys.") from None


def _derived(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(key)
