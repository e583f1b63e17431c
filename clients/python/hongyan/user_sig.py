"""UserSig (TLSSigAPIv2), made where the app's secret key is: on your server, never in what you give away."""

import hmac
import json
import zlib
from base64 import b64encode
from hashlib import sha256
from time import time

HALF_A_YEAR = 15_552_000
TO_OUTER = str.maketrans("+/=", "*-_")


def make_user_sig(
    user_id: str,
    *,
    sdk_app_id: int,
    secret_key: str,
    expire: int = HALF_A_YEAR,
    issued_at: int | None = None,
) -> str:
    """Good for `expire` seconds from `issued_at` (seconds since 1970; default: now)."""
    moment = int(time()) if issued_at is None else issued_at
    signed = f"TLS.identifier:{user_id}\nTLS.sdkappid:{sdk_app_id}\nTLS.time:{moment}\nTLS.expire:{expire}\n"
    document = {
        "TLS.ver": "2.0",
        "TLS.identifier": user_id,
        "TLS.sdkappid": sdk_app_id,
        "TLS.expire": expire,
        "TLS.time": moment,
        "TLS.sig": b64encode(hmac.digest(secret_key.encode(), signed.encode(), sha256)).decode(),
    }
    return b64encode(zlib.compress(json.dumps(document).encode())).decode().translate(TO_OUTER)
