"""OPPO (ColorOS, realme, OnePlus): one notification a request, under a token that is fetched first."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
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
from push.vendors.texts import both, clipped
from push.vendors.wire import Refused, Wire

NAME = "OPPO"
MOST = 1
FIELDS: tuple[Field, ...] = (Field("appKey"), Field("masterSecret", secret=True))
HOST = "https://api.push.oppomobile.com/server/v1"
LIFE = 3600.0  # of the day that it is good for: OPPO wants it fetched anew every hour
TITLE, SUBTITLE, SHORT, LONG, PARAMETERS = 50, 10, 50, 128, 4000  # characters
STANDARD, LONG_TEXT = 1, 2
LONGEST_TTL = 10 * 86_400
LONGEST_URL = 200
BY_REGISTRATION = 2
CLICKS = {
    "DEEPLINK": (5, "click_action_url"),
    "URL": (2, "click_action_url"),
    "ACTIVITY": (4, "click_action_activity"),
}
OPTIONS = frozenset(
    {"category", "notify_level", "channel_id", "style", "show_ttl", "big_picture_id", "small_picture_id"}
)


def check_fields(fields: Mapping[str, Any], /) -> None:
    """Two plain texts: nothing to see in them."""


def render(access: Access, message: Message, targets: Sequence[Target], /) -> Call:
    if message.silent:
        raise NoSilence("OPPO carries notifications only.")
    parameters = payload.as_text(message)
    if len(parameters) > PARAMETERS:
        raise TooLong(f"The data do not fit into {PARAMETERS} characters.")
    said = {
        "target_type": BY_REGISTRATION,
        "target_value": targets[0].token,
        "verify_registration_id": True,
        "notification": {**_notification(message, parameters), **payload.options(message, OPTIONS)},
    }
    return Call(
        f"{HOST}/message/notification/unicast",
        http1.form({"message": orjson.dumps(said).decode()}),
        {"Content-Type": http1.FORM},
    )


async def send(wire: Wire, access: Access, message: Message, targets: Sequence[Target], /) -> list[Outcome]:
    try:
        call = render(access, message, targets)
    except Unsendable as problem:
        return [http1.unsendable(problem)]

    async def send_by(token: str) -> list[Outcome]:
        authorized = Call(call.url, call.body + b"&" + http1.form({"auth_token": token}), call.headers)
        reply = await http1.ask(wire, NAME, authorized)
        return [_outcome(access, reply, token, targets[0].token)]

    return await http1.with_token(wire, access, lambda: _fetch(wire, access), send_by, 1)


async def check(wire: Wire, access: Access, /) -> Outcome:
    return await http1.check_by_token(lambda: _fetch(wire, access))


def parse_receipt(body: bytes, content_type: str, /) -> list[Notified]:
    said = orjson.loads(body)
    if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
        raise ValueError("not a list of receipts")
    return [
        Notified(
            http1.event(NAME, str(one.get("eventType")), ("push_click",)),
            token,
            **payload.whose(one.get("param")),
            vendor_message_id=str(one.get("messageId") or ""),
            at=http1.milliseconds(one.get("eventTime")),
            code=str(one.get("eventType"))[:64],
        )
        for one in said
        for token in map(str.strip, str(one.get("registrationIds") or "").split(","))
    ]


def receipt_signed(access: Access, headers: Mapping[str, str], body: bytes, /) -> bool:
    return True


async def _fetch(wire: Wire, access: Access) -> tuple[str, float]:
    key, now = access.fields["appKey"], str(int(time() * 1000))
    sign = sha256(f"{key}{now}{access.fields['masterSecret']}".encode()).hexdigest()
    body = http1.form({"app_key": key, "timestamp": now, "sign": sign})
    reply = await http1.ask(wire, NAME, Call(f"{HOST}/auth", body, {"Content-Type": http1.FORM}))
    said = http1.said(reply)
    token = http1.inside(said, "data", "auth_token")
    if said.get("code") == 0 and isinstance(token, str):
        return token, LIFE
    raise Refused(http1.unanswered(reply, Stage.AUTH) or _judged(access, reply, Stage.AUTH))


def _outcome(access: Access, reply: Reply, *ours: str) -> Outcome:
    said = http1.said(reply)
    if not reply.error and reply.status == 200 and said.get("code") == 0:
        return http1.accepted(reply, http1.inside(said, "data", "messageId"))
    return http1.unanswered(reply) or _judged(access, reply, Stage.SEND, *ours)


def _judged(access: Access, reply: Reply, stage: Stage, *ours: str) -> Outcome:
    said = http1.said(reply)
    return http1.judged(
        NAME,
        reply,
        http1.word(said.get("code")),
        said.get("message"),
        http1.ours(access, FIELDS, *ours),
        stage,
    )


def _notification(message: Message, parameters: str) -> dict[str, Any]:
    """Of two with one `app_message_id`, a phone gets one: the vendor's guard against our repeats."""
    title, body = both(message)
    made: dict[str, Any] = {
        "app_message_id": message.push_id,
        "style": STANDARD if len(body) <= SHORT else LONG_TEXT,
        "title": clipped(title, TITLE),
        "content": clipped(body, LONG),
        "action_parameters": parameters,
        "category": payload.CATEGORIES.get(message.category, "IM"),
        "off_line": message.ttl > 0,
        "notify_id": payload.number(payload.place(message)),
        **_click(message),
    }
    if message.subtitle:
        made["sub_title"] = clipped(message.subtitle, SUBTITLE)
    if message.ttl:
        made["off_line_ttl"] = min(message.ttl, LONGEST_TTL)
    if message.channel_id:
        made["channel_id"] = message.channel_id
    if message.receipt_url and len(message.receipt_url) <= LONGEST_URL:
        made |= {"call_back_url": message.receipt_url, "call_back_parameter": message.push_id}
    return made


def _click(message: Message) -> dict[str, Any]:
    click = message.click or {}
    kind, name = CLICKS.get(click.get("type", ""), (0, ""))
    value = click.get("value")
    return {"click_action_type": kind, name: value} if kind and value else {"click_action_type": 0}
