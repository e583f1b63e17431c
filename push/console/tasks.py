"""Tasks: what was to be told to whom, how far it came, and what became of it vendor by vendor."""

from collections.abc import Iterable
from typing import Any, ClassVar, Final, LiteralString

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.console.acts import Act, Row
from accounts.console.current import current_app
from config.console.cells import Cell, Table, Text, as_json
from config.console.keyset import KeysetList
from config.console.panels import Panel, table_panel
from config.sql import rows
from push import progress
from push.console import timeline
from push.console.base import PushAdmin, shows
from push.console.reasons import why
from push.console.sending import SEND, tried
from push.console.words import SOURCES, STATUSES, TASKS, Labelled, badge, colours, labelled, vendor_name
from push.models import WAITING, Delivery, Device, Notice, NoticeStatus

SHOWN: Final = 100
COUNTED: Final = 1_000  # deliveries of one task that a list counts
LIVE: Final = frozenset({NoticeStatus.SCHEDULED, NoticeStatus.EXPANDING, NoticeStatus.QUEUED})
# Of each task of a page as many as are counted; they lie side by side.
COUNTS: LiteralString = """
SELECT n.id, d.status, count(*) FROM unnest(%(notices)s::bigint[]) AS n(id)
CROSS JOIN LATERAL (SELECT status FROM push_delivery WHERE notice_id = n.id LIMIT %(most)s) d
GROUP BY 1, 2
"""

CANCEL = Act(
    name="cancel",
    label=_("Cancel it"),
    said=_("What is scheduled or waiting does not go out. What a vendor has already stays there."),
    deed=Row("POST", "/api/push/admin/tasks/{row.pk}/cancel", body=None),
    done=_("Cancelled."),
    danger=True,
    icon="cancel",
    fits=lambda notice: notice.status in LIVE,
)


class TaskList(KeysetList):
    """The page's counts are asked for at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        notices: list[Any] = self.result_list
        found: dict[int, dict[str, int]] = {notice.pk: {} for notice in notices}
        for pk, status, count in rows(COUNTS, {"notices": [*found], "most": COUNTED}) if found else ():
            found[pk][status] = count
        for notice in notices:
            notice.counted = found[notice.pk]


def _deliveries(request: HttpRequest, notice: Notice) -> Table:
    found = Delivery.objects.filter(notice=notice).select_related("device")[:SHOWN]
    return delivery_table(
        sorted(found, key=lambda one: -one.pk),
        more=f"{reverse('admin:push_delivery_changelist')}?q={notice.pk}",
    )


def delivery_table(deliveries: Iterable[Delivery], more: str = "") -> Table:
    return Table(
        head=[_("Push"), _("User"), _("Device"), _("Vendor"), _("Status"), _("Why"), _("At")],
        rows=[
            [
                Cell(text=one.pk, link=reverse("admin:push_delivery_change", args=[one.pk])),
                one.user_id,
                one.device.device_id,
                vendor_name(one.vendor),
                badge(STATUSES, one.status),
                _why(one),
                one.created_at,
            ]
            for one in deliveries
        ],
        empty=_("No push to a phone came of it."),
        more=more,
    )


def _why(delivery: Delivery) -> Text:
    if delivery.status not in progress.FAILURES and not delivery.reason:
        return ""
    known = why(delivery.vendor, delivery.vendor_code, delivery.reason)
    return known.cause or delivery.vendor_code or delivery.reason


def _log(request: HttpRequest, notice: Notice) -> dict[str, Any]:
    return {
        "steps": timeline.steps(timeline.of_task(notice.app_id, notice.pk)),
        "empty": _("Nothing was logged of it: it has no phone to go to, or it is too long ago."),
    }


class NoticeAdmin(PushAdmin):
    empty = _(
        "Nothing has been pushed yet. Send a push, or let somebody say something to a user who is away."
    )
    list_display = ["id", "app", "from_where", "says", "state", "came_to", "send_at", "created_by"]
    list_filter = ["source", "status"]
    list_select_related = ["app"]
    finds: ClassVar[Any] = {"pk": ()}
    fields = [
        "id",
        "app",
        "from_where",
        "state",
        "for_whom",
        "texts",
        "wishes",
        "send_at",
        "expires_at",
        "created_by",
        "created_at",
        "updated_at",
    ]
    change_form_before_template = "push/progress.html"
    acts = [CANCEL]
    adds = SEND
    panels = [
        table_panel("deliveries", _("Push deliveries"), _deliveries),
        Panel("log", _("What happened"), _log, "push/timeline.html"),
    ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetList]:
        return TaskList

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The form, then what would come of it, then the send."""
        asked = request.method == "POST" and ("try" in request.POST or "edit" in request.POST)
        if asked and self.has_add_permission(request) and current_app(request) is not None:
            return self._tried(request, form_url, extra_context)
        answer = super().add_view(request, form_url, extra_context)
        if isinstance(answer, TemplateResponse) and answer.template_name == "console/act.html":
            answer.template_name = "push/send.html"
        return answer

    def _tried(self, request: HttpRequest, form_url: str, extra_context: Any) -> HttpResponse:
        """On the act's own page, which a GET of the same would show."""
        shown = tried(request)
        request.method = "GET"
        answer = super().add_view(request, form_url, extra_context)
        if isinstance(answer, TemplateResponse):
            answer.template_name = "push/send.html"
            answer.context_data = {
                **(answer.context_data or {}),
                **(shown or {}),
                "key": request.POST.get("key", ""),
            }
            if "edit" in request.POST:
                answer.context_data.pop("review", None)
        return answer

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        notice = self.get_object(request, object_id)
        there = notice is not None and "tab" not in request.GET
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), "task": shown(notice) if there else None}
        )

    @shows(_("Origin"))
    def from_where(self, notice: Notice) -> Text:
        return SOURCES.get(notice.source, notice.source)

    @shows(_("State"), colours(TASKS))
    def state(self, notice: Notice) -> Labelled:
        return labelled(TASKS, notice.status)

    @shows(_("What it says"))
    def says(self, notice: Notice) -> str:
        """A plain string, which the template escapes."""
        told = notice.content.get("notification") or {}
        return " · ".join(str(told[name])[:60] for name in ("title", "body") if told.get(name))

    @shows(_("Came to"))
    def came_to(self, notice: Any) -> str:
        counts = getattr(notice, "counted", {})
        more = "+" if sum(counts.values()) >= COUNTED else ""
        return ", ".join(f"{STATUSES[status][0]} {count}{more}" for status, count in sorted(counts.items()))

    @shows(_("Content"))
    def texts(self, notice: Notice) -> str:
        return as_json(notice.content)

    @shows(_("Audience"))
    def for_whom(self, notice: Notice) -> str:
        return as_json(notice.audience)

    @shows(_("Options"))
    def wishes(self, notice: Notice) -> str:
        return as_json(notice.options)


def shown(notice: Notice) -> dict[str, Any]:
    """How far it came, as the API counts it, with the share of each status for the bar."""
    told = progress.shown(notice)
    counts = {status: count for status, count in told["deliveries"].items() if count}
    total = sum(counts.values())
    waiting = sum(counts.get(status, 0) for status in WAITING)
    return {
        "notice": notice,
        "total": total,
        "partial": told["partial"],
        "done": total - waiting,
        "skipped": told["skippedCount"],
        "is_live": notice.status in (NoticeStatus.SCHEDULED, NoticeStatus.EXPANDING) or waiting > 0,
        "found": _found(notice),
        "parts": [
            {"badge": badge(STATUSES, name), "count": count, "share": _share(count, total)}
            for name, count in counts.items()
        ],
        "vendors": _by_vendor(told["vendors"]),
        "failures": _failures(told["failures"]),
    }


def _share(count: int, total: int) -> int:
    return round(100 * count / total) if total else 0


def _found(notice: Notice) -> int | None:
    """How much of the devices an audience that is being found has been looked for in, in percent."""
    if notice.status != NoticeStatus.EXPANDING:
        return None
    last = Device.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return min(100, _share(notice.after, last))


def _by_vendor(vendors: list[dict[str, Any]]) -> Table:
    return Table(
        head=[_("Vendor"), *(words for words, _kind in STATUSES.values())],
        rows=[
            [vendor_name(one["vendor"]), *(one["deliveries"].get(status, 0) or "" for status in STATUSES)]
            for one in vendors
        ],
        empty=_("No push to a phone came of it."),
    )


def _failures(failures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            **one,
            "name": vendor_name(one["vendor"]),
            "badge": badge(STATUSES, one["status"]),
            "why": why(one["vendor"], one["reason"], one["reason"]),
        }
        for one in failures
    ]
