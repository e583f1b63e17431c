"""What makes a repeat take the place of what it repeats, and by which a receipt finds its push again."""

from collections.abc import Collection, Mapping
from typing import Any

from push.vendors.contract import Message
from push.vendors.payload import number

BADGE = 99  # the most that these vendors take


def place(message: Message) -> str:
    """Of two with the same one the later is shown. A task rings a device once, however it went out."""
    return message.collapse_key or f"t{message.task_id}"


def place_number(message: Message) -> int:
    """The same for vendors that want a number."""
    return number(place(message))


def texts(message: Message) -> tuple[str, str]:
    """Title and body for vendors that insist on both."""
    title, body = message.title.strip(), message.body.strip()
    return title or body, body or title


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def options(message: Message, names: Collection[str]) -> dict[str, Any]:
    """What of the caller's options for this vendor may go there."""
    return {name: value for name, value in message.vendor_options.items() if name in names}


def whose(tag: object) -> Mapping[str, str]:
    """Of the `pushId` in a receipt: whether it was one push, or a task's that went out for many at once."""
    text = str(tag or "")
    return {"task_id": text[1:]} if text.startswith("t") else {"push_id": text}
