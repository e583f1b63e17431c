"""Lists of words as files: CSV with a column for each thing that can be set, or plain text, a word a line.

A spreadsheet takes what begins like a formula for one: such cells are written with an apostrophe before them,
which is taken away when they are read. So what is written is read back as it was, and no word is run.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import Any, Final, NamedTuple

from config.api.errors import BadParameter

COLUMNS: Final = ("word", "matchType", "action", "replacement", "category", "scopes", "enabled")
MARK: Final = "\ufeff"  # without it Excel does not read a file as UTF-8
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
ESCAPED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


class Cells(NamedTuple):
    """`number`: of the line, from 1. `cells`: what the line says, by column; blank ones are left out."""

    number: int
    word: str
    cells: Mapping[str, str]


def read_text(content: str) -> Iterator[Cells]:
    """Blank lines and those that begin with `#` are none; a word that begins so stands behind a backslash."""
    for number, line in enumerate(content.removeprefix(MARK).split("\n"), start=1):
        word = line.strip()
        if word and not word.startswith("#"):
            yield Cells(number, word.removeprefix("\\"), {})


def written_text(words: Iterable[str]) -> str:
    return "".join(f"\\{word}\n" if word[0] in "#\\" else f"{word}\n" for word in words)


def read_csv(content: str) -> Iterator[Cells]:
    """The first line names the columns, in any order; `word` must be among them, others are passed over."""
    lines = csv.reader(StringIO(content.removeprefix(MARK), newline=""), strict=True)
    names: list[str] | None = None
    try:
        for cells in lines:
            if names is None:
                names = _named(cells)
            elif any(cells):
                said = {name: _plain(cell) for name, cell in zip(names, cells, strict=False) if cell}
                yield Cells(lines.line_num, said.pop("word", ""), said)
    except csv.Error as problem:
        raise BadParameter("content", f"line {lines.line_num}: {problem}") from None


def _named(cells: list[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    if "word" not in names:
        raise BadParameter("content", f"the first line names the columns: {','.join(COLUMNS)}")
    return names


def written_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """`rows` by the wire's names."""
    file = StringIO(newline="")
    file.write(MARK)
    lines = csv.writer(file)
    lines.writerow(COLUMNS)
    lines.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
    return file.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    said = ",".join(value) if isinstance(value, list) else str(value)
    return f"'{said}" if FORMULA.match(said) else said


def _plain(cell: str) -> str:
    return cell[1:] if ESCAPED.match(cell) else cell
