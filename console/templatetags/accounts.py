"""`moment` of the API's milliseconds, `tested` of a test push's answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template

from config import clock
from console.accounts import pushing

register = template.Library()


@register.filter
def moment(milliseconds: int) -> datetime:
    return clock.moment(milliseconds)


@register.filter
def tested(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return pushing.tested(data)
