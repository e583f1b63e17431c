"""Times as the API has them: epoch milliseconds."""

from datetime import UTC, datetime, timedelta
from time import time

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
MICROSECOND = timedelta(microseconds=1)
REST_OF_MILLISECOND = MILLISECOND - MICROSECOND  # the tables know microseconds, the API milliseconds


def now_ms() -> int:
    return int(time() * 1000)


def ms(moment: datetime) -> int:
    return (moment - EPOCH) // MILLISECOND


def ms_or_none(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - EPOCH) // MILLISECOND


def moment(milliseconds: int) -> datetime:
    return EPOCH + timedelta(milliseconds=milliseconds)
