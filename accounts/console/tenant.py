"""A list of the console whose rows belong to apps: seen by who looks after them, changed by acts alone."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from accounts.console import doing
from accounts.console.acts import Act
from accounts.console.current import apps_of, current_app, operator_of
from accounts.mandates import suffices
from accounts.models import App
from config.console.ledger import LedgerAdmin
from config.console.panels import Panel


class TenantAdmin(LedgerAdmin):
    """`app_path` leads from a row to its app. `acts` can be done to a row, `adds` makes a new one.

    `panels` are the tabs of a row's page, beside the first one with its fields. Who has a mandate in an app
    reads its rows; an act asks for the role that it needs. A row of another app is no row: 404.
    """

    app_path: ClassVar[str] = "app"
    acts: ClassVar[list[Act]] = []
    adds: ClassVar[Act | None] = None
    panels: ClassVar[list[Panel]] = []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        rows: QuerySet[Model] = super().get_queryset(request)
        if isinstance(self.list_select_related, list):  # also where acts name the rows
            rows = rows.select_related(*self.list_select_related)
        if operator_of(request).is_superuser:
            return rows
        return rows.filter(**{f"{self.app_path}__in": [app.pk for app in apps_of(request)]})

    def narrowed(self, request: HttpRequest, rows: QuerySet[Model]) -> QuerySet[Model]:
        """The list's rows: those of the chosen app."""
        app = current_app(request)
        return rows.filter(**{self.app_path: app.pk}) if app is not None else rows

    def reachable(self, request: HttpRequest, model: Any) -> QuerySet[Model]:
        rows = super().reachable(request, model)
        if "app" not in {field.name for field in model._meta.fields}:
            return rows
        app = current_app(request)
        return rows.filter(app__in=[app] if app is not None else apps_of(request))

    def app_of(self, row: Any) -> App:
        if self.app_path == "pk":
            return row  # type: ignore[no-any-return]
        found = row
        for name in self.app_path.split("__"):
            found = getattr(found, name)
        return found if isinstance(found, App) else App.objects.get(pk=found)

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """Without the app's name where there is but one."""
        names: list[str] = super().get_list_display(request)
        return [name for name in names if name not in ("app", "app_id")] if current_app(request) else names

    # Who may

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(apps_of(request)) or operator_of(request).is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        app = current_app(request)
        if self.adds is None:
            return False
        if app is None or not self.adds.needs_app:
            return operator_of(request).is_superuser
        return suffices(operator_of(request).mandate_for(app), self.adds.role)

    def acts_for(self, request: HttpRequest, row: Any) -> list[Act]:
        """What the operator can do to this row as it is now."""
        return [act for act in self.allowed(request, self.app_of(row)) if act.fits(row)]

    def allowed(self, request: HttpRequest, app: App) -> list[Act]:
        """What his role in the app lets him do to rows of it."""
        role = operator_of(request).mandate_for(app)
        return [act for act in self.acts if suffices(role, act.role)]

    # Its pages

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_do"
        view = self.admin_site.admin_view
        return [
            path("do/<slug:act>/", view(self.many_view), name=f"{name}_many"),
            path("<path:object_id>/do/<slug:act>/", view(self.act_view), name=name),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if self.adds is None or not self.has_add_permission(request):
            raise PermissionDenied
        return doing.add_page(self, request, self.adds)

    def act_view(self, request: HttpRequest, object_id: str, act: str) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        return doing.act_page(self, request, self._act(act), row)

    def many_view(self, request: HttpRequest, act: str) -> HttpResponse:
        """Of the rows named by `ids`, those that the operator sees."""
        asked = self._act(act)
        if not asked.many:
            raise Http404
        return doing.many_page(self, request, asked)

    def _act(self, name: str) -> Act:
        for act in self.acts:
            if act.name == name:
                return act
        raise Http404

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """What can be done to several rows; the list asks, and the act's own page does it."""
        app = current_app(request)
        role = operator_of(request).mandate_for(app) if app is not None else "ADMINISTRATOR"
        return {
            act.name: (doing.chosen(act), act.name, act.label)
            for act in self.acts
            if act.many and suffices(role, act.role)
        }

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        chosen = next((panel for panel in self.panels if panel.name == request.GET.get("tab")), None)
        context = {
            "row": row,
            "row_acts": self.acts_for(request, row),
            "panels": self.panels,
            "panel": chosen,
            "panel_context": chosen.context(request, row) if chosen else {},
            "title": str(row),
            "subtitle": None,
        }
        response: HttpResponse = super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **context}
        )
        return response
