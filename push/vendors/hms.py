"""What Huawei's two services share: answers that name the illegal tokens, receipts, and their signature."""

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from hmac import compare_digest, digest
from typing import Any

import orjson

from config.egress.client import Reply
from push.vendors.codes import verdict
from push.vendors.contract import Access, Kind, Notified, Outcome, Stage, Target
from push.vendors.http1 import accepted, event, judged, milliseconds, said, unanswered, word
from push.vendors.payload import whose

FINE = "80000000"
PARTLY = "80100000"
NONE = "80300007"
ILLEGAL = "illegal_token"
LONGEST_TTL = 15 * 86_400
SHORTEST_TTL = 10  # a message that may not live at all does not reach even a phone that is online


def ttl(seconds: int) -> int:
    return min(max(seconds, SHORTEST_TTL), LONGEST_TTL)


def outcomes(vendor: str, reply: Reply, targets: Sequence[Target], secrets: Collection[str]) -> list[Outcome]:
    """One for each token: those that are named as illegal by the reason that is given, the others alike."""
    lost = unanswered(reply)
    if lost is not None:
        return [lost] * len(targets)
    answer = said(reply)
    code, words = word(answer.get("code")), str(answer.get("msg") or "")
    reasons = illegal(words) if code in (PARTLY, NONE) else {}
    if code in (FINE, PARTLY):
        others = accepted(reply, answer.get("requestId"))
    else:
        others = judged(vendor, reply, code, "" if reasons else words, secrets)
    bad = {reason: judged(vendor, reply, reason, "", ()) for reason in set(reasons.values())}
    return [bad[reasons[one.token]] if one.token in reasons else others for one in targets]


def illegal(words: str) -> dict[str, str]:
    """The reason of each illegal token: `illegalTokens` has a list for each reason."""
    try:
        found = orjson.loads(words)
    except orjson.JSONDecodeError:
        return {}
    if not isinstance(found, dict):
        return {}
    named = {ILLEGAL: found.get("illegal_tokens")}
    by_reason = found.get("illegalTokens")
    if isinstance(by_reason, dict):
        named |= by_reason
    elif by_reason:
        named[ILLEGAL] = by_reason
    return {
        token: reason.strip()
        for reason, tokens in named.items()
        if isinstance(tokens, list)
        for token in tokens
        if isinstance(token, str)
    }


def checked(found: list[Outcome]) -> Outcome:
    """A check goes to a token that cannot exist: that it is unknown is good news."""
    outcome = found[0]
    if outcome.kind in (Kind.OK, Kind.INVALID_TOKEN) or outcome.code == NONE:
        return replace(outcome, kind=Kind.OK, stage=Stage.ACCEPTED, code="", hint="")
    return outcome


def receipts(vendor: str, body: bytes) -> list[Notified]:
    """Of both versions: the second one has its status and its time in `deliveryStatus`."""
    try:
        statuses = orjson.loads(body)["statuses"]
        return [_notified(vendor, one) for one in statuses]
    except (TypeError, KeyError, AttributeError) as problem:
        raise ValueError(f"not a list of statuses: {type(problem).__name__}") from problem


def _notified(vendor: str, one: Mapping[str, Any]) -> Notified:
    inner = one.get("deliveryStatus") or one.get("formStatus") or one
    code = str(inner.get("result", inner.get("status")))
    found = verdict(vendor, f"receipt_{code}")
    return Notified(
        event=event(vendor, code),
        token=str(one.get("token") or ""),
        vendor_message_id=str(one.get("requestId") or ""),
        at=milliseconds(inner.get("timestamp")),
        code=code,
        message="" if found is None else found.hint,
        **whose(one.get("biTag")),
    )


def signed(access: Access, headers: Mapping[str, str]) -> bool:
    """By the secret and the user that are filled in where the receipts' address is (`callbackSecret`,
    `callbackUser` of the credential). Without a secret nothing is signed, and nothing is checked.
    """
    secret = access.fields.get("callbackSecret")
    if not secret:
        return True
    text = next((value for name, value in headers.items() if name.lower() == "x-huawei-callback-id"), "")
    parts = dict(part.strip().partition("=")[::2] for part in text.split(";"))
    said_what = f"{parts.get('timestamp')}{parts.get('nonce')}{access.fields.get('callbackUser') or ''}"
    given = parts.get("value", "").encode()
    return any(
        compare_digest(given, b64encode(digest(key, said_what.encode(), "sha256"))) for key in _keys(secret)
    )


def _keys(secret: str) -> list[bytes]:
    """Older secrets are the key as they stand, those of today are its Base64."""
    try:
        return [secret.encode(), b64decode(secret, validate=True)]
    except Error:
        return [secret.encode()]
