"""Counts by the hour what became of pushes: many by one statement."""

from collections.abc import Mapping
from time import time
from typing import LiteralString, NamedTuple

from config.sql import document, rows

HOUR = 3600


class Kind(NamedTuple):
    """What is counted apart. `outcome`: queued, accepted, delivered, clicked, failed, invalid, skipped,
    expired, cancelled. `code`: the vendor's code or our reason, empty where it went well.
    """

    app_id: int
    vendor: str
    outcome: str
    code: str = ""


# In the order of the key, so that two who count the same cannot wait for each other.
ADD: LiteralString = """
INSERT INTO push_statistic AS s (app_id, hour, vendor, outcome, code, count)
SELECT app_id, %(hour)s, vendor, outcome, code, count
FROM json_to_recordset(%(counts)s::json)
  AS t(app_id bigint, vendor text, outcome text, code text, count bigint)
ORDER BY app_id, vendor, outcome, code
ON CONFLICT (app_id, hour, vendor, outcome, code) DO UPDATE SET count = s.count + EXCLUDED.count
"""


def count(counts: Mapping[Kind, int]) -> None:
    """In the caller's transaction, and best at its end: others who count the same wait for it."""
    items = [{**kind._asdict(), "count": number} for kind, number in counts.items() if number]
    if items:
        rows(ADD, {"hour": int(time()) // HOUR, "counts": document(items)})
