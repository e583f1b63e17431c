"""What an operator does with exports: orders one, cancels it, fetches the file."""

import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.callers import Caller
from accounts.mandates import require
from config.api.errors import BadParameter, Refusal
from config.api.status import BAD_PARAMETER
from console.exports.kinds import KINDS
from console.models import Export, ExportPart, ExportStatus
from journal import audit

AT_ONCE = 5  # of an app


@transaction.atomic
def order(*, given: Mapping[str, Any], by: Caller) -> Export:
    kind = KINDS[given["kind"]]
    require(by.mandate, kind.role)
    filters = {name: value for name, value in given.items() if name not in ("kind", "format")}
    for name in filters.keys() - kind.takes:
        raise BadParameter(name, "does not narrow down an export of this kind")
    if "since" in filters and "until" in filters and filters["since"] >= filters["until"]:
        raise BadParameter("until", "must be after the start")
    if Export.objects.waiting().filter(app=by.tenant).count() >= AT_ONCE:
        raise Refusal(BAD_PARAMETER, f"{AT_ONCE} exports of this app are under way; wait for one", code=400)
    export = Export.objects.create(
        app=by.tenant,
        kind=given["kind"],
        format=given["format"],
        filters={name: _kept(value) for name, value in filters.items()},
        by=by.operator_id,
    )
    _log(export, "EXPORT_START", by, {"format": export.format, "filters": export.filters})
    return export


@transaction.atomic
def cancel(*, export: Export, by: Caller) -> None:
    """Whoever writes it finds that it is his no more."""
    require(by.mandate, KINDS[export.kind].role)
    ours = Export.objects.waiting().filter(pk=export.pk)
    if ours.update(status=ExportStatus.CANCELLED, lease_token="", finished_at=timezone.now()):
        ExportPart.objects.filter(export=export).delete()
        _log(export, "EXPORT_CANCEL", by, {})


def fetched(*, export: Export, by: Caller) -> Iterator[bytes]:
    """The file piece by piece; logged before the first one leaves."""
    require(by.mandate, KINDS[export.kind].role)
    if export.status != ExportStatus.DONE:
        raise BadParameter("export", "has no file")
    _log(export, "EXPORT_DOWNLOAD", by, {"rows": export.rows})
    return _pieces(export)


def _pieces(export: Export) -> Iterator[bytes]:
    """One at a time: a file may be larger than what a process should hold."""
    for number in range(export.parts):
        yield zlib.decompress(ExportPart.objects.get(export=export, number=number).data)


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _log(export: Export, action: str, by: Caller, detail: dict[str, Any]) -> None:
    audit.log(
        by,
        action,
        app_id=export.app_id,
        target_type="EXPORT",
        target_id=str(export.pk),
        detail={"kind": export.kind, **detail},
    )
