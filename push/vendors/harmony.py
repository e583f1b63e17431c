"""HarmonyOS 5 and later: Huawei's Push Kit, version 3. A JWT of our own making instead of a token's call."""

from collections.abc import Mapping, Sequence
from time import time
from typing import Any

import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from push.vendors import hms
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
from push.vendors.http1 import JSON, ask, ours, unsendable, with_token
from push.vendors.payload import MOST_OF_A_BADGE, as_text, custom, names, number, options, place, sound
from push.vendors.sifting import sifted
from push.vendors.texts import both, fitted
from push.vendors.wire import Refused, Wire

NAME = "HARMONY"
MOST = 1000
MOST_TESTED = 10  # tokens in one test message
LONGEST = 4096  # bytes without the tokens
SEND = "https://push-api.cloud.huawei.com/v3/{}/messages:send"
AUDIENCE = "https://oauth-login.cloud.huawei.com/oauth2/v3/token"
LIFE = 3600
BEHIND = 60  # seconds: so much may the vendor's clock be behind ours
NOBODY = Target(0, "0" * 64)
ALERT, BACKGROUND, CALL = 0, 6, 10  # push-type
CATEGORIES = {"SYSTEM": "ACCOUNT"}  # Huawei has none of that name
FIELDS: tuple[Field, ...] = (
    Field("projectId"),
    Field("keyId"),
    Field("subAccount"),
    Field("privateKey", secret=True),
    Field("callbackUser", required=False),
    Field("callbackSecret", secret=True, required=False),
)
PUSH = names("testMessage receiptId collapseKey backgroundMode")
NOTIFICATION = names(
    """
    category image style inboxContent badge sound soundDuration foregroundShow appMessageId profileId
    clickAction
    """
)
OPTIONS = PUSH | NOTIFICATION | {"pushType"}


def check_fields(fields: Mapping[str, Any], /) -> None:
    if not str(fields.get("projectId", "")).isdecimal():
        raise BadField("projectId", "It is a number.")
    _key(fields)


def render(access: Access, message: Message, targets: Sequence[Target], /) -> Call:
    def body(one: Message, tokens: list[str]) -> bytes:
        return orjson.dumps(
            {"payload": _payload(one), "target": {"token": tokens}, "pushOptions": _options(access, one)}
        )

    fit = fitted(message, lambda one: len(body(one, [])), LONGEST)
    headers = {"Content-Type": JSON, "push-type": str(_push_type(message))}
    return Call(SEND.format(access.fields["projectId"]), body(fit, [one.token for one in targets]), headers)


@sifted
async def send(wire: Wire, access: Access, message: Message, targets: Sequence[Target], /) -> list[Outcome]:
    most = MOST_TESTED if _options(access, message).get("testMessage") else MOST
    outcomes: list[Outcome] = []
    for first in range(0, len(targets), most):
        outcomes += await _send(wire, access, message, targets[first : first + most])
    return outcomes


async def check(wire: Wire, access: Access, /) -> Outcome:
    """By a message to a token that cannot exist; there is no other way that rings nobody."""
    message = Message("0", "0", data={"check": True}, silent=True)
    return hms.checked(await _send(wire, access, message, [NOBODY]))


def parse_receipt(body: bytes, content_type: str, /) -> list[Notified]:
    return hms.receipts(NAME, body)


def receipt_signed(access: Access, headers: Mapping[str, str], body: bytes, /) -> bool:
    """Checked where the credential has the `callbackSecret` of the receipts' address."""
    return hms.signed(access, headers)


async def _send(wire: Wire, access: Access, message: Message, targets: Sequence[Target]) -> list[Outcome]:
    try:
        call = render(access, message, targets)
    except Unsendable as problem:
        return [unsendable(problem)] * len(targets)
    secrets = ours(access, FIELDS, *(one.token for one in targets), message.title, message.body)

    async def once(token: str) -> list[Outcome]:
        reply = await ask(wire, NAME, call, {"Authorization": f"Bearer {token}"})
        return hms.outcomes(NAME, reply, targets, [*secrets, token])

    async def sign() -> tuple[str, float]:
        return _jwt(access), LIFE - BEHIND

    return await with_token(wire, access, sign, once, len(targets))


def _jwt(access: Access) -> str:
    """Huawei takes PS256 only."""
    now = int(time()) - BEHIND
    claims = {"iss": access.fields["subAccount"], "aud": AUDIENCE, "iat": now, "exp": now + LIFE}
    try:
        key = _key(access.fields, trusted=True)
    except BadField as problem:
        raise Refused(
            Outcome(Kind.AUTH, Stage.CREDENTIAL, code="private_key", hint=str(problem))
        ) from problem
    return jwt.encode(claims, key, algorithm="PS256", headers={"kid": access.fields["keyId"]})


def _key(fields: Mapping[str, Any], *, trusted: bool = False) -> RSAPrivateKey:
    """Out of the console's file its line breaks may still be written as `\\n`. `trusted`: it was checked when
    it was entered; to check it again would keep all other pushes waiting for 50 ms and more.
    """
    pem = str(fields.get("privateKey", "")).replace("\\n", "\n")
    try:
        key = load_pem_private_key(pem.encode(), None, unsafe_skip_rsa_key_validation=trusted)
    except (ValueError, TypeError) as problem:
        raise BadField("privateKey", "It is not a private key in PEM.") from problem
    if not isinstance(key, RSAPrivateKey) or key.key_size < 2048:
        raise BadField("privateKey", "It is not an RSA key of 2048 bits or more.")
    return key


def _push_type(message: Message) -> int:
    """A call that the app draws itself (10) needs a right of its own, so it is asked for: `pushType`."""
    if message.vendor_options.get("pushType") == CALL:
        return CALL
    return BACKGROUND if message.silent else ALERT


def _options(access: Access, message: Message) -> dict[str, Any]:
    """The credential of a sandbox sends test messages, which need no rights and are a thousand a day."""
    push: dict[str, Any] = {"ttl": hms.ttl(message.ttl), "biTag": message.push_id}
    if access.environment == "SANDBOX":
        push["testMessage"] = True
    return push | options(message, PUSH)


def _payload(message: Message) -> dict[str, Any]:
    match _push_type(message):
        case 0:
            return {"notification": _notification(message)}
        case 6:
            return {"extraData": as_text(message)}
    told = {**custom(message), "title": message.title, "body": message.body}
    return {"extraData": orjson.dumps(told).decode()}


def _notification(message: Message) -> dict[str, Any]:
    title, body = both(message)
    notification: dict[str, Any] = {
        "category": CATEGORIES.get(message.category, message.category),
        "title": title,
        "body": body,
        "clickAction": _click(message),
        "notifyId": number(place(message)),
        "image": message.image_url,
        "sound": sound(message),
    }
    if message.badge is not None:
        notification["badge"] = {"setNum": min(message.badge, MOST_OF_A_BADGE)}
    return {name: value for name, value in notification.items() if value != ""} | options(
        message, NOTIFICATION
    )


def _click(message: Message) -> dict[str, Any]:
    """A page that the app does not have opens its first one."""
    click = message.click or {}
    action: dict[str, Any] = {"actionType": 0}
    if click.get("type") in ("DEEPLINK", "URL"):
        action = {"actionType": 1, "uri": click.get("value")}
    elif click.get("type") == "ACTIVITY":
        action = {"actionType": 1, "action": click.get("value")}
    return {**action, "data": custom(message)}
