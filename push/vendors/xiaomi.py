"""Xiaomi's MiPush, version 3: a form, and the app's secret itself as the key."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from config.egress.client import Reply
from push.vendors.codes import verdict
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
    TooLong,
    Unsendable,
)
from push.vendors.http1 import (
    FORM,
    accepted,
    ask,
    event,
    fielded,
    form,
    inside,
    judged,
    milliseconds,
    ours,
    receipts,
    said,
    unanswered,
    unsendable,
    word,
)
from push.vendors.intents import activity, link
from push.vendors.payload import as_text, is_quiet, names, number, options, place, sound, text, whose
from push.vendors.sifting import sifted
from push.vendors.texts import both, clipped
from push.vendors.wire import Wire

NAME = "XIAOMI"
MOST = 1000
TITLE, BODY = 49, 127  # characters
LONGEST = 4096  # bytes of the data
LONGEST_TTL = 14 * 86_400
SEND = "https://api.xmpush.xiaomi.com/v3/message/regid"
FINE = "0"
ALL, LIGHT = -1, 4  # of sound, vibration and light
BAD = "bad_regids"
FAILED = "20301"
NOBODY = Target(0, "0" * 64)
LONGEST_CALLBACK = 128  # characters
EVERYTHING = 243  # delivered, clicked, dead, and why not: a sum of bits in which 3 is 1 and 2
CLICKED = "2"
FIELDS: tuple[Field, ...] = (
    Field("appSecret", secret=True),
    Field("packageName"),
    Field("channelId", required=False),
)
OPTIONS = names(
    """
    notify_type extra.channel_id extra.template_id extra.template_param extra.sound_uri
    extra.notify_foreground extra.notification_style_type extra.notification_large_icon_uri
    extra.notification_bigPic_uri extra.ticker extra.only_send_once extra.flow_control
    """
)


def check_fields(fields: Mapping[str, Any], /) -> None:
    if "." not in str(fields.get("packageName", "")):
        raise BadField("packageName", "It is the name of the Android package, like com.example.app.")


def render(access: Access, message: Message, targets: Sequence[Target], /) -> Call:
    payload = as_text(message)
    if len(payload.encode()) > LONGEST:
        raise TooLong(f"The data do not fit into {LONGEST} bytes.")
    fields = {
        "registration_id": ",".join(one.token for one in targets),
        "restricted_package_name": access.fields["packageName"],
        "payload": payload,
        "pass_through": 1 if message.silent else 0,
        "time_to_live": min(message.ttl, LONGEST_TTL) * 1000,
        # A phone shows one of a key only: a repeat does not ring again.
        "extra.jobkey": message.task_id[:20],
        **({} if message.silent else _notification(access, message)),
        **({} if message.ttl else {"extra.only_send_once": 1}),
        **_callback(message),
        **{name: text(value) for name, value in options(message, OPTIONS).items()},
    }
    return Call(SEND, form(fields), {"Content-Type": FORM})


@sifted
async def send(wire: Wire, access: Access, message: Message, targets: Sequence[Target], /) -> list[Outcome]:
    try:
        call = render(access, message, targets)
    except Unsendable as problem:
        return [unsendable(problem)] * len(targets)
    secrets = ours(access, FIELDS, *(one.token for one in targets), message.title, message.body)
    reply = await ask(wire, NAME, call, {"Authorization": f"key={access.fields['appSecret']}"})
    return _outcomes(reply, targets, secrets)


async def check(wire: Wire, access: Access, /) -> Outcome:
    """By a message to a token that cannot exist: it is refused after the key was looked at."""
    outcome = (await send(wire, access, Message("0", "0", title="check", body="check"), [NOBODY]))[0]
    known = outcome.kind is Kind.OK or outcome.code in (BAD, FAILED)
    return replace(outcome, kind=Kind.OK, stage=Stage.ACCEPTED, code="", hint="") if known else outcome


def parse_receipt(body: bytes, content_type: str, /) -> list[Notified]:
    """The form's field `data` has the receipts by the message's id."""
    return [
        one
        for message_id, receipt in receipts(fielded(body, "data"))
        for one in _notified(message_id, receipt)
    ]


def receipt_signed(access: Access, headers: Mapping[str, str], body: bytes, /) -> bool:
    return True


def _notification(access: Access, message: Message) -> dict[str, Any]:
    title, body = both(message)
    channel = message.channel_id or access.fields.get("channelId")
    return {
        "title": clipped(title, TITLE),
        "description": clipped(body, BODY),
        "notify_type": LIGHT if is_quiet(message) else ALL,
        "notify_id": number(place(message)),
        **({"extra.channel_id": channel} if channel else {}),
        **({"extra.sound_uri": sound(message)} if sound(message) else {}),
        **_click(access, message),
    }


def _click(access: Access, message: Message) -> dict[str, Any]:
    click = message.click or {}
    value = click.get("value") or ""
    match click.get("type"):
        case "URL":
            return {"extra.notify_effect": 3, "extra.web_uri": value}
        case "DEEPLINK":
            return {"extra.notify_effect": 2, "extra.intent_uri": link(value)}
        case "ACTIVITY":
            uri = activity(value, str(access.fields["packageName"]))
            return {"extra.notify_effect": 2, "extra.intent_uri": uri}
    return {"extra.notify_effect": 1}


def _callback(message: Message) -> dict[str, Any]:
    if not 0 < len(message.receipt_url) <= LONGEST_CALLBACK:
        return {}
    return {
        "extra.callback": message.receipt_url,
        "extra.callback.param": message.push_id,
        "extra.callback.type": EVERYTHING,
    }


def _outcomes(reply: Reply, targets: Sequence[Target], secrets: list[str]) -> list[Outcome]:
    lost = unanswered(reply)
    if lost is not None:
        return [lost] * len(targets)
    answer = said(reply)
    code = word(answer.get("code"))
    words = str(answer.get("reason") or answer.get("description") or "")
    if code == FAILED and "invalid targets" in words.lower():
        return [judged(NAME, reply, BAD, words, secrets)] * len(targets)
    others = (
        accepted(reply, inside(answer, "data", "id"))
        if code == FINE
        else judged(NAME, reply, code, words, secrets)
    )
    bad = frozenset(str(inside(answer, "data", BAD) or "").split(","))
    return [judged(NAME, reply, BAD, "", ()) if one.token in bad else others for one in targets]


def _notified(message_id: str, receipt: Mapping[str, Any]) -> list[Notified]:
    kind = str(receipt.get("type"))
    found = verdict(NAME, f"receipt_{kind}")
    tokens = str(receipt.get("targets") or "").split(",")
    return [
        Notified(
            event=event(NAME, kind, (CLICKED,)),
            token=token,
            vendor_message_id=message_id,
            at=milliseconds(receipt.get("timestamp")),
            code=kind,
            message="" if found is None else found.hint,
            **whose(receipt.get("param")),
        )
        for token in tokens
        if token
    ]
