"""Writes exports in steps by the primary key, each under a lease: whoever dies, the next one goes on.

A step looks at so many keys at most, whatever they belong to: its statement takes as long in an app with few
rows among millions as in one with many.
"""

import threading
import zlib
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import uuid4

import structlog
from django.db import transaction
from django.db.models import F, Max, Min, QuerySet
from django.utils import timezone

from console.exports.kinds import KINDS, Row
from console.exports.writing import body, head
from console.models import Export, ExportPart, ExportStatus

ROWS = 2_000
KEYS = 50_000  # that one step looks at
LEASE = timedelta(seconds=30)
SHIFT = 20.0  # seconds that one task works before it lets others have its worker
PATIENCE = timedelta(seconds=10)
MOST_FAILURES = 5
KEPT = timedelta(days=7)

log = structlog.get_logger(__name__)
_serving = threading.Lock()

CLAIM = """
UPDATE console_export SET status = 'RUNNING', lease_token = %s, lease_until = %s
WHERE id = (SELECT id FROM console_export
            WHERE status IN ('WAITING', 'RUNNING') AND (lease_until IS NULL OR lease_until <= %s)
            ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING *
"""


class Lost(Exception):
    """It is another's now, or nobody's any more."""


def work_some() -> None:
    """One thread of a process at a time, so that exports leave the others to what is urgent."""
    if not _serving.acquire(blocking=False):
        return
    try:
        end = monotonic() + SHIFT
        while monotonic() < end and (export := claim()):
            _work(export, end)
    finally:
        _serving.release()


def claim() -> Export | None:
    now = timezone.now()
    return next(iter(Export.objects.raw(CLAIM, [uuid4().hex, now + LEASE, now])), None)


def _work(export: Export, end: float) -> None:
    try:
        while step(export):
            if monotonic() > end:
                _held(export).update(lease_until=None)
                return
    except Lost:
        return
    except Exception as problem:
        log.warning("export.failed", export=export.pk, error=repr(problem))
        with suppress(Exception):  # without PostgreSQL the lease runs out, and another goes on
            _postpone(export, problem)


def step(export: Export) -> bool:
    """Writes what comes next; says whether there is more. Key and file move on together."""
    if export.upto is None:
        _begin(export)
    rows, reached = _next(export)
    kind = KINDS[export.kind]
    columns = list(kind.columns)
    written = head(export.format, columns) if export.parts == 0 else b""
    written += body(export.format, rows)
    assert export.upto is not None  # noqa: S101  _begin has set it
    finished = reached >= export.upto
    export.cursor, export.rows, export.size = reached, export.rows + len(rows), export.size + len(written)
    _keep(export, written, finished=finished)
    return not finished


def _begin(export: Export) -> None:
    """From here to where the table ends now; what comes later is not waited for."""
    ends = KINDS[export.kind].model._default_manager.aggregate(first=Min("pk"), last=Max("pk"))
    export.first = export.cursor = (ends["first"] or 1) - 1
    export.upto = ends["last"] or 0


def _next(export: Export) -> tuple[list[Row], int]:
    kind = KINDS[export.kind]
    upto = min(export.cursor + KEYS, export.upto or 0)
    asked = _narrowed(export).filter(pk__gt=export.cursor, pk__lte=upto).order_by("pk")
    found = list(asked.values_list("pk", *kind.columns.values())[:ROWS])
    rows = [kind.tidy(dict(zip(kind.columns, values[1:], strict=True))) for values in found]
    return rows, found[-1][0] if len(found) == ROWS else upto


def _narrowed(export: Export) -> QuerySet[Any]:
    kind, filters = KINDS[export.kind], dict(export.filters)
    rows: QuerySet[Any] = kind.model._default_manager.filter(app_id=export.app_id)
    if since := filters.pop("since", None):
        rows = rows.filter(**{f"{kind.at}__gte": datetime.fromisoformat(since)})
    if until := filters.pop("until", None):
        rows = rows.filter(**{f"{kind.at}__lt": datetime.fromisoformat(until)})
    return rows.filter(**{kind.filters[name]: value for name, value in filters.items()})


@transaction.atomic
def _keep(export: Export, written: bytes, *, finished: bool) -> None:
    now = timezone.now()
    ended = {
        "status": ExportStatus.DONE,
        "finished_at": now,
        "expires_at": now + KEPT,
        "lease_token": "",
        "lease_until": None,
    }
    moved = {name: getattr(export, name) for name in ("first", "cursor", "upto", "rows", "size")}
    number, export.parts = export.parts, export.parts + bool(written)
    changed = {**moved, "parts": export.parts, "failures": 0, "error": "", "lease_until": now + LEASE}
    if not _held(export).update(**{**changed, **(ended if finished else {})}):
        raise Lost
    if written:
        ExportPart.objects.create(export=export, number=number, data=zlib.compress(written, 6))


def _held(export: Export) -> QuerySet[Export]:
    return Export.objects.filter(pk=export.pk, lease_token=export.lease_token, status=ExportStatus.RUNNING)


def _postpone(export: Export, problem: Exception) -> None:
    """Later again, from the last step that was kept; not for ever."""
    held = _held(export)
    said = repr(problem)[:500].replace("\0", "")
    again = {"error": said, "failures": F("failures") + 1, "lease_until": timezone.now() + PATIENCE}
    if held.update(**again) and export.failures + 1 >= MOST_FAILURES:
        held.update(status=ExportStatus.FAILED, finished_at=timezone.now(), lease_token="")
        ExportPart.objects.filter(export=export).delete()


def prune() -> int:
    """Removes the files whose time is over; what was exported and by whom stays listed."""
    over = Export.objects.filter(status=ExportStatus.DONE, expires_at__lte=timezone.now())
    gone = list(over.values_list("pk", flat=True)[:100])
    with transaction.atomic():
        ExportPart.objects.filter(export__in=gone).delete()
        Export.objects.filter(pk__in=gone).update(status=ExportStatus.EXPIRED)
    return len(gone)
