"""The readers of the journal: modules named in the settings, of three kinds."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from django.conf import settings

from journal.facts import Fact

if TYPE_CHECKING:
    from journal.models import Event


class InsideSink(Protocol):
    """Runs in the transaction of what it hears of; its failure undoes both."""

    def deliver(self, fact: Fact, /) -> None: ...


class NowSink(Protocol):
    """Runs after the commit; its failure costs nobody but its own listeners."""

    def deliver(self, facts: Sequence[Fact], /) -> None: ...


class LaterSink(Protocol):
    """Runs in a worker, at least once for each event, and writes only rows of its own, by the event's id.

    It gets several events at once, in the order they were recorded, and either all of its rows are written
    or none; if it fails, it gets each of them alone.

    `wants` is asked for every fact inside the recording transaction: it must answer from memory.
    """

    def wants(self, fact: Fact, /) -> bool: ...

    def deliver(self, events: "Sequence[Event]", /) -> None: ...


@cache
def _modules(paths: tuple[str, ...]) -> tuple[tuple[str, object], ...]:
    return tuple((path, import_module(path)) for path in paths)


def inside() -> tuple[tuple[str, InsideSink], ...]:
    return cast("tuple[tuple[str, InsideSink], ...]", _modules(tuple(settings.EVENT_SINKS_INSIDE)))


def now() -> tuple[tuple[str, NowSink], ...]:
    return cast("tuple[tuple[str, NowSink], ...]", _modules(tuple(settings.EVENT_SINKS_NOW)))


def later() -> tuple[tuple[str, LaterSink], ...]:
    return cast("tuple[tuple[str, LaterSink], ...]", _modules(tuple(settings.EVENT_SINKS_LATER)))
