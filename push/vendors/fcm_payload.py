"""What FCM is told of one push, for whichever system its token is of."""

import re
from typing import Any

import orjson

from push.vendors import payload
from push.vendors.apns_payload import collapse_id, expiration
from push.vendors.contract import Message, Unsendable
from push.vendors.texts import fitted

LIMIT = 4096  # bytes
LONGEST_TTL = 28 * 86_400
RESERVED = re.compile(r"(from|message_type)$|google\.|gcm\.")
OF_ANDROID = frozenset({"collapse_key", "restricted_package_name", "direct_boot_ok"})
OF_NOTIFICATION = frozenset(
    {
        "icon",
        "color",
        "sound",
        "tag",
        "click_action",
        "channel_id",
        "ticker",
        "sticky",
        "local_only",
        "notification_priority",
        "default_sound",
        "default_vibrate_timings",
        "vibrate_timings",
        "visibility",
        "bypass_proxy_notification",
    }
)


class ReservedName(Unsendable):
    code = "reserved_name"


def fitting(message: Message) -> dict[str, Any]:
    if any(RESERVED.match(name) for name in message.data):
        raise ReservedName("FCM keeps from, message_type, google.… and gcm.… for itself: rename these data.")
    return _made(fitted(message, lambda one: len(orjson.dumps(_made(one))), LIMIT))


def _made(message: Message) -> dict[str, Any]:
    data = payload.as_texts(message)
    if message.click:
        data = {"click": payload.text(message.click), **data}
    systems = {"android": _android(message), "apns": _apns(message), "webpush": _webpush(message)}
    made: dict[str, Any] = {"data": data, **systems}
    if _is_shown(message):
        texts = {"title": message.title, "body": message.body, "image": message.image_url}
        made["notification"] = {name: text for name, text in texts.items() if text}
    return made


def _android(message: Message) -> dict[str, Any]:
    """What replaces an earlier notification is its `tag`. A `collapse_key` would: of those FCM keeps four
    for a phone that is away, and the rest of its messages would be lost.
    """
    android: dict[str, Any] = {
        "priority": "HIGH" if message.high else "NORMAL",
        "ttl": f"{min(message.ttl, LONGEST_TTL)}s",
        **payload.options(message, OF_ANDROID),
    }
    if _is_shown(message):
        android["notification"] = _notification(message)
    return android


def _is_shown(message: Message) -> bool:
    """Of what has no text an Android phone would show the app's name."""
    return message.speaks and not message.silent


def _notification(message: Message) -> dict[str, Any]:
    loc, click = message.loc or {}, message.click or {}
    said = {
        "tag": payload.place(message),
        "channel_id": message.channel_id,
        "notification_count": message.badge,
        "sound": "" if payload.is_quiet(message) else message.sound or "default",
        "click_action": click.get("value") if click.get("type") == "ACTIVITY" else None,
        "title_loc_key": loc.get("titleKey"),
        "title_loc_args": loc.get("titleArgs"),
        "body_loc_key": loc.get("bodyKey"),
        "body_loc_args": loc.get("bodyArgs"),
    }
    return {name: value for name, value in said.items() if value} | payload.options(message, OF_NOTIFICATION)


def _apns(message: Message) -> dict[str, Any]:
    """For iPhones whose tokens are FCM's."""
    headers = {"apns-expiration": expiration(message)}
    if message.silent:
        headers |= {"apns-priority": "5", "apns-push-type": "background"}
        return {"headers": headers, "payload": {"aps": {"content-available": 1}}}
    headers |= {
        "apns-priority": "10" if message.high else "5",
        "apns-collapse-id": collapse_id(payload.place(message)),
    }
    aps: dict[str, Any] = {"mutable-content": 1} if message.speaks else {}
    if message.badge is not None:
        aps["badge"] = message.badge
    if message.speaks and not payload.is_quiet(message):
        aps["sound"] = message.sound or "default"
    if message.thread_id:
        aps["thread-id"] = message.thread_id
    return {"headers": headers, "payload": {"aps": aps}}


def _webpush(message: Message) -> dict[str, Any]:
    made: dict[str, Any] = {
        "headers": {
            "Urgency": "high" if message.high else "normal",
            "TTL": str(min(message.ttl, LONGEST_TTL)),
        },
    }
    if not _is_shown(message):
        return made
    made["notification"] = {"tag": payload.place(message)}
    click = message.click or {}
    if click.get("type") == "URL" and click.get("value", "").startswith("https://"):
        made["fcm_options"] = {"link": click["value"]}
    return made
