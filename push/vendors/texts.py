"""Texts that fit: shortened between two characters as a reader counts them, the data left whole."""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from push.vendors.contract import Message, NoText, TooLong

CUT = "…"
JOINER = "\u200d"
FLAGS = "".join(map(chr, range(0x1F1E6, 0x1F200)))  # two of these letters are one flag


def clipped(text: str, most: int, width: Callable[[str], int] = len) -> str:
    """At most so wide."""
    if width(text) <= most:
        return text
    at = bisect_right(range(1, len(text)), most - width(CUT), key=lambda at: width(text[:at]))
    return text[: _boundary(text, at)] + CUT


def columns(text: str) -> int:
    """As a terminal counts: two for what is not ASCII."""
    return len(text) + sum(letter > "\x7f" for letter in text)


def both(message: Message) -> tuple[str, str]:
    """Title and body, for vendors that want both: one stands in for the other."""
    if not (message.title or message.body):
        raise NoText("This vendor shows nothing that has neither a title nor a body.")
    return message.title or message.body, message.body or message.title


def fitted(message: Message, size: Callable[[Message], int], most: int) -> Message:
    """With as much of its texts as there is room for; the body gives way first, a title is never empty."""
    if size(message) <= most:
        return message
    for name in ("body", "subtitle", "title"):
        whole = getattr(message, name)
        if not whole:
            continue
        least = _with(message, name, CUT)
        if size(least) <= most:
            return _longest(message, name, whole, lambda one: size(one) <= most)
        message = least
    raise TooLong(f"The data do not fit into {most} bytes.")


def _longest(message: Message, name: str, whole: str, fits: Callable[[Message], bool]) -> Message:
    low, high = 0, len(whole)  # so many characters fit, so many do not
    while high - low > 1:
        middle = (low + high) // 2
        if fits(_with(message, name, whole[:middle] + CUT)):
            low = middle
        else:
            high = middle
    return _with(message, name, whole[: _boundary(whole, low)] + CUT)


def _with(message: Message, name: str, text: str) -> Message:
    changes: dict[str, Any] = {name: text}
    return replace(message, **changes)


def _boundary(text: str, at: int) -> int:
    """The last place at or before `at` that parts no character from what belongs to it."""
    while 0 < at < len(text) and _joined(text, at):
        at -= 1
    return at


def _joined(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if JOINER in (before, after) or unicodedata.category(after) in ("Mn", "Mc", "Me"):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True  # the colour of a skin; what makes a black flag England's
    letters = at - len(text[:at].rstrip(FLAGS))
    return after in FLAGS and letters % 2 == 1
