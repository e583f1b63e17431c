"""Meizu (Flyme): up to a hundred tokens a request, which is signed; the answer lists the bad ones."""

from collections.abc import Mapping, Sequence
from hashlib import md5
from typing import Any

import orjson

from config.egress.client import Reply
from push.vendors import http1, payload
from push.vendors.contract import (
    Access,
    Call,
    Field,
    Kind,
    Message,
    NoSilence,
    Notified,
    Outcome,
    Stage,
    Target,
    TooLong,
    Unsendable,
)
from push.vendors.sifting import sifted
from push.vendors.texts import both, clipped
from push.vendors.wire import Wire

NAME = "MEIZU"
MOST = 100
FIELDS: tuple[Field, ...] = (Field("appId"), Field("appSecret", secret=True))
URL = "https://server-api-push.meizu.com/garcia/api/server/push/varnished/pushByPushId"
TITLE, CONTENT, CALLBACK = 32, 100, 128  # characters
PARAMETERS = 4000  # characters; nobody says how many
LONGEST_TTL = 72  # hours
CLICKS = {"ACTIVITY": (1, "activity"), "URL": (2, "url"), "DEEPLINK": (2, "url")}
DELIVERIES_AND_CLICKS = 3
CLICKED = "2"
QUIET = {"vibrate": 0, "lights": 1, "sound": 0}
NOBODY = "check"  # no token of Meizu's: whoever's signature is good hears that it is none
OPTIONS = frozenset({"suspend", "clearNoticeBar", "notificationType", "priorityDisplay"})


def check_fields(fields: Mapping[str, Any], /) -> None:
    """Two plain texts: nothing to see in them."""


def render(access: Access, message: Message, targets: Sequence[Target], /) -> Call:
    if message.silent:
        raise NoSilence("Meizu carries notifications only.")
    said = orjson.dumps(_said(message)).decode()
    fields = {
        "appId": access.fields["appId"],
        "pushIds": ",".join(one.token for one in targets),
        "messageJson": said,
    }
    return Call(URL, http1.form({**fields, "sign": _sign(access, fields)}), {"Content-Type": http1.FORM})


@sifted
async def send(wire: Wire, access: Access, message: Message, targets: Sequence[Target], /) -> list[Outcome]:
    try:
        call = render(access, message, targets)
    except Unsendable as problem:
        return [http1.unsendable(problem)] * len(targets)
    reply = await http1.ask(wire, NAME, call)
    return _outcomes(access, reply, [one.token for one in targets])


async def check(wire: Wire, access: Access, /) -> Outcome:
    call = render(access, Message("0", "0", "check", "check"), [Target(0, NOBODY)])
    [outcome] = _outcomes(access, await http1.ask(wire, NAME, call), [NOBODY])
    return Outcome(Kind.OK, Stage.AUTH) if outcome.kind is Kind.INVALID_TOKEN else outcome


def parse_receipt(body: bytes, content_type: str, /) -> list[Notified]:
    """By the messages' ids and what happened: `{"<id>-<type>": {param, type, targets}}`."""
    return [
        Notified(
            http1.event(NAME, http1.word(one.get("type")), (CLICKED,)),
            str(token),
            **payload.whose(one.get("param")),
            vendor_message_id=key.rpartition("-")[0],
            at=None,  # it tells none
            code=http1.word(one.get("type")),
        )
        for key, one in http1.receipts(http1.fielded(body, "cb"))
        for token in _list(one.get("targets"))
    ]


def receipt_signed(access: Access, headers: Mapping[str, str], body: bytes, /) -> bool:
    return True


def _outcomes(access: Access, reply: Reply, tokens: Sequence[str]) -> list[Outcome]:
    said = http1.said(reply)
    secrets = http1.ours(access, FIELDS, *tokens)
    if reply.error or reply.status != 200 or http1.word(said.get("code")) != "200":
        code = http1.word(said.get("code"))
        problem = http1.unanswered(reply) or http1.judged(NAME, reply, code, said.get("message"), secrets)
        return [problem] * len(tokens)
    value = said.get("value") if isinstance(said.get("value"), dict) else {}
    refused = {token: code for code, bad in _refusals(value) for token in _list(bad)}
    good = http1.accepted(reply, said.get("msgId") or http1.inside(value, "msgId"))
    return [
        http1.judged(NAME, reply, f"user_{refused[token]}", "", ()) if token in refused else good
        for token in tokens
    ]


def _refusals(value: Any) -> list[tuple[str, Any]]:
    """`{code: [tokens]}`, which newer servers wrap."""
    bad = value.get("respTarget", value)
    return [(code, found) for code, found in bad.items() if code.isdecimal()] if isinstance(bad, dict) else []


def _list(found: Any) -> list[Any]:
    return [str(one) for one in found] if isinstance(found, list) else []


def _sign(access: Access, fields: Mapping[str, str]) -> str:
    plain = "".join(f"{name}={fields[name]}" for name in sorted(fields)) + access.fields["appSecret"]
    return md5(plain.encode()).hexdigest()  # noqa: S324  the vendor's protocol


def _said(message: Message) -> dict[str, Any]:
    title, body = both(message)
    hours = min(max(-(-message.ttl // 3600), 1), LONGEST_TTL)
    said: dict[str, Any] = {
        "noticeBarInfo": {
            "noticeMsgType": 1,
            "title": clipped(title, TITLE),
            "content": clipped(body, CONTENT),
        },
        "clickTypeInfo": {**_click(message), "parameters": _parameters(message)},
        "pushTimeInfo": {"offLine": int(message.ttl > 0), "validTime": hours},
        "advanceInfo": {
            "notifyKey": f"{payload.number(payload.place(message)):08x}",
            **({"notificationType": QUIET} if payload.is_quiet(message) else {}),
            **payload.options(message, OPTIONS),
        },
    }
    if message.receipt_url and len(message.receipt_url) <= CALLBACK:
        said["extra"] = {
            "callback": message.receipt_url,
            "callback.param": message.push_id,
            "callback.type": DELIVERIES_AND_CLICKS,
        }
    return said


def _parameters(message: Message) -> dict[str, str]:
    parameters = payload.as_texts(message)
    if len(orjson.dumps(parameters).decode()) > PARAMETERS:
        raise TooLong(f"The data do not fit into {PARAMETERS} characters.")
    return parameters


def _click(message: Message) -> dict[str, Any]:
    click = message.click or {}
    kind, name = CLICKS.get(click.get("type", ""), (0, ""))
    value = click.get("value")
    return {"clickType": kind, name: value} if kind and value else {"clickType": 0}
