"""The device log as it is written: many entries by one statement, none with a token or a text in it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, LiteralString, TypedDict, Unpack

from django.utils import timezone

from config.sql import document, rows
from push.models import Device, Level, LogEvent

CODE: Final = 64
WORDS: Final = 500
MESSAGE_ID: Final = 200


class More(TypedDict, total=False):
    level: Level
    at: datetime
    notice_id: int | None
    delivery_id: int | None
    vendor_message_id: str
    attempt: int | None
    http_status: int | None
    vendor_code: str
    vendor_message: str
    latency_ms: int | None
    detail: Mapping[str, Any]


class Entry(TypedDict):
    app_id: int
    at: datetime
    event: str
    level: str
    user_id: str
    device_id: str
    vendor: str
    notice_id: int | None
    delivery_id: int | None
    vendor_message_id: str
    attempt: int | None
    http_status: int | None
    vendor_code: str
    vendor_message: str
    latency_ms: int | None
    token_masked: str
    token_hash: str
    detail: Mapping[str, Any]


WRITE: LiteralString = """
INSERT INTO push_devicelog (app_id, at, event, level, user_id, device_id, vendor, notice_id, delivery_id,
  vendor_message_id, attempt, http_status, vendor_code, vendor_message, latency_ms, token_masked, token_hash,
  detail)
SELECT app_id, at, event, level, user_id, device_id, vendor, notice_id, delivery_id,
  vendor_message_id, attempt, http_status, vendor_code, vendor_message, latency_ms, token_masked, token_hash,
  detail
FROM json_to_recordset(%(entries)s::json) AS e(app_id bigint, at timestamptz, event text, level text,
  user_id text, device_id text, vendor text, notice_id bigint, delivery_id bigint, vendor_message_id text,
  attempt int, http_status int, vendor_code text, vendor_message text, latency_ms int, token_masked text,
  token_hash text, detail jsonb)
"""


def entry(
    event: LogEvent,
    *,
    app_id: int,
    user_id: str = "",
    device_id: str = "",
    vendor: str = "",
    token_masked: str = "",
    token_hash: str = "",
    **more: Unpack[More],
) -> Entry:
    """`vendor_code` and `vendor_message` are the vendor's own words, and are cut to what is kept of them."""
    return {
        "app_id": app_id,
        "at": more.get("at") or timezone.now(),
        "event": event,
        "level": more.get("level", Level.INFO),
        "user_id": user_id,
        "device_id": device_id,
        "vendor": vendor,
        "notice_id": more.get("notice_id"),
        "delivery_id": more.get("delivery_id"),
        "vendor_message_id": storable(more.get("vendor_message_id", ""), MESSAGE_ID),
        "attempt": more.get("attempt"),
        "http_status": more.get("http_status"),
        "vendor_code": storable(more.get("vendor_code", ""), CODE),
        "vendor_message": storable(more.get("vendor_message", ""), WORDS),
        "latency_ms": more.get("latency_ms"),
        "token_masked": token_masked,
        "token_hash": token_hash,
        "detail": more.get("detail", {}),
    }


def of_device(event: LogEvent, device: Device, *, user_id: str = "", **more: Unpack[More]) -> Entry:
    """`user_id`: whom it is about, where it is not whose the device is now."""
    return entry(
        event,
        app_id=device.app_id,
        user_id=user_id or device.user_id,
        device_id=device.device_id,
        vendor=device.vendor,
        token_masked=device.token_masked,
        token_hash=device.token_hash,
        **more,
    )


def write(entries: Iterable[Entry]) -> None:
    """In the transaction of what they tell of."""
    listed: list[Any] = list(entries)
    if listed:
        rows(WRITE, {"entries": document(listed)})


def storable(word: str, longest: int) -> str:
    """What a vendor wrote, in a form that PostgreSQL and JSON take."""
    return word.replace("\0", "").encode("utf-8", "replace").decode()[:longest]
