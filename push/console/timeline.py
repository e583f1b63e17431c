"""The device log as a story: one step after the other, each in words, with what an operator can do."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from config.console.cells import Kind, Text
from push.console.reasons import why
from push.console.words import EVENTS, GOOD, STAGES, said_of, vendor_name
from push.models import DeviceLog, Level

MOST: Final = 100
KINDS: Final[dict[str, Kind]] = {Level.WARN: "warning", Level.ERROR: "danger"}


@dataclass(frozen=True)
class Step:
    """`cause` and `remedy`: why it came to this, and what to do. `facts`: names and values beside it."""

    at: datetime
    title: Text
    kind: Kind = ""
    cause: Text = ""
    remedy: Text = ""
    words: str = ""
    facts: list[tuple[str, str, str]] = field(default_factory=list)


def steps(entries: Iterable[DeviceLog]) -> list[Step]:
    """In the order in which they happened."""
    return [step(entry) for entry in sorted(entries, key=lambda one: (one.at, one.pk))]


def step(entry: DeviceLog) -> Step:
    reason, hint = said_of(entry.detail, "reason"), said_of(entry.detail, "hint")
    told = entry.level != Level.INFO or entry.event == "SKIPPED"
    stage = said_of(entry.detail, "stage")
    known = why(entry.vendor, entry.vendor_code, reason, hint, stage) if told else None
    return Step(
        at=entry.at,
        title=EVENTS.get(entry.event, entry.event),
        kind=KINDS.get(entry.level, "success" if entry.event in GOOD else ""),
        cause=known.cause if known else "",
        remedy=known.remedy if known else "",
        words=entry.vendor_message,
        facts=[fact for fact in _facts(entry, reason) if fact[1]],
    )


def _facts(entry: DeviceLog, reason: str) -> list[tuple[str, str, str]]:
    """Name, value, and where it leads to."""
    stage = said_of(entry.detail, "stage")
    return [
        (_("Vendor"), vendor_name(entry.vendor), ""),
        (_("Device"), entry.device_id, ""),
        (_("User"), entry.user_id, ""),
        (_("Task"), _text(entry.notice_id), _link("notice", entry.notice_id)),
        (_("Push"), _text(entry.delivery_id), _link("delivery", entry.delivery_id)),
        (_("Try"), _text(entry.attempt), ""),
        (_("Stage"), str(STAGES.get(stage, stage)), ""),
        (_("Reason"), reason, ""),
        (_("Vendor's code"), entry.vendor_code, ""),
        ("HTTP", _text(entry.http_status), ""),
        (_("Took"), f"{entry.latency_ms} ms" if entry.latency_ms is not None else "", ""),
        (_("Formerly"), said_of(entry.detail, "from"), ""),
    ]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _link(name: str, key: int | None) -> str:
    return "" if key is None else reverse(f"admin:push_{name}_change", args=[key])


def of_device(app_id: int, device_id: str) -> list[DeviceLog]:
    return _last(DeviceLog.objects.filter(app_id=app_id, device_id=device_id))


def of_user(app_id: int, user_id: str) -> list[DeviceLog]:
    return _last(DeviceLog.objects.filter(app_id=app_id, user_id=user_id))


def of_token(app_id: int, token_hash: str) -> list[DeviceLog]:
    return _last(DeviceLog.objects.filter(app_id=app_id, token_hash=token_hash))


def of_push(app_id: int, notice_id: int, delivery_id: int, device_id: str) -> list[DeviceLog]:
    """What was logged of one push: by the index of its device's entries, where the push's own are few."""
    rows = DeviceLog.objects.filter(app_id=app_id, device_id=device_id, notice_id=notice_id)
    return [entry for entry in _last(rows) if entry.delivery_id in (None, delivery_id)]


def of_task(app_id: int, notice_id: int) -> list[DeviceLog]:
    """Event by event, as its index has them: of a task to many there are many of each."""
    found: list[DeviceLog] = []
    for event in ("SKIPPED", "FAILED", "RETRY", "ACCEPTED"):
        rows = DeviceLog.objects.filter(app_id=app_id, notice_id=notice_id, event=event)
        found += _last(rows)[:20]
    return found


def _last(rows: Any) -> list[DeviceLog]:
    return list(rows.order_by("-at", "-id")[:MOST])
