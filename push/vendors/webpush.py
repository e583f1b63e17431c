"""Browsers, by RFC 8030 (delivery), 8291 (encryption) and 8292 (VAPID). A token is a subscription's endpoint.

What the service worker's `push` event has in `event.data.json()`:

    {"pushId": "…", "taskId": "…", "data": {…},
     "notification": {"title", "body", "subtitle", "image", "badge", "tag", "sound", "category", "loc",
                      "click": {"type", "value"}}}

`notification` is absent of a silent message, and each of its fields where there is nothing to say; `tag` is
the collapse key, or one of the task's. Having shown it, the worker posts RECEIVED and later CLICKED with the
`pushId` to receive-push.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from time import time
from typing import Any
from urllib.parse import urlsplit

import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from django.conf import settings

from config.egress.client import Reply
from push.vendors import http1, payload, sealing
from push.vendors.contract import (
    Access,
    BadField,
    Call,
    Field,
    Kind,
    Message,
    Notified,
    Outcome,
    Scope,
    Stage,
    Target,
    Unsendable,
)
from push.vendors.texts import fitted
from push.vendors.wire import Wire, at_base

NAME = "WEBPUSH"
MOST = 1
FIELDS: tuple[Field, ...] = (Field("privateKey", secret=True), Field("publicKey"), Field("subject"))
PAYLOAD = 4096 - sealing.OVERHEAD
LONGEST_TTL = 28 * 86_400
HALF_A_DAY = 12 * 3600
ACCEPTED = (200, 201, 202, 204)
OPTIONS = frozenset({"actions", "dir", "icon", "lang", "renotify", "requireInteraction", "silent", "vibrate"})


def check_fields(fields: Mapping[str, Any], /) -> None:
    private = _field(fields, "privateKey", sealing.private_key, "must be 32 bytes of P-256 in base64url")
    _field(fields, "publicKey", sealing.public_key, "must be 65 bytes of P-256 in base64url")
    if sealing.public_bytes(private.public_key()) != sealing.decode(fields["publicKey"]):
        raise BadField("publicKey", "does not belong to the private key")
    if not str(fields["subject"]).startswith(("mailto:", "https://")):
        raise BadField("subject", "must begin with mailto: or https://")


def render(access: Access, message: Message, targets: Sequence[Target], /) -> Call:
    target = targets[0]
    plain = _plain(fitted(message, lambda one: len(_plain(one)), PAYLOAD))
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(min(message.ttl, LONGEST_TTL)),
        "Urgency": "high" if message.high else "normal",
    }
    if message.collapse_key:
        digest = sha256(message.collapse_key.encode()).digest()
        headers["Topic"] = urlsafe_b64encode(digest[:24]).decode()  # 32 characters, the most
    return Call(target.token, sealing.seal(plain, target.keys), headers)


async def send(wire: Wire, access: Access, message: Message, targets: Sequence[Target], /) -> list[Outcome]:
    endpoint = targets[0].token
    try:
        call = render(access, message, targets)
        headers = {**call.headers, "Authorization": _authorization(access, endpoint)}
    except sealing.BadKeys as problem:
        return [Outcome(Kind.INVALID_TOKEN, code=problem.code, message=str(problem), scope=Scope.DEVICE)]
    except Unsendable as problem:
        return [http1.unsendable(problem)]
    except ValueError:
        return [Outcome(Kind.AUTH, Stage.CREDENTIAL, code="bad_key", message="the VAPID keys cannot be used")]
    reply = await _post(wire, call, headers)
    return [_outcome(access, reply, endpoint)]


async def check(wire: Wire, access: Access, /) -> Outcome:
    """There is nobody to ask: browsers' servers know a key only by its subscriptions."""
    try:
        check_fields(access.fields)
    except BadField as problem:
        return Outcome(Kind.AUTH, Stage.CREDENTIAL, code="bad_field", message=f"{problem.name} {problem}")
    return Outcome(Kind.OK, Stage.CREDENTIAL)


def parse_receipt(body: bytes, content_type: str, /) -> list[Notified]:
    return []


def receipt_signed(access: Access, headers: Mapping[str, str], body: bytes, /) -> bool:
    return True


async def _post(wire: Wire, call: Call, headers: Mapping[str, str]) -> Reply:
    """Endpoints are given by clients: they are checked as webhooks' URLs are, but for a stand-in."""
    ours = NAME in settings.PUSH_VENDOR_BASE_URLS
    client = wire.http if ours else wire.checked
    url = at_base(NAME, call.url)
    return await client.post(url, call.body, headers, timeout=wire.timeout, allow_http=ours)


def _outcome(access: Access, reply: Reply, endpoint: str) -> Outcome:
    if not reply.error and reply.status in ACCEPTED:
        return http1.accepted(reply, "")
    words = reply.body[: http1.LONGEST].decode(errors="replace")
    secrets = http1.ours(access, FIELDS, endpoint, _beyond_host(endpoint))
    return http1.unanswered(reply) or http1.judged(NAME, reply, "", words, secrets)


def _authorization(access: Access, endpoint: str) -> str:
    private, subject = access.fields["privateKey"], access.fields["subject"]
    token = _vapid(private, subject, _origin(endpoint), int(time()) // HALF_A_DAY)
    return f"vapid t={token}, k={access.fields['publicKey'].rstrip('=')}"


def _beyond_host(endpoint: str) -> str:
    """What of it is secret: a server may repeat it without its name, or under another."""
    return endpoint.partition("://")[2].partition("/")[2]


def _origin(endpoint: str) -> str:
    """As browsers write one: in lower case, without the port that goes without saying."""
    parts = urlsplit(endpoint.lower())
    return f"{parts.scheme}://{parts.netloc.removesuffix(':443')}"


@lru_cache(maxsize=512)
def _vapid(private: str, subject: str, origin: str, half_day: int) -> str:
    """One for each origin and half-day, good for 11 to 23 hours: 24 are allowed, and clocks differ."""
    until = (half_day + 2) * HALF_A_DAY - 3600
    return jwt.encode({"aud": origin, "exp": until, "sub": subject}, _signer(private), algorithm="ES256")


@lru_cache(maxsize=64)
def _signer(private: str) -> EllipticCurvePrivateKey:
    return sealing.private_key(private)


def _plain(message: Message) -> bytes:
    said: dict[str, Any] = {"pushId": message.push_id, "taskId": message.task_id}
    if message.data:
        said["data"] = message.data
    if not message.silent:
        said["notification"] = {name: value for name, value in _notification(message).items() if value}
    return orjson.dumps(said)


def _notification(message: Message) -> dict[str, Any]:
    return {
        "title": message.title,
        "body": message.body,
        "subtitle": message.subtitle,
        "image": message.image_url,
        "badge": message.badge,
        "tag": payload.place(message),
        "sound": payload.sound(message),
        "silent": payload.is_quiet(message),
        "click": message.click,
        "category": message.category,
        "loc": message.loc,
        **payload.options(message, OPTIONS),
    }


def _field(fields: Mapping[str, Any], name: str, read: Any, why: str) -> Any:
    try:
        return read(fields[name])
    except (ValueError, TypeError, AttributeError) as problem:
        raise BadField(name, why) from problem
