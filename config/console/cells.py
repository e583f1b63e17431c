"""What stands in a table of the console: texts, moments, links, badges. Templates escape all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import orjson
from django.utils.functional import Promise

Text = str | Promise
Kind = Literal["", "success", "warning", "danger", "info", "primary"]


@dataclass(frozen=True)
class Cell:
    """`kind` makes a badge of it, `link` a link, `mono` sets it in a fixed width; `at` is a moment."""

    text: Any = ""
    link: str = ""
    kind: Kind = ""
    mono: bool = False
    at: datetime | None = None


@dataclass(frozen=True)
class Table:
    """`head` has the columns' names. `empty` is said where there are no rows, `more` leads to all of them."""

    head: Sequence[Text]
    rows: Iterable[Sequence[Any]]
    empty: Text
    more: str = ""
    lines: list[list[Cell]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", [[as_cell(value) for value in row] for row in self.rows])


def as_cell(value: Any) -> Cell:
    if isinstance(value, Cell):
        return value
    return Cell(at=value) if isinstance(value, datetime) else Cell(text="" if value is None else value)


def as_json(value: Any) -> str:
    """Data as a person reads it; a plain string, which the template escapes."""
    return orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode()
