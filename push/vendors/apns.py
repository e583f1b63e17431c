"""Apple (APNs): one token a request over HTTP/2, signed by the team's key; no receipts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from config.egress.reply import Reply
from push.vendors import http1
from push.vendors.apns_payload import OF_APS, BadBundle, request
from push.vendors.contract import (
    Access,
    BadField,
    Call,
    Field,
    Kind,
    Message,
    Notified,
    Outcome,
    Stage,
    Target,
    Unsendable,
)
from push.vendors.wire import Wire, at_base

NAME = "APNS"
MOST = 1
FIELDS: tuple[Field, ...] = (
    Field("keyId"),
    Field("teamId"),
    Field("bundleId"),
    Field("privateKey", secret=True),
)
OPTIONS = OF_APS | {"priority"}
HOSTS = {"PROD": "https://api.push.apple.com", "SANDBOX": "https://api.sandbox.push.apple.com"}
OTHER = {"PROD": "SANDBOX", "SANDBOX": "PROD"}
IDENTIFIER = re.compile(r"[A-Z0-9]{10}")
BUNDLE = re.compile(r"[A-Za-z0-9.-]{1,255}")
LIFE = 41 * 60.0  # of which the last minute is not used: Apple wants a new one after 20 to 60 minutes
RENEWABLE = 20 * 60
STALE = frozenset({"ExpiredProviderToken", "InvalidProviderToken", "MissingProviderToken"})
WRONG_ENVIRONMENT = "BadDeviceToken"
NOBODY = "0" * 64
UNUSABLE = (ValueError, TypeError, AttributeError, LookupError, jwt.PyJWTError)
BAD_KEY = Outcome(Kind.AUTH, Stage.CREDENTIAL, code="bad_key", message="the private key cannot be used")


def check_fields(fields: Mapping[str, Any], /) -> None:
    for name, shape in (("keyId", IDENTIFIER), ("teamId", IDENTIFIER), ("bundleId", BUNDLE)):
        if not isinstance(fields.get(name), str) or not shape.fullmatch(fields[name]):
            raise BadField(name, "must have the form that Apple's developer page shows")
    try:
        key = _key(fields.get("privateKey"))
    except (ValueError, TypeError, AttributeError) as problem:
        raise BadField("privateKey", "must be the content of the .p8 file") from problem
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise BadField("privateKey", "must be a key on the curve P-256")


def render(access: Access, message: Message, targets: Sequence[Target], /) -> Call:
    target = targets[0]
    bundle = target.bundle_id or access.fields["bundleId"]
    if not BUNDLE.fullmatch(bundle):
        raise BadBundle("The device's bundleId is none.")
    headers, body = request(message, target, bundle)
    return Call(f"{_host(target.environment)}/3/device/{target.token}", body, headers)


async def send(wire: Wire, access: Access, message: Message, targets: Sequence[Target], /) -> list[Outcome]:
    target = targets[0]
    try:
        call = render(access, message, targets)
        outcome = _outcome(access, *await _ask(wire, access, call), target.token)
        if outcome.code == WRONG_ENVIRONMENT:
            elsewhere = replace(target, environment=OTHER[_environment(target.environment)])
            there = await _ask(wire, access, render(access, message, [elsewhere]))
            other = _outcome(access, *there, target.token)
            # A key may be good for one of the environments only: then no token of ours is of the other one.
            outcome = outcome if other.kind is Kind.AUTH else other
    except Unsendable as problem:
        return [http1.unsendable(problem)]
    except UNUSABLE:
        return [BAD_KEY]
    return [outcome]


async def check(wire: Wire, access: Access, /) -> Outcome:
    """By a push to a token that cannot be: who is told so was let in."""
    nobody = Target(0, NOBODY, NAME, access.environment)
    try:
        call = render(access, Message(push_id="0", task_id="0", silent=True, high=False, ttl=0), [nobody])
        reply, reason = await _ask(wire, access, call)
    except UNUSABLE:
        return BAD_KEY
    if reason == WRONG_ENVIRONMENT:
        return Outcome(Kind.OK, Stage.AUTH, reply.status, latency_ms=reply.duration_ms)
    return _outcome(access, reply, reason, NOBODY, Stage.AUTH)


def parse_receipt(body: bytes, content_type: str, /) -> list[Notified]:
    return []


def receipt_signed(access: Access, headers: Mapping[str, str], body: bytes, /) -> bool:
    return True


async def _ask(wire: Wire, access: Access, call: Call) -> tuple[Reply, str]:
    """The reply, and the reason that it names. A refused token is made anew where it is old enough: Apple
    takes no more than one in 20 minutes, and a younger one is not refused for its age.
    """
    bearer = await wire.tokens.get(access.key, lambda: _sign(access))
    reply = await _post(wire, access, call, bearer)
    reason = _reason(reply)
    if reason in STALE and _signed_at(bearer) <= time() - RENEWABLE:
        bearer = await wire.tokens.get(access.key, lambda: _sign(access), refused=bearer)
        reply = await _post(wire, access, call, bearer)
        reason = _reason(reply)
    return reply, reason


async def _post(wire: Wire, access: Access, call: Call, bearer: str) -> Reply:
    headers = {**call.headers, "authorization": f"bearer {bearer}"}
    return await wire.http2.post(call.url, call.body, headers, timeout=wire.timeout, key=access.key)


async def _sign(access: Access) -> tuple[str, float]:
    fields = access.fields
    claims = {"iss": fields["teamId"], "iat": int(time())}
    signed = jwt.encode(
        claims, _key(fields["privateKey"]), algorithm="ES256", headers={"kid": fields["keyId"]}
    )
    return signed, LIFE


def _key(pem: Any) -> Any:
    return load_pem_private_key(pem.strip().encode(), None)


def _signed_at(bearer: str) -> int:
    return int(jwt.decode(bearer, options={"verify_signature": False})["iat"])


def _outcome(access: Access, reply: Reply, reason: str, token: str, stage: Stage = Stage.SEND) -> Outcome:
    if (found := http1.unanswered(reply, stage)) is not None:
        return found
    if reply.status == 200:
        return http1.accepted(reply, reply.headers.get("apns-id"))
    judged = http1.judged(NAME, reply, reason, reason, http1.ours(access, FIELDS, token), stage)
    if judged.kind is Kind.INVALID_TOKEN:
        return replace(judged, invalid_since=http1.milliseconds(http1.said(reply).get("timestamp")))
    return judged


def _reason(reply: Reply) -> str:
    return "" if reply.error or reply.status == 200 else http1.word(http1.said(reply).get("reason"))


def _environment(name: str) -> str:
    return name if name in HOSTS else "PROD"


def _host(environment: str) -> str:
    return at_base(NAME, HOSTS[_environment(environment)])
