"""A process's short memory of what PostgreSQL said: at most `seconds` old, never the truth."""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Fresh(Generic[Key, Value]):
    """Thread-safe by the atomicity of single dict operations; two threads that miss at once both look up."""

    def __init__(self, seconds: Callable[[], float], size: int = 50_000) -> None:
        self._seconds = seconds
        self._size = size
        self._kept: dict[Key, tuple[float, Value]] = {}
        self._cleared = object()

    def get(self, key: Key, look_up: Callable[[], Value]) -> Value:
        """The age counts from before the look-up, so that what changed meanwhile is not kept longer. After a
        `clear` meanwhile, which says that it did change, it is not kept at all.
        """
        now, cleared = monotonic(), self._cleared
        kept = self._kept.get(key)
        if kept is not None and kept[0] > now:
            return kept[1]
        value = look_up()
        if len(self._kept) >= self._size:
            self._kept.clear()
        self._kept[key] = (now + self._seconds(), value)
        if self._cleared is not cleared:
            self._kept.pop(key, None)
        return value

    def clear(self) -> None:
        self._cleared = object()  # first, or a look-up that is just over would be kept behind our back
        self._kept.clear()
