"""How often each word has hit, and how often what came of it: counted in memory, added up in the database.

Not in the transaction of what it hit: everybody would wait for the same rows. A process that is killed takes
the last second's hits with it.
"""

from collections import Counter
from collections.abc import Iterable
from threading import Lock
from time import time
from typing import Any, LiteralString

from config.sql import document, rows
from im.statistics.models import Kind

HOUR = 3600

ADD: LiteralString = """
WITH hits AS (
  SELECT k.id, t.n FROM im_keywordfilter k
  JOIN json_to_recordset(%(hits)s::json) AS t(id bigint, n bigint) USING (id)
  ORDER BY k.id FOR NO KEY UPDATE OF k
), counted AS (
  UPDATE im_keywordfilter k SET hit_count = k.hit_count + hits.n FROM hits WHERE k.id = hits.id
)
INSERT INTO im_statistic AS s (app_id, hour, kind, count)
SELECT app_id, %(hour)s, kind, n
FROM json_to_recordset(%(verdicts)s::json) AS t(app_id bigint, kind text, n bigint) ORDER BY app_id, kind
ON CONFLICT (app_id, hour, kind) DO UPDATE SET count = s.count + EXCLUDED.count
"""

_hits: Counter[int] = Counter()
_verdicts: Counter[tuple[int, str]] = Counter()
_lock = Lock()


def count(filter_ids: Iterable[int]) -> None:
    with _lock:
        _hits.update(filter_ids)


def count_verdict(app_id: int, kind: Kind) -> None:
    """What is flagged stands in a table, and is counted there."""
    with _lock:
        _verdicts[app_id, kind] += 1


def flush() -> None:
    """In the order of ids, so that two processes never wait for each other."""
    with _lock:
        hits, verdicts = dict(_hits), dict(_verdicts)
        _hits.clear()
        _verdicts.clear()
    if not hits and not verdicts:
        return
    try:
        rows(ADD, _values(hits, verdicts))
    except Exception:
        with _lock:
            _hits.update(hits)
            _verdicts.update(verdicts)
        raise


def _values(hits: dict[int, int], verdicts: dict[tuple[int, str], int]) -> dict[str, Any]:
    came = [{"app_id": app_id, "kind": kind, "n": n} for (app_id, kind), n in verdicts.items()]
    return {
        "hits": document([{"id": pk, "n": n} for pk, n in hits.items()]),
        "verdicts": document(came),
        "hour": int(time()) // HOUR,
    }
