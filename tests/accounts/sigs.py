"""UserSigs to try: a good one, changed ones and whatever else one can put into the outer form."""

import json
import zlib
from base64 import b64encode
from typing import Any

from accounts.signatures import Verdict, generate, verify

APP = 1400000000
KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
OLD_KEY = "a" * 64
USER = "xiaojun"
AT = 1700000000
DAY = 86400
SIGNED = "SNF4FmVCPucoXsBOpbVF3fFCf57JPm0ezZ1jeVILlVc="

GOOD = {
    "TLS.ver": "2.0",
    "TLS.identifier": USER,
    "TLS.sdkappid": APP,
    "TLS.expire": DAY,
    "TLS.time": AT,
    "TLS.sig": SIGNED,
}


def pack(document: Any) -> str:
    """The outer form around anything: a JSON value, text or bytes."""
    if not isinstance(document, str | bytes):
        document = json.dumps(document)
    body = document.encode() if isinstance(document, str) else document
    return outer(zlib.compress(body))


def outer(body: bytes) -> str:
    return b64encode(body).decode().translate(str.maketrans("+/=", "*-_"))


def having(**changes: Any) -> str:
    return pack(GOOD | {f"TLS.{name}": value for name, value in changes.items()})


def lacking(name: str) -> str:
    return pack({key: value for key, value in GOOD.items() if key != name})


def judge(sig: str, **other: Any) -> Verdict:
    asked: dict[str, Any] = {
        "sdk_app_id": APP,
        "user_id": USER,
        "secrets": [KEY],
        "now": AT + 1,
        "not_before": None,
    }
    return verify(sig, **(asked | other))


def ours(**other: Any) -> str:
    asked: dict[str, Any] = {
        "sdk_app_id": APP,
        "user_id": USER,
        "secret": KEY,
        "expire": DAY,
        "issued_at": AT,
    }
    return generate(**(asked | other))
