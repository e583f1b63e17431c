"""`show_cell` and `show_panel`: how tables and tabs of the console are written."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from config.console.cells import Cell, as_cell
from config.console.panels import Panel

register = template.Library()


@register.inclusion_tag("console/cell.html")
def show_cell(cell: Cell) -> dict[str, Any]:
    return {"cell": cell}


@register.inclusion_tag("console/cell.html")
def show_value(value: Any) -> dict[str, Any]:
    return {"cell": as_cell(value)}


@register.inclusion_tag("console/table.html")
def show_table(table: Any) -> dict[str, Any]:
    return {"table": table}


@register.simple_tag(takes_context=True)
def show_panel(context: template.Context, panel: Panel, shown: dict[str, Any]) -> SafeString:
    """With the page's own context around it: forms in it need the request."""
    around: dict[Any, Any] = dict(context.flatten().items())
    return render_to_string(panel.template, {**around, **shown}, request=context["request"])
