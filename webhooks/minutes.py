"""Roll-ups by minute and hour: attempts are counted where they are completed, many by one statement."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import LiteralString

from config.sql import document, rows
from webhooks.models import BOUNDS, SLOTS

MINUTE_MS = 60_000


# In the order of the key, so that two who count for the same endpoints cannot wait for each other.
MINUTES: LiteralString = """
INSERT INTO webhooks_minute AS m (endpoint_id, minute, succeeded, failed, timeouts, slots)
SELECT endpoint_id, minute / 1 * 1, sum(succeeded), sum(failed), sum(timeouts), ARRAY[SUMS]
FROM t GROUP BY 1, 2 ORDER BY 1, 2
ON CONFLICT (endpoint_id, minute) DO UPDATE SET succeeded = m.succeeded + EXCLUDED.succeeded,
  failed = m.failed + EXCLUDED.failed, timeouts = m.timeouts + EXCLUDED.timeouts, slots = ARRAY[MORE]
""".replace("SUMS", ", ".join(f"sum(slots[{n}])" for n in range(1, SLOTS + 1))).replace(
    "MORE", ", ".join(f"m.slots[{n}] + EXCLUDED.slots[{n}]" for n in range(1, SLOTS + 1))
)
HOURS = MINUTES.replace("webhooks_minute", "webhooks_hour").replace("/ 1 * 1", "/ 60 * 60")
ADD: LiteralString = """
WITH t AS (
  SELECT * FROM json_to_recordset(%(tallies)s::json) AS t(endpoint_id bigint, minute bigint, succeeded int,
    failed int, timeouts int, slots int[])
), minutes AS (MINUTES)
HOURS
""".replace("MINUTES", MINUTES).replace("HOURS", HOURS)


def slot_of(duration_ms: int) -> int:
    """Where in `slots` a latency counts."""
    return bisect_left(BOUNDS, duration_ms)


def percentile(slots: Sequence[int], part: float) -> int | None:
    """The latency, in ms, within which that part of the attempts ended: in proportion within its slot."""
    wanted, before = part * sum(slots), 0
    for n, count in enumerate(slots):
        if count and before + count >= wanted:
            low = BOUNDS[n - 1] if n else 0
            high = BOUNDS[n] if n < len(BOUNDS) else low
            return round(low + (high - low) * (wanted - before) / count)
        before += count
    return None


def minute_of(at_ms: int) -> int:
    return at_ms // MINUTE_MS


@dataclass(slots=True)
class Tally:
    """What one endpoint did in one minute, or a part of it. `timeouts` are among `failed`."""

    endpoint_id: int
    minute: int
    succeeded: int = 0
    failed: int = 0
    timeouts: int = 0
    slots: list[int] = field(default_factory=lambda: [0] * SLOTS)

    def count(self, duration_ms: int, *, failed: bool = False, timeout: bool = False) -> None:
        """One attempt; a timeout is a failure."""
        self.succeeded += not (failed or timeout)
        self.failed += failed or timeout
        self.timeouts += timeout
        self.slots[slot_of(duration_ms)] += 1


class Tallies:
    """Attempts of many endpoints, gathered by endpoint and minute: `add(tallies)` writes them."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[int, int], Tally] = {}

    def __iter__(self) -> Iterator[Tally]:
        return iter(self._by_key.values())

    def count(
        self, endpoint_id: int, at_ms: int, duration_ms: int, *, failed: bool = False, timeout: bool = False
    ) -> None:
        """`at_ms`: when the attempt began, as its row has it."""
        key = (endpoint_id, minute_of(at_ms))
        tally = self._by_key.get(key)
        if tally is None:
            tally = self._by_key[key] = Tally(*key)
        tally.count(duration_ms, failed=failed, timeout=timeout)


def add(tallies: Iterable[Tally]) -> None:
    """One statement for any number, for minutes and hours; in the caller's transaction."""
    items = [asdict(tally) for tally in tallies]
    if items:
        rows(ADD, {"tallies": document(items)})
