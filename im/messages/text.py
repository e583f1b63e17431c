"""What a search sees of a message: folded text, and its bigrams, for Chinese has no blanks between words."""

import re
import unicodedata
from html import escape
from typing import Any

BLANKS = re.compile(r"\s+")
AROUND = 40
SEARCHABLE = {
    "TEXT": ("text",),
    "FILE": ("name",),
    "LOCATION": ("desc",),
    "CUSTOM": ("desc",),
    "MERGED": ("title",),
}


def fold(text: str) -> str:
    """Case and width make no difference, a run of blanks counts as one."""
    return BLANKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def grams(folded: str) -> list[str]:
    """The distinct pairs of neighbouring characters."""
    return list({folded[i : i + 2] for i in range(len(folded) - 1)})


def searchable(msg_type: str, content: dict[str, Any]) -> str:
    """The folded text of a message that a search may find; empty for pictures and the like."""
    said = (content.get(key) for key in SEARCHABLE.get(msg_type, ()))
    return fold(" ".join(part for part in said if isinstance(part, str)))


def highlight(msg_type: str, content: dict[str, Any], keyword: str) -> str:
    """HTML: the surroundings of the first hit, escaped, the hits in `<em>`; folded, as it was matched."""
    text = searchable(msg_type, content)
    wanted = fold(keyword)
    start = max(0, text.find(wanted) - AROUND)
    end = text.find(wanted) + len(wanted) + AROUND
    parts = text[start:end].split(wanted)
    shown = f"<em>{escape(wanted)}</em>".join(escape(part) for part in parts)
    return ("…" if start else "") + shown + ("…" if end < len(text) else "")
