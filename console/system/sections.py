"""The parts of the system page: facts and tables, or one sentence where a part does not answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _
from redis import RedisError

from config.console.cells import Table, Text

Fact = tuple[Text, Any]


@dataclass(frozen=True)
class Section:
    """`notes` are what somebody should look at."""

    title: Text
    icon: str
    facts: Sequence[Fact] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[Text] = ()
    wide: bool = True


Part = tuple[Text, str, Callable[[], Section]]


def shown(parts: Sequence[Part]) -> Iterator[Section]:
    """Each by itself: what is away takes nothing else with it."""
    for title, icon, part in parts:
        try:
            yield part()
        except RedisError as problem:
            yield Section(title, icon, notes=[_away(problem)])
        except (DatabaseError, TimeoutError) as problem:
            yield Section(title, icon, notes=[_silent(problem)])


def _away(problem: Exception) -> str:
    """The class says enough; the text may name hosts and users."""
    said = _("Redis does not answer (%(problem)s). Nothing is lost by it, but everything live waits.")
    return said % {"problem": type(problem).__name__}


def _silent(problem: Exception) -> str:
    return _("PostgreSQL does not answer this (%(problem)s).") % {"problem": type(problem).__name__}
