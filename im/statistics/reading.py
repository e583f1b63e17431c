"""What charts show: sums by the parts of a span, whatever the number of hours in it."""

from collections.abc import Sequence
from typing import LiteralString

from config.sql import rows
from im.statistics.models import Kind

# Several apps at once: their sums by the hour first, for the most of an hour is not the sum of the mosts.
BY_PART: LiteralString = """
SELECT width_bucket(hour, %(edges)s::bigint[]) - 1, kind, sum(count)::bigint, max(count)::bigint,
  coalesce(sum(count) FILTER (WHERE hour = ANY(%(ends)s::bigint[])), 0)::bigint
FROM (
  SELECT hour, kind, sum(count) AS count FROM im_statistic
  WHERE app_id = ANY(%(apps)s) AND hour >= %(since)s AND hour < %(until)s GROUP BY hour, kind
) AS hours GROUP BY 1, 2
"""


def by_part(apps: Sequence[int], edges: Sequence[int]) -> dict[str, list[int]]:
    """By kind, a number for each part. `edges`: the epoch hours at which parts begin, and the end of the
    last. Of DAY it is the 24 hours with which a part ends, of ONLINE the most of any hour.
    """
    found = {kind.value: [0] * (len(edges) - 1) for kind in Kind}
    values = {
        "apps": list(apps),
        "edges": list(edges[:-1]),
        "ends": [edge - 1 for edge in edges[1:]],
        "since": edges[0],
        "until": edges[-1],
    }
    for part, kind, total, most, last in rows(BY_PART, values):
        found[kind][part] = last if kind == Kind.DAY else most if kind == Kind.ONLINE else total
    return found
