"""The figures of the dashboard: a number, what to know beside it, and the list that it leads to."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.console.cells import Kind
from console.dashboard import now
from console.dashboard.now import COUNTED, Backlog
from console.dashboard.rolled_up import Hooks, Pushes, share

LATE = 60  # seconds that something may wait before it looks wrong
MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True)
class Figure:
    """`kind` colours it, where it says that something is well or wrong."""

    name: str
    title: str
    value: str
    note: str = ""
    link: str = ""
    kind: Kind = ""

    def shown(self) -> dict[str, Any]:
        return asdict(self)


def list_of(model: str, **filters: str) -> str:
    """A list of the console: `im_message`, and what it is narrowed to."""
    link = reverse(f"admin:{model}_changelist")
    return f"{link}?{urlencode(filters)}" if filters else link


def number(value: int) -> str:
    return f"{value:,}"


def percent(value: float | None) -> str:
    """Never 100 % where anything failed."""
    if value is None:
        return "–"
    return f"{100 * value:.0f} %" if value in (0, 1) else f"{min(100 * value, 99.9):.1f} %"


def age(seconds: float) -> str:
    """Roughly, in the unit that fits."""
    if seconds < MINUTE:
        return _("%(n)s s") % {"n": int(seconds)}
    if seconds < HOUR:
        return _("%(n)s min") % {"n": int(seconds // MINUTE)}
    if seconds < 2 * DAY:
        return _("%(n)s h") % {"n": int(seconds // HOUR)}
    return _("%(n)s d") % {"n": int(seconds // DAY)}


def at_the_moment(apps: Sequence[int], *, sees_events: bool) -> list[Figure]:
    """Asked anew every few seconds while the page is open. The list of events is not everybody's."""
    at, waiting_events = timezone.now(), list_of("journal_event", dispatched_at__isnull="1")
    live = now.live(apps)
    return [
        _online(live),
        _alerts(now.alerts(apps)),
        _backlog("webhooks", _("Webhooks waiting"), now.webhooks(apps), at, list_of("webhooks_delivery")),
        _backlog("pushes", _("Pushes waiting"), now.pushes(apps), at, list_of("push_delivery")),
        _backlog("events", _("Events waiting"), now.events(apps), at, waiting_events if sees_events else ""),
        _tasks(live),
    ]


def of_the_span(apps: Sequence[int], chat: dict[str, list[int]], push: Pushes, hooks: Hooks) -> list[Figure]:
    said = sum(chat["single"]) + sum(chat["group"])
    groups = _("%(n)s in groups") % {"n": number(sum(chat["group"]))}
    return [
        Figure("messages", _("Messages"), number(said), groups, list_of("im_message")),
        Figure(
            "active",
            _("Active users"),
            number(chat["day"][-1]),
            _("in the last 24 hours"),
            list_of("accounts_account"),
        ),
        Figure(
            "accounts",
            _("New accounts"),
            number(sum(chat["accounts"])),
            ngettext("%(n)s login", "%(n)s logins", sum(chat["logins"])) % {"n": number(sum(chat["logins"]))},
            list_of("accounts_account"),
        ),
        _pushes(push),
        _hooks(hooks),
        _moderation(chat),
    ]


def _online(live: now.Live | None) -> Figure:
    link = list_of("accounts_session")
    if live is None:
        return _unknown("online", _("Online now"), link)
    sockets = ngettext("%(n)s socket", "%(n)s sockets", live.sockets) % {"n": number(live.sockets)}
    return Figure("online", _("Online now"), number(live.users), sockets, link)


def _tasks(live: now.Live | None) -> Figure:
    if live is None:
        return _unknown("tasks", _("Task queue"))
    kind: Kind = "warning" if live.tasks > COUNTED else ""
    return Figure("tasks", _("Task queue"), number(live.tasks), _("of the whole installation"), "", kind)


def _unknown(name: str, title: str, link: str = "") -> Figure:
    return Figure(name, title, _("unknown"), _("Redis does not answer."), link, "warning")


def _alerts(found: now.Alerts) -> Figure:
    kind: Kind = "danger" if found.critical else "warning" if found.open else "success"
    note = _("%(n)s critical") % {"n": found.critical} if found.critical else ""
    link = list_of("webhooks_alert", status__exact="OPEN")
    return Figure("alerts", _("Open alerts"), number(found.open), note, link, kind)


def _backlog(name: str, title: str, found: Backlog, at: datetime, link: str) -> Figure:
    value = number(found.waiting) + ("+" if found.has_more or found.waiting >= COUNTED else "")
    if found.oldest is None and found.has_more:
        note = _("behind more than %(n)s of other apps") % {"n": number(COUNTED)}
        return Figure(name, title, value, note, link, "warning")
    if found.oldest is None:
        return Figure(name, title, value, _("nothing waits"), link, "success")
    seconds = max(0.0, (at - found.oldest).total_seconds())
    kind: Kind = "warning" if seconds > LATE else ""
    return Figure(name, title, value, _("the oldest for %(age)s") % {"age": age(seconds)}, link, kind)


def _pushes(push: Pushes) -> Figure:
    ratio = share(push.accepted, push.failed)
    sent = _("%(good)s accepted, %(bad)s failed") % {
        "good": number(push.accepted),
        "bad": number(push.failed),
    }
    link = list_of("push_delivery", status__exact="FAILED") if push.failed else list_of("push_delivery")
    return Figure("push", _("Push success"), percent(ratio), sent, link, _judged(ratio))


def _hooks(hooks: Hooks) -> Figure:
    good, bad = sum(hooks.succeeded), sum(hooks.failed)
    ratio = share(good, bad)
    note = _("%(good)s calls, %(bad)s failed") % {"good": number(good + bad), "bad": number(bad)}
    if hooks.p95_ms is not None:
        note = _("%(calls)s; p95 %(ms)s ms in 24 hours") % {"calls": note, "ms": number(hooks.p95_ms)}
    link = list_of("webhooks_delivery", status="DEAD") if bad else list_of("webhooks_delivery")
    return Figure("hooks", _("Webhook success"), percent(ratio), note, link, _judged(ratio))


def _judged(ratio: float | None) -> Kind:
    if ratio is None:
        return ""
    return "success" if ratio >= 0.99 else "warning" if ratio >= 0.9 else "danger"


def _moderation(chat: dict[str, list[int]]) -> Figure:
    blocked, replaced, flagged = (sum(chat[kind]) for kind in ("blocked", "replaced", "flagged"))
    note = _("%(blocked)s blocked, %(replaced)s replaced, %(flagged)s flagged") % {
        "blocked": number(blocked),
        "replaced": number(replaced),
        "flagged": number(flagged),
    }
    link = list_of("im_flagged", review="OPEN")
    return Figure("moderation", _("Moderation hits"), number(blocked + replaced + flagged), note, link)
