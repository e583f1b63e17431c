"""Huawei's HMS Push, version 1: phones of Huawei's before HarmonyOS 5."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from push.vendors import hms
from push.vendors.contract import (
    Access,
    BadField,
    Call,
    Field,
    Message,
    Notified,
    Outcome,
    Target,
    Unsendable,
)
from push.vendors.http1 import JSON, ask, ours, unsendable, with_token
from push.vendors.intents import activity, link
from push.vendors.oauth import client_credentials
from push.vendors.payload import MOST_OF_A_BADGE, as_text, is_quiet, names, number, options, place, sound
from push.vendors.sifting import sifted
from push.vendors.texts import both, fitted
from push.vendors.wire import Wire

NAME = "HUAWEI"
MOST = 1000
LONGEST = 4096  # bytes without the tokens
TOKEN = "https://oauth-login.cloud.huawei.com/oauth2/v3/token"  # noqa: S105  where it is had
SEND = "https://push-api.cloud.huawei.com/v1/{}/messages:send"
NOBODY = Target(0, "0" * 64)
ALL = -1  # an offline phone gets every message, not only the last one; `notify_id` is what replaces
CATEGORIES = {"SYSTEM": "ACCOUNT"}  # Huawei has none of that name
FIELDS: tuple[Field, ...] = (
    Field("appId"),
    Field("appSecret", secret=True),
    Field("badgeClass", required=False),
    Field("callbackUser", required=False),
    Field("callbackSecret", secret=True, required=False),
)
ANDROID = names("collapse_key urgency category receipt_id target_user_type fast_app_target")
NOTIFICATION = names(
    """
    importance channel_id style big_title big_body inbox_content badge buttons image icon color sound
    default_sound auto_clear foreground_show visibility profile_id group when use_default_vibrate
    use_default_light
    """
)
OPTIONS = ANDROID | NOTIFICATION


def check_fields(fields: Mapping[str, Any], /) -> None:
    if not str(fields.get("appId", "")).isdecimal():
        raise BadField("appId", "It is a number.")


def render(access: Access, message: Message, targets: Sequence[Target], /) -> Call:
    return _call(access, message, targets)


@sifted
async def send(wire: Wire, access: Access, message: Message, targets: Sequence[Target], /) -> list[Outcome]:
    try:
        call = _call(access, message, targets)
    except Unsendable as problem:
        return [unsendable(problem)] * len(targets)
    secrets = ours(access, FIELDS, *(one.token for one in targets), message.title, message.body)
    return await _send(wire, access, call, targets, secrets)


async def check(wire: Wire, access: Access, /) -> Outcome:
    """Huawei looks at a message and rings nobody: `validate_only`."""
    call = _call(access, Message("0", "0", title="check", body="check"), [NOBODY], only_look=True)
    return hms.checked(await _send(wire, access, call, [NOBODY], ours(access, FIELDS)))


def parse_receipt(body: bytes, content_type: str, /) -> list[Notified]:
    return hms.receipts(NAME, body)


def receipt_signed(access: Access, headers: Mapping[str, str], body: bytes, /) -> bool:
    """Checked where the credential has the `callbackSecret` of the receipts' address."""
    return hms.signed(access, headers)


async def _send(
    wire: Wire, access: Access, call: Call, targets: Sequence[Target], secrets: list[str]
) -> list[Outcome]:
    async def once(token: str) -> list[Outcome]:
        reply = await ask(wire, NAME, call, {"Authorization": f"Bearer {token}"})
        return hms.outcomes(NAME, reply, targets, [*secrets, token])

    async def fetch() -> tuple[str, float]:
        client, secret = str(access.fields["appId"]), access.fields["appSecret"]
        return await client_credentials(wire, NAME, TOKEN, client, secret, secrets)

    return await with_token(wire, access, fetch, once, len(targets))


def _call(access: Access, message: Message, targets: Sequence[Target], *, only_look: bool = False) -> Call:
    def body(one: Message, tokens: list[str]) -> bytes:
        inner = {"data": as_text(one), "android": _android(access, one, targets), "token": tokens}
        return orjson.dumps({"validate_only": only_look, "message": inner})

    fit = fitted(message, lambda one: len(body(one, [])), LONGEST)
    url = SEND.format(access.fields["appId"])
    return Call(url, body(fit, [one.token for one in targets]), {"Content-Type": JSON})


def _android(access: Access, message: Message, targets: Sequence[Target]) -> dict[str, Any]:
    android: dict[str, Any] = {
        "collapse_key": ALL,
        "urgency": "HIGH" if message.high else "NORMAL",
        "ttl": f"{hms.ttl(message.ttl)}s",
        "bi_tag": message.push_id,
    }
    if not message.silent:
        android["category"] = CATEGORIES.get(message.category, message.category)
        android["notification"] = _notification(access, message, targets)
    return android | options(message, ANDROID)


def _notification(access: Access, message: Message, targets: Sequence[Target]) -> dict[str, Any]:
    title, body = both(message)
    notification: dict[str, Any] = {
        "title": title,
        "body": body,
        "click_action": _click(message, targets),
        "notify_id": number(place(message)),
        "tag": place(message),
        "importance": "LOW" if message.category == "MARKETING" or is_quiet(message) else "NORMAL",
        "channel_id": message.channel_id,
        "image": message.image_url,
        "sound": sound(message),
        **_in_the_app_s_language(message.loc or {}),
    }
    badge_class = access.fields.get("badgeClass")
    if message.badge is not None and badge_class:
        notification["badge"] = {"set_num": min(message.badge, MOST_OF_A_BADGE), "class": badge_class}
    return {name: value for name, value in notification.items() if value != ""} | options(
        message, NOTIFICATION
    )


def _in_the_app_s_language(loc: Mapping[str, Any]) -> dict[str, Any]:
    names = {
        "titleKey": "title_loc_key",
        "titleArgs": "title_loc_args",
        "bodyKey": "body_loc_key",
        "bodyArgs": "body_loc_args",
    }
    return {there: loc[here] for here, there in names.items() if loc.get(here)}


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
