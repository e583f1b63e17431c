"""The dashboard: figures of now and of a span, charts, vendors; where nothing is yet, what to do first."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.console.current import apps_of
from accounts.console.pages import ConsolePage
from accounts.models import Account
from config.console.cells import Cell, Table
from console.dashboard import figures, rolled_up
from console.dashboard.charts import charts
from console.dashboard.figures import Figure, list_of, number, percent
from console.dashboard.rolled_up import Vendor
from console.dashboard.spans import TITLES, span
from im.conversations.models import Conversation
from im.statistics import reading
from journal.models import Event


class Dashboard(ConsolePage):
    """With `live` in its query it answers what is now, as JSON."""

    path = ""
    name = "index"
    title = gettext_lazy("Dashboard")
    needs_app = False
    template_name = "console/dashboard/page.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "live" in request.GET:
            return JsonResponse({"figures": [figure.shown() for figure in self.live()]})
        return super().get(request, *args, **kwargs)

    def apps(self) -> list[int]:
        """The chosen one; all of them where a superuser looks at all."""
        return [self.app.pk] if self.app is not None else [app.pk for app in apps_of(self.request)]

    def live(self) -> list[Figure]:
        sees_events = site.get_model_admin(Event).has_view_permission(self.request)
        return figures.at_the_moment(self.apps(), sees_events=sees_events)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        apps, seen = self.apps(), span(self.request.GET.get("span", ""))
        chat = reading.by_part(apps, seen.edges)
        push, hooks = rolled_up.pushes(apps, seen), rolled_up.hooks(apps, seen)
        return super().get_context_data(
            span=seen,
            spans=TITLES.items(),
            live=self.live(),
            figures=figures.of_the_span(apps, chat, push, hooks),
            charts=charts(seen, chat, push, hooks),
            vendors=_vendors(push.vendors),
            first=self._first(apps),
            base_url=settings.BASE_URL,
            is_demo=settings.DEMO,
            **kwargs,
        )

    def _first(self, apps: Sequence[int]) -> str:
        """What is still to be done before anything can be seen; empty where all of it is."""
        if not apps:
            return "app"
        if self.app is None:
            return ""
        if not Account.objects.of_app(self.app).there().exists():
            return "account"
        return "" if Conversation.objects.filter(app=self.app).exists() else "message"


def _vendors(vendors: Sequence[Vendor]) -> Table:
    head = [
        *(_("Vendor"), _("Accepted by it"), _("Delivered"), _("Clicked"), _("Failed"), _("Success rate")),
        _("Why pushes failed"),
    ]
    return Table(head, [_vendor(one) for one in vendors], _("No push in this time."))


def _vendor(one: Vendor) -> list[Any]:
    here = list_of("push_delivery", vendor__exact=one.name)
    failed = list_of("push_delivery", vendor__exact=one.name, status__exact="FAILED")
    reasons = ", ".join(f"{code or _('unknown')} ({number(count)})" for code, count in one.reasons)
    return [
        Cell(one.name, link=here),
        *(number(one.outcomes.get(name, 0)) for name in ("accepted", "delivered", "clicked")),
        Cell(number(one.failed), link=failed if one.failed else ""),
        percent(one.share),
        reasons,
    ]
