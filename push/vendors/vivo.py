"""vivo (and iQOO): one notification a request, under a token that is fetched first."""

from collections.abc import Mapping, Sequence
from hashlib import md5
from time import time
from typing import Any

import orjson

from config.egress.client import Reply
from push.vendors import http1, payload
from push.vendors.contract import (
    Access,
    Call,
    Field,
    Message,
    NoSilence,
    Notified,
    Outcome,
    Stage,
    Target,
    TooLong,
    Unsendable,
)
from push.vendors.texts import both, clipped, columns
from push.vendors.wire import Refused, Wire

NAME = "VIVO"
MOST = 1
FIELDS: tuple[Field, ...] = (Field("appId"), Field("appKey"), Field("appSecret", secret=True))
HOST = "https://api-push.vivo.com.cn/message"
LIFE = 2 * 3600.0  # of the day that it is good for: vivo wants it fetched anew every hour or two
TITLE, CONTENT = 40, 100  # columns: a Chinese character takes two
CUSTOM, SKIP, CALLBACK = 1024, 1024, 128  # characters
SHORTEST_TTL, LONGEST_TTL = 60, 86_400
RINGS, QUIET = 4, 1
SKIPS = {"URL": 2, "DEEPLINK": 4, "ACTIVITY": 4}
OPERATION, SYSTEM = 0, 1
OPTIONS = frozenset(
    {"category", "classification", "notifyType", "profileId", "pushMode", "networkType", "foregroundShow"}
)
CLICKED = "1"


def check_fields(fields: Mapping[str, Any], /) -> None:
    """Three plain texts: nothing to see in them."""


def render(access: Access, message: Message, targets: Sequence[Target], /) -> Call:
    if message.silent:
        raise NoSilence("vivo carries notifications only.")
    custom = payload.as_texts(message)
    if len(orjson.dumps(custom).decode()) > CUSTOM:
        raise TooLong(f"The data do not fit into {CUSTOM} characters.")
    title, body = both(message)
    said: dict[str, Any] = {
        "appId": _number(access.fields["appId"]),
        "regId": targets[0].token,
        "requestId": message.push_id,
        "title": clipped(title, TITLE, columns),
        "content": clipped(body, CONTENT, columns),
        "notifyType": RINGS if message.high and not payload.is_quiet(message) else QUIET,
        "timeToLive": min(max(message.ttl, SHORTEST_TTL), LONGEST_TTL),
        "classification": OPERATION if message.category == "MARKETING" else SYSTEM,
        "category": payload.CATEGORIES.get(message.category, "IM"),
        "clientCustomMap": custom,
        "notifyId": payload.number(payload.place(message)),
        "pushMode": 0,
        **_click(message),
    }
    if message.receipt_url and len(message.receipt_url) <= CALLBACK:
        said["extra"] = {"callback": message.receipt_url, "callback.param": message.push_id}
    said |= payload.options(message, OPTIONS)
    return Call(f"{HOST}/send", orjson.dumps(said), {"Content-Type": http1.JSON})


async def send(wire: Wire, access: Access, message: Message, targets: Sequence[Target], /) -> list[Outcome]:
    try:
        call = render(access, message, targets)
    except Unsendable as problem:
        return [http1.unsendable(problem)]

    async def send_by(token: str) -> list[Outcome]:
        reply = await http1.ask(wire, NAME, call, {"authToken": token})
        return [_outcome(access, reply, token, targets[0].token)]

    return await http1.with_token(wire, access, lambda: _fetch(wire, access), send_by, 1)


async def check(wire: Wire, access: Access, /) -> Outcome:
    return await http1.check_by_token(lambda: _fetch(wire, access))


def parse_receipt(body: bytes, content_type: str, /) -> list[Notified]:
    """By the ids of its messages: `{taskId: {targets, ackTime, ackType, param}}`."""
    return [
        Notified(
            http1.event(NAME, http1.word(one.get("ackType")), (CLICKED,)),
            token,
            **payload.whose(one.get("param")),
            vendor_message_id=task,
            at=http1.milliseconds(one.get("ackTime")),
            code=http1.word(one.get("ackType")),
        )
        for task, one in http1.receipts(http1.fielded(body, "data", "message"))
        for token in str(one.get("targets") or "").split(",")
    ]


def receipt_signed(access: Access, headers: Mapping[str, str], body: bytes, /) -> bool:
    return True


async def _fetch(wire: Wire, access: Access) -> tuple[str, float]:
    app, key, now = access.fields["appId"], access.fields["appKey"], int(time() * 1000)
    plain = f"{app}{key}{now}{access.fields['appSecret']}".encode()
    sign = md5(plain).hexdigest()  # noqa: S324  the vendor's protocol
    body = orjson.dumps({"appId": _number(app), "appKey": key, "timestamp": now, "sign": sign})
    reply = await http1.ask(wire, NAME, Call(f"{HOST}/auth", body, {"Content-Type": http1.JSON}))
    said = http1.said(reply)
    token = said.get("authToken")
    if said.get("result") == 0 and isinstance(token, str) and token:
        return token, LIFE
    raise Refused(http1.unanswered(reply, Stage.AUTH) or _judged(access, reply, Stage.AUTH))


def _outcome(access: Access, reply: Reply, *ours: str) -> Outcome:
    said = http1.said(reply)
    refused = http1.inside(said, "invalidUser", "status")
    if not reply.error and reply.status == 200 and said.get("result") == 0 and not refused:
        return http1.accepted(reply, said.get("taskId"))
    code = f"user_{refused}" if refused else ""
    return http1.unanswered(reply) or _judged(access, reply, Stage.SEND, *ours, code=code)


def _judged(access: Access, reply: Reply, stage: Stage, *ours: str, code: str = "") -> Outcome:
    said = http1.said(reply)
    secrets = http1.ours(access, FIELDS, *ours)
    return http1.judged(NAME, reply, code or http1.word(said.get("result")), said.get("desc"), secrets, stage)


def _click(message: Message) -> dict[str, Any]:
    click = message.click or {}
    kind = SKIPS.get(click.get("type", ""))
    value = click.get("value") or ""
    return {"skipType": kind, "skipContent": value} if kind and 0 < len(value) <= SKIP else {"skipType": 1}


def _number(text: object) -> object:
    """vivo's app ids are numbers."""
    return int(str(text)) if str(text).isdecimal() else text
