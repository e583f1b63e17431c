"""Signatures as the Standard Webhooks specification has them: HMAC-SHA256 over `id.timestamp.body`."""

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from typing import Any

from accounts.secrets import NOT_OPENED, unseal
from webhooks.models import Endpoint

PREFIX = "whsec_"
FORMER_KEPT = 3
FORMER_SIGN_MS = 24 * 3600 * 1000


def new_secret() -> str:
    """`whsec_` and 32 random bytes in base64."""
    return PREFIX + b64encode(secrets.token_bytes(32)).decode()


def key_of(secret: str) -> bytes:
    """Raises ValueError for what is no secret of 24 to 64 bytes."""
    key = b64decode(secret.removeprefix(PREFIX), validate=True)
    if not 24 <= len(key) <= 64:
        raise ValueError("24 to 64 bytes")
    return key


def live_keys(endpoint: Endpoint, now: int) -> list[bytes]:
    """The endpoint's own key first, then those it replaced less than 24 h ago. `now`: epoch ms."""
    return keys_of(endpoint.secret, endpoint.former_secrets, now)


def keys_of(secret: str, former_secrets: Sequence[dict[str, Any]], now: int) -> list[bytes]:
    """Of the columns of an endpoint. Its own secret must open; former ones that do not are left out."""
    keys = [_unsealed(secret)]
    for former in former_secrets:
        if former["until"] > now:
            with suppress(*NOT_OPENED):
                keys.append(_unsealed(former["secret"]))
    return keys


@lru_cache(1024)
def _unsealed(sealed: str) -> bytes:
    return key_of(unseal(sealed))


def headers(keys: Sequence[bytes], webhook_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """What every call to an endpoint carries. `timestamp`: epoch seconds, of this call."""
    return {
        "content-type": "application/json",
        "webhook-id": webhook_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signatures(keys, webhook_id, timestamp, body),
    }


def signatures(keys: Sequence[bytes], webhook_id: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature`: one for each key, with blanks between. `timestamp`: epoch seconds."""
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    return " ".join("v1," + b64encode(hmac.digest(key, signed, sha256)).decode() for key in keys)
