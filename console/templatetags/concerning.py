"""`concerned`: what an event's body is about, as links."""

from typing import Any

from django import template

from console.concerning import links

register = template.Library()


@register.simple_tag
def concerned(body: str | None, app_id: int) -> list[Any]:
    return links(body, app_id)
