"""The parts of a row's page: each a tab of its own, and only the one that is looked at is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from config.console.cells import Table, Text


@dataclass(frozen=True)
class Panel:
    """`name` stands in the URL (`?tab=`). `context` makes of request and row what `template` shows."""

    name: str
    title: Text
    context: Callable[[HttpRequest, Any], dict[str, Any]]
    template: str


def table_panel(name: str, title: Text, table: Callable[[HttpRequest, Any], Table]) -> Panel:
    """A panel that is one table."""
    return Panel(name, title, lambda request, row: {"table": table(request, row)}, "console/table.html")
