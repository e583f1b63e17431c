"""Honor's push. Its own pages could not be read: the shapes are those of public implementations."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import time
from typing import Any

import orjson

from config.egress.client import Reply
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
    Target,
    Unsendable,
)
from push.vendors.http1 import (
    JSON,
    accepted,
    ask,
    inside,
    judged,
    ours,
    said,
    unanswered,
    unsendable,
    with_token,
    word,
)
from push.vendors.intents import activity, link
from push.vendors.oauth import client_credentials
from push.vendors.payload import MOST_OF_A_BADGE, as_text, is_quiet, names, number, options, place
from push.vendors.sifting import sifted
from push.vendors.texts import both, fitted
from push.vendors.wire import Wire

NAME = "HONOR"
MOST = 1000
LONGEST = 4096  # bytes without the tokens
TOKEN = "https://iam.developer.honor.com/auth/token"  # noqa: S105  where it is had
SEND = "https://push-api.cloud.honor.com/api/v1/{}/sendMessage"
FINE = ("200", "80000000", "80100000")
EXPIRED, FAILED, SENT = "expireTokens", "failTokens", "sendResult"
NOBODY = Target(0, "0" * 64)
FIELDS: tuple[Field, ...] = (
    Field("appId"),
    Field("clientId"),
    Field("clientSecret", secret=True),
    Field("badgeClass", required=False),
)
ANDROID = names("targetUserType")
NOTIFICATION = names("importance style bigTitle bigBody badge buttons image group when")
OPTIONS = ANDROID | NOTIFICATION


def check_fields(fields: Mapping[str, Any], /) -> None:
    if not str(fields.get("appId", "")).isdecimal():
        raise BadField("appId", "It is a number.")


def render(access: Access, message: Message, targets: Sequence[Target], /) -> Call:
    def body(one: Message, tokens: list[str]) -> bytes:
        return orjson.dumps(
            {"data": as_text(one), "android": _android(access, one, targets), "token": tokens}
        )

    fit = fitted(message, lambda one: len(body(one, [])), LONGEST)
    url = SEND.format(access.fields["appId"])
    return Call(url, body(fit, [one.token for one in targets]), {"Content-Type": JSON})


@sifted
async def send(wire: Wire, access: Access, message: Message, targets: Sequence[Target], /) -> list[Outcome]:
    """What only failed is tried once more at once; it takes its own place, should both of them ring."""
    outcomes = await _send(wire, access, message, targets)
    again = [index for index, one in enumerate(outcomes) if one.code == FAILED]
    if again:
        second = await _send(wire, access, message, [targets[index] for index in again])
        for index, outcome in zip(again, second, strict=True):
            outcomes[index] = outcome
    return outcomes


async def check(wire: Wire, access: Access, /) -> Outcome:
    """By a test message to a token that cannot exist."""
    message = Message("0", "0", title="check", body="check", vendor_options={"targetUserType": 1})
    outcome = (await _send(wire, access, message, [NOBODY]))[0]
    return hms.checked([replace(outcome, kind=Kind.OK) if outcome.code == FAILED else outcome])


def parse_receipt(body: bytes, content_type: str, /) -> list[Notified]:
    return hms.receipts(NAME, body)


def receipt_signed(access: Access, headers: Mapping[str, str], body: bytes, /) -> bool:
    return True


async def _send(wire: Wire, access: Access, message: Message, targets: Sequence[Target]) -> list[Outcome]:
    try:
        call = render(access, message, targets)
    except Unsendable as problem:
        return [unsendable(problem)] * len(targets)
    secrets = ours(access, FIELDS, *(one.token for one in targets), message.title, message.body)

    async def once(token: str) -> list[Outcome]:
        headers = {"Authorization": f"Bearer {token}", "timestamp": str(int(time() * 1000))}
        return _outcomes(await ask(wire, NAME, call, headers), targets, [*secrets, token])

    async def fetch() -> tuple[str, float]:
        client, secret = str(access.fields["clientId"]), access.fields["clientSecret"]
        return await client_credentials(wire, NAME, TOKEN, client, secret, secrets)

    return await with_token(wire, access, fetch, once, len(targets))


def _outcomes(reply: Reply, targets: Sequence[Target], secrets: list[str]) -> list[Outcome]:
    lost = unanswered(reply)
    if lost is not None:
        return [lost] * len(targets)
    answer = said(reply)
    code, words = word(answer.get("code")), str(answer.get("message") or "")
    bad = {
        token: judged(NAME, reply, reason, "", ())
        for reason in (FAILED, EXPIRED)
        for token in _listed(inside(answer, "data", reason))
    }
    if code not in FINE:
        others = judged(NAME, reply, code, words, secrets)
    elif inside(answer, "data", SENT) is False and not bad:
        others = judged(NAME, reply, SENT, words, secrets)
    else:
        others = accepted(reply, inside(answer, "data", "requestId"))
    return [bad.get(one.token, others) for one in targets]


def _listed(tokens: object) -> list[str]:
    return [one for one in tokens if isinstance(one, str)] if isinstance(tokens, list) else []


def _android(access: Access, message: Message, targets: Sequence[Target]) -> dict[str, Any]:
    android: dict[str, Any] = {"ttl": f"{hms.ttl(message.ttl)}s", "biTag": message.push_id}
    if not message.silent:
        android["notification"] = _notification(access, message, targets)
    return android | options(message, ANDROID)


def _notification(access: Access, message: Message, targets: Sequence[Target]) -> dict[str, Any]:
    title, body = both(message)
    notification: dict[str, Any] = {
        "title": title,
        "body": body,
        "importance": "LOW" if message.category == "MARKETING" or is_quiet(message) else "NORMAL",
        "clickAction": _click(message, targets),
        "notifyId": number(place(message)),
        "tag": place(message),
    }
    if message.image_url:
        notification["image"] = message.image_url
    badge_class = access.fields.get("badgeClass")
    if message.badge is not None and badge_class:
        notification["badge"] = {"setNum": min(message.badge, MOST_OF_A_BADGE), "badgeClass": badge_class}
    return notification | options(message, NOTIFICATION)


def _click(message: Message, targets: Sequence[Target]) -> dict[str, Any]:
    click = message.click or {}
    value = click.get("value") or ""
    match click.get("type"):
        case "URL":
            return {"type": 2, "url": value}
        case "DEEPLINK":
            return {"type": 1, "intent": link(value)}
        case "ACTIVITY":
            return {"type": 1, "intent": activity(value, targets[0].bundle_id if targets else "")}
    return {"type": 3}
