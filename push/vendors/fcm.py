"""Google (FCM HTTP v1): one token a request over HTTP/2, under an OAuth2 token of an hour; no receipts."""

import re
from collections.abc import Mapping, Sequence
from time import time
from typing import Any

import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from config.egress.reply import Reply
from push.vendors import http1
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
from push.vendors.fcm_payload import OF_ANDROID, OF_NOTIFICATION, fitting
from push.vendors.wire import Refused, Wire, at_base

NAME = "FCM"
MOST = 1
FIELDS: tuple[Field, ...] = (Field("serviceAccount", secret=True),)
OPTIONS = OF_ANDROID | OF_NOTIFICATION
SEND = "https://fcm.googleapis.com/v1/projects/{}/messages:send"
TOKEN = "https://oauth2.googleapis.com/token"  # noqa: S105  where it is had
TOKEN_URI = re.compile(r"https://(oauth2\.googleapis|accounts\.google|www\.googleapis)\.com/[A-Za-z0-9./_-]+")
PROJECT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:-]*")
SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LIFE = 3600
NO_TOKEN = "not a valid fcm registration token"  # noqa: S105  Google's words
UNUSABLE = (ValueError, TypeError, AttributeError, LookupError, jwt.PyJWTError)


def check_fields(fields: Mapping[str, Any], /) -> None:
    try:
        account = _account(fields)
        known = all(isinstance(account[name], str) for name in ("project_id", "client_email", "private_key"))
    except UNUSABLE as problem:
        raise _bad("must be the JSON of a service account's key file") from problem
    if not known or not PROJECT.fullmatch(account["project_id"]):
        raise _bad("must have project_id, client_email and private_key")
    if not TOKEN_URI.fullmatch(str(account["token_uri"])):
        raise _bad("must have Google's own token_uri")
    try:
        key = load_pem_private_key(account["private_key"].encode(), None)
    except UNUSABLE as problem:
        raise _bad("must have a private_key in PEM") from problem
    if not isinstance(key, RSAPrivateKey):
        raise _bad("must have an RSA key")


def render(access: Access, message: Message, targets: Sequence[Target], /) -> Call:
    return _call(access, {"message": {"token": targets[0].token, **fitting(message)}})


async def send(wire: Wire, access: Access, message: Message, targets: Sequence[Target], /) -> list[Outcome]:
    try:
        call = render(access, message, targets)
    except Unsendable as problem:
        return [http1.unsendable(problem)]
    except UNUSABLE:
        return [_unusable()]
    return [await _send(wire, access, call, targets[0].token)]


async def check(wire: Wire, access: Access, /) -> Outcome:
    """FCM looks at a message to a topic and rings nobody: `validate_only`."""
    said = {"validate_only": True, "message": {"topic": "check", "data": {"check": "1"}}}
    try:
        call = _call(access, said)
    except UNUSABLE:
        return _unusable()
    return await _send(wire, access, call)


def parse_receipt(body: bytes, content_type: str, /) -> list[Notified]:
    return []


def receipt_signed(access: Access, headers: Mapping[str, str], body: bytes, /) -> bool:
    return True


async def _send(wire: Wire, access: Access, call: Call, *ours: str) -> Outcome:
    async def send_by(token: str) -> list[Outcome]:
        headers = {**call.headers, "authorization": f"Bearer {token}"}
        reply = await _post(wire, call.url, call.body, headers)
        return [_outcome(reply, [token, *ours, *_secrets(access)])]

    return (await http1.with_token(wire, access, lambda: _fetch(wire, access), send_by, 1))[0]


async def _post(wire: Wire, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
    """All apps share the connections: who sends is told by each request."""
    return await wire.http2.post(at_base(NAME, url), body, headers, timeout=wire.timeout)


async def _fetch(wire: Wire, access: Access) -> tuple[str, float]:
    try:
        account = _account(access.fields)
        body = http1.form({"grant_type": GRANT, "assertion": _assertion(account)})
    except UNUSABLE:
        raise Refused(_unusable()) from None
    reply = await _post(wire, account["token_uri"], body, {"content-type": http1.FORM})
    said = http1.said(reply)
    token, life = said.get("access_token"), said.get("expires_in")
    if reply.status == 200 and isinstance(token, str) and token:
        return token, float(life) if isinstance(life, (int, float)) else LIFE
    code = http1.word(said.get("error"))
    words = said.get("error_description")
    raise Refused(
        http1.unanswered(reply, Stage.AUTH) or http1.judged(NAME, reply, code, words, (), Stage.AUTH)
    )


def _assertion(account: Mapping[str, Any]) -> str:
    """The key was checked when it was entered: to check it again costs more than to sign."""
    key = load_pem_private_key(account["private_key"].encode(), None, unsafe_skip_rsa_key_validation=True)
    now = int(time())
    claims = {
        "iss": account["client_email"],
        "scope": SCOPE,
        "aud": account["token_uri"],
        "iat": now,
        "exp": now + LIFE,
    }
    headers = {"kid": account["private_key_id"]} if "private_key_id" in account else None
    return jwt.encode(claims, key, algorithm="RS256", headers=headers)  # type: ignore[arg-type]  # an RSA key


def _outcome(reply: Reply, secrets: Sequence[str]) -> Outcome:
    if (found := http1.unanswered(reply)) is not None:
        return found
    said = http1.said(reply)
    if reply.status == 200 and isinstance(said.get("name"), str):
        return http1.accepted(reply, said["name"])
    error = said.get("error")
    return http1.judged(NAME, reply, _code(error), http1.inside(error, "message"), secrets)


def _code(error: Any) -> str:
    """FCM's own, where it gave one, or Google's."""
    details = http1.inside(error, "details")
    details = details if isinstance(details, list) else []
    codes = [http1.word(http1.inside(one, "errorCode")) for one in details]
    code = next(filter(None, codes), "") or http1.word(http1.inside(error, "status"))
    if code == "INVALID_ARGUMENT" and _is_of_token(error, details):
        return f"{code}/message.token"
    if code == "QUOTA_EXCEEDED" and _is_of_device(details):
        return f"{code}/device"
    return code


def _is_of_device(details: Sequence[Any]) -> bool:
    """There are quotas of the project and of each device; of the latter nobody else must suffer."""
    told = (orjson.dumps(one).decode().lower() for one in _listed(details, "violations"))
    return any("device" in one for one in told)


def _listed(details: Sequence[Any], name: str) -> list[Any]:
    found = [http1.inside(one, name) for one in details]
    return [one for some in found if isinstance(some, list) for one in some]


def _is_of_token(error: Any, details: Sequence[Any]) -> bool:
    """Of all that an argument can be, only a bad token says something about the device."""
    fields = [http1.inside(one, "field") for one in _listed(details, "fieldViolations")]
    if fields:
        return "message.token" in fields
    return NO_TOKEN in http1.word(http1.inside(error, "message")).lower()


def _call(access: Access, said: Mapping[str, Any]) -> Call:
    url = SEND.format(_account(access.fields)["project_id"])
    return Call(url, orjson.dumps(said), {"content-type": http1.JSON})


def _account(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The key file, as an object or as its text."""
    given = fields["serviceAccount"]
    account = orjson.loads(given) if isinstance(given, (str, bytes)) else given
    return {"token_uri": TOKEN, **account}


def _secrets(access: Access) -> list[str]:
    account = access.fields["serviceAccount"]
    return [account] if isinstance(account, str) else [str(account.get("private_key", ""))]


def _bad(why: str) -> BadField:
    return BadField("serviceAccount", why)


def _unusable() -> Outcome:
    return Outcome(Kind.AUTH, Stage.CREDENTIAL, code="bad_key", message="the service account cannot be used")
