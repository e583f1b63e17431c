"""Do not disturb: whether a moment is in a user's quiet hours, by the clock on his wall."""

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    return frozenset(available_timezones())


class Clock:
    """One moment, as minutes of the day in each zone that is asked for."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._minutes: dict[str, int] = {}

    def quiet(self, start: int, end: int, zone: str) -> bool:
        """From `start` until before `end`, over midnight if that is less; all day if they are equal."""
        now = self._minute(zone)
        return start <= now < end if start < end else now >= start or now < end

    def _minute(self, zone: str) -> int:
        if zone not in self._minutes:
            local = self._at.astimezone(_zone(zone))
            self._minutes[zone] = local.hour * 60 + local.minute
        return self._minutes[zone]


def _zone(name: str) -> tzinfo:
    """Zones come and go with the host's data: one that is not known here is no reason to ring nobody."""
    return ZoneInfo(name) if name in zones() else UTC


def spelt(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of(text: str) -> int:
    """Of `HH:MM`."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
