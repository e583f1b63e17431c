"""What of a message an app's words are looked for in, and the message with some of it said otherwise."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

SCREENED: Final = {
    "TEXT": ("text",),
    "FILE": ("name",),
    "LOCATION": ("desc",),
    "MERGED": ("title", "abstract"),
    "CUSTOM": ("data", "desc"),
}


def texts_of(msg_type: str, content: Mapping[str, Any]) -> dict[str, str]:
    """By their places in the content: `text`, `abstract[2]`."""
    found: dict[str, str] = {}
    for name in SCREENED.get(msg_type, ()):
        found |= _texts(name, content.get(name))
    return found


def reworded(content: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """A copy with these texts in their places."""
    return {name: _with(name, value, texts) for name, value in content.items()}


def _texts(name: str, value: Any) -> dict[str, str]:
    return {place: text for place, text in _places(name, value) if isinstance(text, str) and text}


def _with(name: str, value: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [texts.get(place, text) for place, text in _places(name, value)]
    return texts.get(name, value)


def _places(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        yield from ((f"{name}[{index}]", text) for index, text in enumerate(value))
    else:
        yield name, value
