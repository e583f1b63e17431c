"""Whether a call is what it says: the receiver's half of Standard Webhooks."""

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest

from accounts.secrets import NOT_OPENED
from config.clock import now_ms
from webhooks import signing
from webhooks.inbox.endpoint import endpoints

TOLERANCE = 5 * 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """`refused` is empty, or says why: `missing`, `stale` or `signature`. `endpoint`: whose secret fits."""

    refused: str
    endpoint: str = ""
    app_key: str = ""


def verdict(headers: Mapping[str, str], body: bytes) -> Verdict:
    webhook_id, signed_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "").split()
    if not (webhook_id and signed_at and given):
        return Verdict("missing")
    now = now_ms()
    if not signed_at.isdecimal() or len(signed_at) > 15 or abs(now // 1000 - int(signed_at)) > TOLERANCE:
        return Verdict("stale")
    for endpoint in endpoints().select_related("app"):
        try:
            keys = signing.live_keys(endpoint, now)
        except NOT_OPENED:  # no key of ours opens its secret: nothing is sent to it, and this is not from us
            continue
        wanted = signing.signatures(keys, webhook_id, int(signed_at), body).split()
        if any(compare_digest(one.encode(), other.encode()) for one in given for other in wanted):
            return Verdict("", endpoint.name, endpoint.app.app_key)
    return Verdict("signature")
