"""Secrets at rest: AES-256-GCM under a key with an id, so that keys can change and old secrets still open."""

import secrets
from base64 import b64decode, b64encode
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE = 12
NOT_OPENED = (ImproperlyConfigured, ValueError)  # what `unseal` raises


def seal(plain: str) -> str:
    """`<key id>:<base64 of nonce and ciphertext>`, under the first of ENCRYPTION_KEYS."""
    key_id, key = next(iter(_keys().items()))
    nonce = secrets.token_bytes(NONCE)
    return f"{key_id}:{b64encode(nonce + key.encrypt(nonce, plain.encode(), key_id.encode())).decode()}"


def unseal(sealed: str) -> str:
    key_id, _, body = sealed.partition(":")
    key = _keys().get(key_id)
    if key is None:
        raise ImproperlyConfigured(f"ENCRYPTION_KEYS has no key {key_id!r}, under which a stored secret lies")
    raw = b64decode(body)
    try:
        return key.decrypt(raw[:NONCE], raw[NONCE:], key_id.encode()).decode()
    except InvalidTag as problem:
        raise ImproperlyConfigured(
            f"key {key_id!r} of ENCRYPTION_KEYS does not open a stored secret"
        ) from problem


@cache
def _keys() -> dict[str, AESGCM]:
    pairs = (item.strip().partition(":") for item in settings.ENCRYPTION_KEYS.split(",") if item.strip())
    return {key_id: AESGCM(b64decode(key)) for key_id, _, key in pairs}
