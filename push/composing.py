"""What one device is told, made of a notice: its language, what may be seen of it, the badge. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from push.models.device import Vendor
from push.vendors.contract import Message

# What these phones show on the icon is not ours to say.
WITHOUT_BADGE: Final = frozenset({Vendor.XIAOMI, Vendor.OPPO, Vendor.VIVO, Vendor.MEIZU})

HIDDEN: Final = {
    "en": "You have a new message",
    "zh": "您有一条新消息",
    "zh-Hant": "您有一則新訊息",
    "zh-TW": "您有一則新訊息",
    "zh-HK": "您有一則新訊息",
    "ja": "新着メッセージがあります",
    "ko": "새 메시지가 있습니다",
    "es": "Tienes un mensaje nuevo",
    "pt": "Você tem uma nova mensagem",
    "fr": "Vous avez un nouveau message",
    "de": "Du hast eine neue Nachricht",
    "ru": "У вас новое сообщение",
}
OTHERWISE: Final = "en"


def compose(
    content: Mapping[str, Any],
    options: Mapping[str, Any],
    *,
    push_id: str,
    task_id: str,
    vendor: str,
    locale: str,
    badge: int,
    hide_preview: bool,
    seconds_left: float,
    receipt_url: str,
) -> Message:
    """`content`, `options`: the notice's. `badge`: what the user has not read. `hide_preview`: his wish,
    which is about the texts of messages.
    """
    notification: Mapping[str, Any] = content.get("notification") or {}
    silent = not notification
    chat = bool(options.get("preview"))
    return Message(
        push_id=push_id,
        task_id=task_id,
        **_texts(notification, locale, hidden=chat and hide_preview),
        sound=notification.get("sound") or "",
        badge=_badge(notification.get("badge", "UNREAD" if chat and not silent else None), vendor, badge),
        click=notification.get("click"),
        category=notification.get("category") or "IM",
        channel_id=notification.get("channelId") or "",
        collapse_key=notification.get("collapseKey") or "",
        thread_id=notification.get("threadId") or "",
        data=content.get("data") or {},
        silent=silent,
        ttl=max(0, int(seconds_left)),
        high=options.get("priority", "NORMAL" if silent else "HIGH") == "HIGH",
        vendor_options=_of_vendor(options.get("vendorOptions") or {}, vendor),
        live_activity=options.get("liveActivity") if vendor == Vendor.APNS_LIVE else None,
        receipt_url=receipt_url,
    )


def in_language(texts: Mapping[str, Any], locale: str) -> Any:
    """Of `zh-Hans-CN` itself, else of `zh-Hans`, else of `zh`; None where there is none of these."""
    spelt = {key.replace("_", "-").lower(): value for key, value in texts.items()}
    return next((spelt[name] for name in _wider(locale) if name in spelt), None)


def _wider(locale: str) -> Iterator[str]:
    parts = locale.replace("_", "-").lower().split("-")
    for length in range(len(parts), 0, -1):
        yield "-".join(parts[:length])


def _texts(notification: Mapping[str, Any], locale: str, *, hidden: bool) -> dict[str, Any]:
    """Hidden: who wrote remains, what he wrote does not."""
    title = notification.get("title") or ""
    if hidden:
        spoken = notification.get("hidden") or HIDDEN
        return {"title": title, "body": in_language(spoken, locale) or spoken[OTHERWISE]}
    translated = in_language(notification.get("i18n") or {}, locale) or {}
    return {
        "title": translated.get("title") or title,
        "body": translated.get("body") or notification.get("body") or "",
        "subtitle": notification.get("subtitle") or "",
        "image_url": notification.get("imageUrl") or "",
        "loc": notification.get("loc"),
    }


def _badge(asked: int | str | None, vendor: str, unread: int) -> int | None:
    """`+1`: one more than the unread messages, since this push is none of them."""
    if asked is None or vendor in WITHOUT_BADGE:
        return None
    if isinstance(asked, int):
        return asked
    return unread + 1 if asked == "+1" else unread


def _of_vendor(options: Mapping[str, Any], vendor: str) -> Mapping[str, Any]:
    """An iPhone's other tokens have options of their own, or those of APNS."""
    found: Mapping[str, Any] = options.get(vendor) or options.get(Vendor(vendor).credential) or {}
    return found
