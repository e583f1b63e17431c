"""What Apple is told: the headers and the JSON of one push, in the four kinds that we send."""

from collections.abc import Mapping
from hashlib import sha256
from time import time
from typing import Any, Final
from uuid import UUID, uuid5

import orjson

from push.vendors import payload
from push.vendors.contract import Message, Target, Unsendable
from push.vendors.texts import fitted

ALERT, BACKGROUND, VOIP, LIVE = "alert", "background", "voip", "liveactivity"
SUFFIXES: Final = {VOIP: ".voip", LIVE: ".push-type.liveactivity"}
LIMIT, LIMIT_OF_VOIP = 4096, 5120  # bytes
LONGEST_COLLAPSE_ID = 64
IDS = UUID("b1f2a5c4-54b3-4b6f-9a0e-5f6c0a6c1d55")  # of our deliveries, whose UUIDs are always the same
PRIORITIES = (10, 5, 1)
DEFAULT_SOUND = "default"
OF_APS = frozenset(
    {
        "category",
        "content-available",
        "filter-criteria",
        "interruption-level",
        "mutable-content",
        "relevance-score",
        "sound",
        "target-content-id",
        "thread-id",
    }
)


class NoActivity(Unsendable):
    """The token is one of a Live Activity, and the message is about none."""

    code = "no_live_activity"


class BadBundle(Unsendable):
    code = "bad_bundle_id"


def request(message: Message, target: Target, bundle: str) -> tuple[dict[str, str], bytes]:
    kind = _kind(message, target)
    limit = LIMIT_OF_VOIP if kind == VOIP else LIMIT
    body = _body(message, kind)
    if len(body) > limit:
        body = _body(fitted(message, lambda one: len(_body(one, kind)), limit), kind)
    headers = {
        "apns-topic": bundle + SUFFIXES.get(kind, ""),
        "apns-push-type": kind,
        "apns-priority": _priority(message, kind),
        "apns-id": str(uuid5(IDS, str(target.delivery))),
        "apns-expiration": expiration(message),
    }
    if kind == ALERT or (message.collapse_key and kind != VOIP):  # sent again, it takes its own place
        headers["apns-collapse-id"] = collapse_id(message.collapse_key or headers["apns-id"])
    return headers, body


def _kind(message: Message, target: Target) -> str:
    if target.vendor == "APNS_VOIP":
        return VOIP
    if target.vendor == "APNS_LIVE":
        if message.live_activity is None:
            raise NoActivity("The token is one of a Live Activity, and this message is about none.")
        return LIVE
    return BACKGROUND if message.silent else ALERT


def _priority(message: Message, kind: str) -> str:
    """Apple takes background pushes at 5 only."""
    asked = message.vendor_options.get("priority")
    if kind == BACKGROUND:
        return "1" if asked == 1 else "5"
    if asked in PRIORITIES:
        return str(int(asked))  # 5.0 and true are numbers too
    return "10" if message.high or kind == VOIP else "5"


def expiration(message: Message) -> str:
    return str(int(time()) + message.ttl) if message.ttl else "0"


def collapse_id(key: str) -> str:
    """As it is, where it is something that a header can carry."""
    if len(key) <= LONGEST_COLLAPSE_ID and key.isascii() and key.isprintable() and key == key.strip():
        return key
    return sha256(key.encode()).hexdigest()


def _body(message: Message, kind: str) -> bytes:
    made: dict[str, Any] = {}
    if message.image_url:
        made["imageUrl"] = message.image_url
    if message.click:
        made["click"] = message.click
    return orjson.dumps({**made, **payload.custom(message), "aps": _APS[kind](message)})


def _alerting(message: Message) -> dict[str, Any]:
    """`mutable-content` lets the app's extension say that the push arrived, and fetch the image."""
    aps: dict[str, Any] = {} if message.badge is None else {"badge": message.badge}
    if not message.speaks:
        return aps | _options(message)
    aps |= {"alert": _texts(message), "mutable-content": 1, "category": message.category}
    if not payload.is_quiet(message):
        aps["sound"] = message.sound or DEFAULT_SOUND
    if message.thread_id:
        aps["thread-id"] = message.thread_id
    if message.category == "VOIP":
        aps["interruption-level"] = "time-sensitive"
    return aps | _options(message)


def _in_background(message: Message) -> dict[str, Any]:
    return {"content-available": 1}


def _calling(message: Message) -> dict[str, Any]:
    """The app itself shows the call."""
    return {"alert": _texts(message)} if not message.silent else {}


def _living(message: Message) -> dict[str, Any]:
    activity = message.live_activity or {}
    said = {
        "timestamp": _second(activity.get("timestamp")) or int(time()),
        "event": activity.get("event", "update"),
        "content-state": activity.get("contentState") or {},
        "attributes-type": activity.get("attributesType"),
        "attributes": activity.get("attributes"),
        "stale-date": _second(activity.get("staleDate")),
        "dismissal-date": _second(activity.get("dismissalDate")),
    }
    aps = {name: value for name, value in said.items() if value is not None}
    if message.title or message.body:
        aps["alert"] = _texts(message)
        if sound := payload.sound(message):
            aps["alert"]["sound"] = sound
    if "relevance-score" in message.vendor_options:
        aps["relevance-score"] = message.vendor_options["relevance-score"]
    return aps


_APS: Final = {ALERT: _alerting, BACKGROUND: _in_background, VOIP: _calling, LIVE: _living}


def _texts(message: Message) -> dict[str, Any]:
    loc: Mapping[str, Any] = message.loc or {}
    said = {
        "title": message.title,
        "subtitle": message.subtitle,
        "body": message.body,
        "title-loc-key": loc.get("titleKey"),
        "title-loc-args": loc.get("titleArgs"),
        "loc-key": loc.get("bodyKey"),
        "loc-args": loc.get("bodyArgs"),
    }
    return {name: value for name, value in said.items() if value}


def _options(message: Message) -> dict[str, Any]:
    return {name: value for name, value in message.vendor_options.items() if name in OF_APS}


def _second(at: Any) -> int | None:
    return None if at is None else int(at) // 1000
