"""What a message said before each edit, with what was changed marked: a tab of its page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any, Final, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.console.cells import as_json
from config.console.panels import Panel
from im.messages.actions.changing import AUDIT_COPY
from im.messages.models import Message, MessageRevision

MOST: Final = 50  # the latest
LONGEST: Final = 1_500  # words or signs of a text that is compared; comparing takes their square
WORDS: Final = re.compile(r"[a-zA-Z0-9_]+|\s+|.", re.DOTALL)

Mark = Literal["", "ins", "del"]


@dataclass(frozen=True)
class Edition:
    """What it said from `since` on. `parts`: with what is new in it, and what of the one before is not."""

    number: int
    since: datetime
    by: str
    parts: Sequence[tuple[Mark, str]]
    ext: str


def compared(before: str, after: str) -> list[tuple[Mark, str]]:
    """The new text in parts, with those of the old one that it has no more."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > LONGEST:
        return [("", after)]
    return [*_parts(old, new)]


def _parts(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Mark, str]]:
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield "", "".join(new[c:d])
            continue
        if a < b:
            yield "del", "".join(old[a:b])
        if c < d:
            yield "ins", "".join(new[c:d])


def editions(message: Message) -> list[Edition]:
    """The latest first. The oldest that is shown is compared with nothing."""
    kept = [*MessageRevision.objects.filter(message=message).order_by("-revision")[:MOST]][::-1]
    states = [(row.revision, row.content, row.ext) for row in kept]
    states.append((message.revision, message.content, message.ext))
    made = [(row.replaced_at, row.replaced_by) for row in kept]
    first = (message.created_at, message.from_id) if not kept or kept[0].revision == 1 else (None, "")
    found: list[Edition] = []
    before: str | None = None
    for (number, content, ext), (at, by) in zip(states, [first, *made], strict=True):
        text = readable(content)
        parts: list[tuple[Mark, str]] = [("", text)] if before is None else compared(before, text)
        found.append(Edition(number, at or message.created_at, by, parts, ext))
        before = text
    return found[::-1]


def readable(content: dict[str, Any]) -> str:
    """Its text where it has nothing else, so that it reads as it was written."""
    only = content.get("text") if len(content) == 1 else None
    return only if isinstance(only, str) else as_json(content)


def _context(request: HttpRequest, message: Message) -> dict[str, Any]:
    revoked = message.revoked_at
    is_emptied = message.is_revoked and not message.content and not message.ext
    return {
        "editions": [] if is_emptied else editions(message),
        "message": message,
        "most": MOST if message.revision > MOST else 0,
        "kept_until": revoked + timedelta(days=AUDIT_COPY.days) if revoked and not is_emptied else None,
    }


EDITIONS = Panel("edits", _("Edit history"), _context, "console/messages/editions.html")
