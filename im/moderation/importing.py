"""Reads a list of words that somebody brings: each line becomes an entry, or why it cannot."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rest_framework import serializers

from config.api.errors import BadParameter, Refusal
from config.api.handler import field_errors
from config.api.reading import read_words
from im.moderation import sheets
from im.moderation.entries import Entry, Line
from im.moderation.models import KeywordFilter
from im.moderation.serializers.words import Options

READ: Final = {"csv": sheets.read_csv, "txt": sheets.read_text}
FAILURES_SHOWN: Final = 500


def lines_of(asked: Mapping[str, Any]) -> list[Line]:
    """`asked`: as `ImportKeywords` has it."""
    common = {name: value for name, value in asked.items() if name not in ("format", "content")}
    options: dict[tuple[str, ...], dict[str, Any] | Refusal] = {}  # few differ: each is checked once
    lines = []
    for number, word, cells in READ[asked["format"]](asked["content"]):
        key = (*cells, *cells.values())
        if key not in options:
            options[key] = _options(cells)
        said = options[key]
        entry = said if isinstance(said, Refusal) else Entry.of(word, {**common, **said})
        lines.append(Line(number, word, entry))
    if not lines:
        raise BadParameter("content", "holds no words")
    return lines


def _options(cells: Mapping[str, str]) -> dict[str, Any] | Refusal:
    """Of a line's cells, as if they stood in a query; spreadsheets write TRUE and FALSE."""
    flag = {"enabled": cells["enabled"].lower()} if "enabled" in cells else {}
    try:
        return read_words(Options, {**cells, **flag})
    except serializers.ValidationError as problem:
        first = field_errors(problem.detail)[0]
        return BadParameter(first["field"], first["message"])


def imported_shown(lines: Sequence[Line], outcomes: Sequence[KeywordFilter | Refusal]) -> dict[str, Any]:
    failures = [
        {"line": line.number, "word": line.word, "status": outcome.status, "message": outcome.message}
        for line, outcome in zip(lines, outcomes, strict=True)
        if isinstance(outcome, Refusal)
    ]
    counts = {"total": len(lines), "success": len(lines) - len(failures), "failed": len(failures)}
    return {**counts, "results": failures[:FAILURES_SHOWN]}
