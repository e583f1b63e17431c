"""Push by vendor: how many went out, arrived and failed, by the hour or the day, and for what reasons."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import time
from typing import Any, Final, LiteralString

import orjson
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.console.pages import ConsolePage
from config.console.cells import Table, Text
from config.sql import rows
from push.console.reasons import why
from push.console.words import VENDORS, vendor_name
from push.statistics import HOUR

OUTCOMES: Final[Mapping[str, Text]] = {
    "queued": _("Queued"),
    "accepted": _("Vendor accepted"),
    "delivered": _("Delivered"),
    "clicked": _("Clicked"),
    "failed": _("Failed"),
    "invalid": _("Token refused"),
    "expired": _("Expired"),
    "cancelled": _("Cancelled"),
    "skipped": _("Not sent"),
}
DRAWN: Final = ("accepted", "delivered", "clicked", "failed", "invalid")
BAD: Final = ("failed", "invalid", "expired", "cancelled", "skipped")
MOST: Final = 50  # reasons
SUMS: LiteralString = """
SELECT (hour - %(shift)s) / %(step)s, vendor, outcome, code, sum(count)::bigint FROM push_statistic
WHERE app_id = %(app)s AND hour >= %(since)s AND (%(vendor)s = '' OR vendor = %(vendor)s)
GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True)
class Range:
    name: str
    label: Text
    hours: int
    step: int


RANGES: Final = (
    Range("day", _("24 hours"), 24, 1),
    Range("week", _("7 days"), 7 * 24, 6),
    Range("month", _("30 days"), 30 * 24, 24),
)


class PushStatistics(ConsolePage):
    path = "push/statistics/"
    name = "push_statistics"
    title = _("Push by vendor")
    icon = "bar_chart"
    template_name = "push/statistics.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        span = next((one for one in RANGES if one.name == asked.get("range")), RANGES[0])
        vendor = asked.get("vendor", "")
        vendor = vendor if vendor in VENDORS else ""
        counts = sums(self.app.pk, span, vendor)
        return super().get_context_data(
            ranges=RANGES,
            span=span,
            vendor=vendor,
            vendors=[(name, label) for name, label in VENDORS.items()],
            totals=_totals(counts),
            chart=orjson.dumps(_chart(counts, span)).decode(),
            by_vendor=_by_vendor(counts),
            reasons=_reasons(counts),
            by_time=_by_time(counts, span),
            **kwargs,
        )


Counts = Mapping[tuple[int, str, str, str], int]


def sums(app_id: int, span: Range, vendor: str) -> Counts:
    """By step of time, vendor, outcome and code."""
    since, shift = _first(span)
    asked = {"app": app_id, "since": since, "vendor": vendor, "step": span.step, "shift": shift}
    return {(step, name, outcome, code): count for step, name, outcome, code, count in rows(SUMS, asked)}


def _first(span: Range) -> tuple[int, int]:
    """The first hour, so that steps of a day begin at midnight by the clock of whoever looks; and where
    steps begin."""
    now = int(time()) // HOUR
    offset = timezone.localtime().utcoffset() or timedelta()
    shift = -(int(offset.total_seconds()) // HOUR) % span.step
    last = (now - shift) // span.step
    return (last - span.hours // span.step + 1) * span.step + shift, shift


def _steps(span: Range) -> Iterable[tuple[int, str]]:
    """Each step with what stands below it."""
    first, shift = _first(span)
    for number in range(span.hours // span.step):
        hour = first + number * span.step
        at = timezone.localtime(datetime.fromtimestamp(hour * HOUR, UTC))
        yield (
            (hour - shift) // span.step,
            f"{at:%H:%M}" if span.step == 1 else f"{at:%m-%d %H:%M}" if span.step < 24 else f"{at:%m-%d}",
        )


def _totals(counts: Counts) -> list[tuple[Text, int, str]]:
    found: Counter[str] = Counter()
    for (_step, _vendor, outcome, _code), count in counts.items():
        found[outcome] += count
    sent = found["accepted"] + found["failed"] + found["invalid"]
    rate = f"{100 * found['accepted'] / sent:.1f} %" if sent else "—"
    shown = [
        (OUTCOMES[name], found[name], "") for name in ("queued", "accepted", "delivered", "clicked", "failed")
    ]
    return [*shown, (_("Success rate"), 0, rate)]


def _chart(counts: Counts, span: Range) -> dict[str, Any]:
    """As push/statistics.js draws it."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for (step, _vendor, outcome, _code), count in counts.items():
        found[outcome][step] += count
    steps = list(_steps(span))
    return {
        "labels": [label for _step, label in steps],
        "lines": [
            {
                "name": str(OUTCOMES[name]),
                "outcome": name,
                "counts": [found[name][step] for step, _label in steps],
            }
            for name in DRAWN
        ],
    }


def _by_vendor(counts: Counts) -> Table:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (_step, vendor, outcome, _code), count in counts.items():
        found[vendor][outcome] += count
    return Table(
        head=[_("Vendor"), *OUTCOMES.values(), _("Success rate")],
        rows=[
            [vendor_name(vendor) or "—", *(some[name] or "" for name in OUTCOMES), _rate(some)]
            for vendor, some in sorted(found.items())
        ],
        empty=_("Nothing was pushed in this time."),
    )


def _rate(some: Mapping[str, int]) -> str:
    sent = some["accepted"] + some["failed"] + some["invalid"]
    return f"{100 * some['accepted'] / sent:.1f} %" if sent else "—"


def _reasons(counts: Counts) -> Table:
    found: Counter[tuple[str, str, str]] = Counter()
    for (_step, vendor, outcome, code), count in counts.items():
        if outcome in BAD:
            found[vendor, outcome, code] += count
    return Table(
        head=[_("Vendor"), _("Outcome"), _("Vendor's code"), _("Why"), _("What to do"), _("How many")],
        rows=[
            [
                vendor_name(vendor) or "—",
                OUTCOMES.get(outcome, outcome),
                code,
                known.cause,
                known.remedy,
                count,
            ]
            for (vendor, outcome, code), count in found.most_common(MOST)
            for known in [why(vendor, code, code)]
        ],
        empty=_("Nothing went wrong in this time."),
    )


def _by_time(counts: Counts, span: Range) -> Table:
    """What the chart shows, for who does not see it."""
    chart = _chart(counts, span)
    columns = [line["counts"] for line in chart["lines"]]
    return Table(
        head=[_("Time"), *(line["name"] for line in chart["lines"])],
        rows=[
            [label, *(column[place] for column in columns)]
            for place, label in enumerate(chart["labels"])
            if any(column[place] for column in columns)
        ],
        empty=_("Nothing was pushed in this time."),
    )
