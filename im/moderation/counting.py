"""How often each word has hit: counted in memory, added up in the database now and then.

Not in the transaction of what it hit: everybody would wait for the same rows. A process that is killed takes
the last second's hits with it.
"""

from collections import Counter
from collections.abc import Iterable
from threading import Lock
from typing import LiteralString

from config.sql import document, rows

ADD: LiteralString = """
WITH hits AS (
  SELECT k.id, t.n FROM im_keywordfilter k
  JOIN json_to_recordset(%(hits)s::json) AS t(id bigint, n bigint) USING (id)
  ORDER BY k.id FOR NO KEY UPDATE OF k
)
UPDATE im_keywordfilter k SET hit_count = k.hit_count + hits.n FROM hits WHERE k.id = hits.id
"""

_hits: Counter[int] = Counter()
_lock = Lock()


def count(filter_ids: Iterable[int]) -> None:
    with _lock:
        _hits.update(filter_ids)


def flush() -> None:
    """In the order of ids, so that two processes never wait for each other."""
    with _lock:
        hits = dict(_hits)
        _hits.clear()
    if not hits:
        return
    try:
        rows(ADD, {"hits": document([{"id": pk, "n": n} for pk, n in hits.items()])})
    except Exception:
        with _lock:
            _hits.update(hits)
        raise
