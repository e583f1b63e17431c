"""What every vendor's payload carries for the app beside the text: its data, and which push it is."""

from collections.abc import Container, Mapping
from typing import Any
from zlib import crc32

import orjson

from push.vendors.contract import Message

NO_SOUND = "none"  # as a message's sound
MOST_OF_A_BADGE = 99  # what Huawei and Honor take
# The classes that Chinese vendors agreed upon, in their words: TODO is what waits to be done at work.
CATEGORIES = {
    "IM": "IM",
    "VOIP": "IM",
    "SYSTEM": "ACCOUNT",
    "ACCOUNT": "ACCOUNT",
    "WORK": "TODO",
    "MARKETING": "MARKETING",
}


def custom(message: Message) -> dict[str, Any]:
    """`pushId` and `taskId` are reserved: they win over data of that name."""
    return {**message.data, "pushId": message.push_id, "taskId": message.task_id}


def options(message: Message, known: Container[str]) -> dict[str, Any]:
    """What the caller wants merged last, as far as the vendor's file lets it through."""
    return {name: value for name, value in message.vendor_options.items() if name in known}


def is_quiet(message: Message) -> bool:
    return message.sound == NO_SOUND


def sound(message: Message) -> str:
    """The file that the caller names; empty for the usual one, and where there is to be none."""
    return "" if is_quiet(message) else message.sound


def as_text(message: Message) -> str:
    return orjson.dumps(custom(message)).decode()


def as_texts(message: Message) -> dict[str, str]:
    """For vendors whose data are strings."""
    return {name: text(value) for name, value in custom(message).items()}


def text(value: object) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def number(key: str) -> int:
    """A positive 31-bit number that is the same for the same key: what a later notification replaces by."""
    return crc32(key.encode()) & 0x7FFF_FFFF


def place(message: Message) -> str:
    """Of two with the same one the later is shown. A task rings a device once, however it went out."""
    return message.collapse_key or f"t{message.task_id}"


def whose(tag: object) -> Mapping[str, str]:
    """Of the `pushId` in a receipt: whether it was one push, or a task's that went out for many at once."""
    text = str(tag or "")
    return {"task_id": text[1:]} if text.startswith("t") else {"push_id": text}


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())
