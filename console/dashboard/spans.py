"""The time that one looks at: a day by the hour, a week or a month by the day, in the operator's zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.console.cells import Text

DAYS: Final = {"24h": 0, "7d": 7, "30d": 30}
TITLES: Final[dict[str, Text]] = {"24h": _("24 hours"), "7d": _("7 days"), "30d": _("30 days")}
HOUR: Final = 3600


@dataclass(frozen=True)
class Span:
    """`edges`: the epoch hours at which its parts begin, and the one after the last."""

    name: str
    edges: Sequence[int]
    labels: Sequence[str]

    @property
    def is_by_hour(self) -> bool:
        return not DAYS[self.name]

    @property
    def title(self) -> Text:
        return TITLES[self.name]


def span(name: str, now: datetime | None = None) -> Span:
    """The first one where there is none of that name. The last part goes on still."""
    here = timezone.localtime(now)
    this_hour = int(here.timestamp()) // HOUR
    if not DAYS.get(name):
        hours = range(this_hour - 23, this_hour + 1)
        labels = [datetime.fromtimestamp(hour * HOUR, here.tzinfo).strftime("%H:%M") for hour in hours]
        return Span("24h", [*hours, this_hour + 1], labels)
    days = [here.date() - timedelta(days=ago) for ago in reversed(range(DAYS[name]))]
    midnights = [datetime.combine(day, time.min, here.tzinfo) for day in days]
    edges = [int(midnight.timestamp()) // HOUR for midnight in midnights]
    return Span(name, [*edges, this_hour + 1], [day.strftime("%m-%d") for day in days])
