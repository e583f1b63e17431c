"""Verdict: what a moderator said, or what its endpoint's policy says in its place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import orjson

from config.api.errors import Refusal
from config.api.parser import loads

Action = Literal["allow", "deny", "modify"]
Content = dict[str, Any]
LONGEST: Final = 200  # characters of a moderator's message that reach the sender
BLOCKED: Final = "blocked by the app's moderator"


class Nonsense(Exception):
    """An answer that says none of what can be said."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`content`: in whose stead, where it is modified. `message`: why not, for the sender."""

    action: Action
    content: Content | None = None
    message: str = ""

    @property
    def packed(self) -> bytes:
        return orjson.dumps([self.action, self.content, self.message])


ALLOWED: Final = Verdict("allow")
UNAVAILABLE: Final = Verdict("deny", message="moderator unavailable")


def policy(*, fail_open: bool) -> Verdict:
    return ALLOWED if fail_open else UNAVAILABLE


def unpacked(packed: bytes) -> Verdict:
    return Verdict(*orjson.loads(packed))


def read(body: bytes, fits: Callable[[Content], None] | None) -> Verdict:
    """Raises Nonsense. `fits` refuses content that may not be; None where nothing can be modified."""
    try:
        said = loads(body)
    except Refusal as problem:
        raise Nonsense from problem
    match said:
        case {"action": "allow"}:
            return ALLOWED
        case {"action": "deny"}:
            return Verdict("deny", message=_cleaned(said.get("message")))
        case {"action": "modify", "content": dict(content)} if fits is not None:
            _require_fit(content, fits)
            return Verdict("modify", content)
    raise Nonsense


def _require_fit(content: Content, fits: Callable[[Content], None]) -> None:
    try:
        fits(content)
    except Refusal as problem:
        raise Nonsense from problem


def _cleaned(message: Any) -> str:
    """One line of what can be seen."""
    if message is None:
        return BLOCKED
    if not isinstance(message, str):
        raise Nonsense
    seen = "".join(character if character.isprintable() else " " for character in message)
    return " ".join(seen.split())[:LONGEST].rstrip() or BLOCKED
