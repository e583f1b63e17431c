"""How endpoints stand, as the console shows it: in the list, on a page, and over time."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.clock import moment
from config.console.cells import Kind
from config.console.keyset import KeysetList
from webhooks import health
from webhooks.models import Circuit, Endpoint

COUNTED: Final = 1_000  # of what waits, in a list
COLOURS: Final[dict[str, Kind]] = {
    "HEALTHY": "success",
    "DEGRADED": "warning",
    "DOWN": "danger",
    "DISABLED": "",
    "IDLE": "info",
}
STATUSES: Final = {
    "HEALTHY": gettext_lazy("Healthy"),
    "DEGRADED": gettext_lazy("Degraded"),
    "DOWN": gettext_lazy("Down"),
    "DISABLED": gettext_lazy("Disabled"),
    "IDLE": gettext_lazy("Idle"),
}
BREAKERS: Final = {
    "CLOSED": gettext_lazy("Closed"),
    "OPEN": gettext_lazy("Open: nothing is sent"),
    "HALF_OPEN": gettext_lazy("Half open: one try decides"),
}
WINDOWS: Final = {
    "1h": gettext_lazy("Last hour"),
    "24h": gettext_lazy("Last 24 hours"),
    "7d": gettext_lazy("Last 7 days"),
}
HEIGHT: Final = 100
STEPS: Final = {"1h": (60, 60), "24h": (24, 3_600), "7d": (168, 3_600)}  # how many, of so many seconds


class EndpointList(KeysetList):
    """Each with its health of the last hour: three statements, however many."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        ids = [row.pk for row in self.result_list]
        found = health.summaries(ids, "1h", timezone.now(), most=COUNTED) if ids else {}
        for row in self.result_list:
            row.health = found.get(row.pk, {})  # type: ignore[attr-defined]  # for the columns


def rate_shown(found: dict[str, Any]) -> str:
    rate = found.get("successRate")
    return "" if rate is None else f"{rate:.1%}"


def standing(endpoint: Endpoint, window: str = "1h") -> dict[str, Any]:
    """For the page's template."""
    found = health.summaries([endpoint.pk], window, timezone.now())[endpoint.pk]
    circuit = Circuit.objects.filter(pk=endpoint.pk).first()
    return {
        **found,
        "label": STATUSES[found["status"]],
        "kind": COLOURS[found["status"]],
        "breaker": BREAKERS[found["breaker"]],
        "rate": rate_shown(found),
        "last_success": _at(found["lastSuccessAt"]),
        "last_failure": _at(found["lastFailureAt"]),
        "oldest_seconds": found["oldestPendingAgeMs"] // 1000,
        "many": found["backlog"] >= health.MOST_COUNTED,
        "circuit": circuit,
        "open_until": circuit.open_until if circuit is not None else None,
    }


def over_time(request: HttpRequest, endpoint: Endpoint) -> dict[str, Any]:
    """A panel: what succeeded and failed, and how long it took, in bars."""
    window = request.GET.get("window", "24h")
    window = window if window in WINDOWS else "24h"
    spans = health.history(endpoint.pk, window, timezone.now())
    return {
        "windows": WINDOWS.items(),
        "window": window,
        "standing": standing(endpoint, window),
        "bars": _bars(spans, window),
        "most": max((span.succeeded + span.failed for span in spans), default=0),
        "slowest": max((span.p95_ms or 0 for span in spans), default=0),
        "width": STEPS[window][0] * 10,
    }


def _bars(spans: list[health.Span], window: str) -> list[dict[str, Any]]:
    """Their places in a picture of 100 by ten for each step."""
    steps, seconds = STEPS[window]
    last = int(timezone.now().timestamp()) // seconds
    most = max((span.succeeded + span.failed for span in spans), default=1) or 1
    slowest = max((span.p95_ms or 0 for span in spans), default=1) or 1
    bars = []
    for span in spans:
        good = round(span.succeeded * HEIGHT / most)
        bad = min(max(1, round(span.failed * HEIGHT / most)), HEIGHT - good) if span.failed else 0
        slow = max(1, round((span.p95_ms or 0) * HEIGHT / slowest))
        x = (steps - 1 - (last - int(span.at.timestamp()) // seconds)) * 10
        what = _("%(good)s succeeded, %(bad)s failed, p95 %(p95)s ms") % {
            "good": span.succeeded,
            "bad": span.failed,
            "p95": span.p95_ms,
        }
        at = timezone.localtime(span.at).strftime("%m-%d %H:%M")
        bars.append(
            {
                "x": x + 1,
                "good": good,
                "good_y": HEIGHT - good,
                "bad": bad,
                "bad_y": HEIGHT - good - bad,
                "slow": slow,
                "slow_y": HEIGHT - slow,
                "title": f"{at} · {what}",
            }
        )
    return bars


def _at(at: int | None) -> Any:
    return None if at is None else moment(at)
