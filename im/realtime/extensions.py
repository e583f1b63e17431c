"""What the gateway asks of the slices, whom it does not import: functions that the settings name."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def extension(setting: str) -> Callable[..., Any]:
    return _load(getattr(settings, setting))


def ops() -> dict[str, Callable[..., Any]]:
    return {name: _load(path) for name, path in settings.REALTIME_OPS.items()}


@cache
def _load(path: str) -> Callable[..., Any]:
    loaded: Callable[..., Any] = import_string(path)
    return loaded
