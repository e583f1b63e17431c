"""Removes what no chart shows any more, a batch at a time so that no lock lasts."""

from typing import Final, LiteralString

from config.sql import rows
from im.statistics.counting import COUNTED_BACK, hour_now

BATCH: Final = 5_000
STATISTICS_KEPT: Final = 400 * 24  # hours
ACTIVITY_KEPT: Final = COUNTED_BACK + 24  # so that what is counted late finds its neighbours

STATISTICS: LiteralString = """
DELETE FROM im_statistic WHERE (app_id, hour, kind) IN (
  SELECT app_id, hour, kind FROM im_statistic WHERE hour < %(before)s ORDER BY hour LIMIT %(limit)s
) RETURNING 1
"""
ACTIVITY: LiteralString = """
DELETE FROM im_activity WHERE (app_id, user_id, hour) IN (
  SELECT app_id, user_id, hour FROM im_activity WHERE hour < %(before)s ORDER BY hour LIMIT %(limit)s
) RETURNING 1
"""


def prune(batch: int = BATCH) -> None:
    for statement, kept in ((STATISTICS, STATISTICS_KEPT), (ACTIVITY, ACTIVITY_KEPT)):
        while len(rows(statement, {"before": hour_now() - kept, "limit": batch})) == batch:
            pass
