"""Rows as the bytes of a file: CSV that a spreadsheet opens unharmed, or a JSON object on each line."""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import orjson

from console.exports.kinds import Row
from console.models import ExportFormat

BOM = "\ufeff"  # by which Excel knows UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def head(form: str, columns: Sequence[str]) -> bytes:
    return (BOM + _line(columns)).encode() if form == ExportFormat.CSV else b""


def body(form: str, rows: Iterable[Row]) -> bytes:
    if form == ExportFormat.CSV:
        return "".join(_line(map(_cell, row.values())) for row in rows).encode()
    return b"".join(
        orjson.dumps({name: _plain(value) for name, value in row.items()}) + b"\n" for row in rows
    )


def _line(values: Iterable[Any]) -> str:
    written = StringIO()
    csv.writer(written).writerow(values)
    return written.getvalue()


def _cell(value: Any) -> str:
    """A text that a spreadsheet would take for a formula is kept from being one."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    if value is None:
        return ""
    plain = _plain(value)
    return plain if isinstance(plain, str) else orjson.dumps(plain).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return value
