"""Entry: a word as somebody wants it in the list, and what may speak against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from config.api.errors import BadParameter, FieldError, Refusal
from config.api.fields import CONTROL
from config.api.status import ALREADY_LISTED
from im.moderation.models import FilterAction, MatchType
from im.moderation.screening import fold

LONGEST: Final = 64
MASK: Final = "***"
SCOPES: Final = ("SINGLE", "GROUP", "PROFILE")


@dataclass
class Entry:
    """By the model's names; blanks around the word are nobody's business."""

    word: str
    match_type: str = MatchType.CONTAINS.value
    action: str = FilterAction.BLOCK.value
    replacement: str = MASK
    category: str = ""
    scopes: list[str] = field(default_factory=lambda: list(SCOPES))
    enabled: bool = True

    @classmethod
    def of(cls, word: str, options: Mapping[str, Any]) -> "Entry":
        """`options` by the wire's names."""
        named = {column: options[name] for name, column in OPTIONS.items() if name in options}
        return cls(word.strip(), **named)

    @cached_property
    def folded(self) -> str:
        return fold(self.word)

    def fault(self) -> Refusal | None:
        if len(self.word) > LONGEST:
            return BadParameter("word", f"has at most {LONGEST} characters")
        if CONTROL.search(self.word):
            return BadParameter("word", "must not contain control characters")
        if not self.folded:
            return BadParameter("word", "holds too little to look for")
        return None

    def columns(self) -> dict[str, Any]:
        return {
            "word": self.word,
            "folded": self.folded,
            "match_type": self.match_type,
            "action": self.action,
            "replacement": self.replacement,
            "category": self.category,
            "scopes": self.scopes,
            "enabled": self.enabled,
        }


# What can be set beside the word: the wire's names and the model's.
OPTIONS: Final = {
    "matchType": "match_type",
    "action": "action",
    "replacement": "replacement",
    "category": "category",
    "scopes": "scopes",
    "enabled": "enabled",
}


class Line(NamedTuple):
    """Of a list that is imported: its number, the word as it stands there, what it asks for or why not."""

    number: int
    word: str
    entry: Entry | Refusal


def listed() -> Refusal:
    named: list[FieldError] = [{"field": "word", "message": "is in the list already"}]
    return Refusal(ALREADY_LISTED, "word: is in the list already", errors=named)


def full(most: int) -> Refusal:
    return BadParameter("word", f"an app has at most {most:,} words")
