"""The list of operators: superusers see all of them, administrators those who have a role in their apps."""

from typing import Any

from django.contrib.admin import display, register
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display as badge

from accounts.actions import people
from accounts.console import doing
from accounts.console.acts import Act
from accounts.console.current import current_app, operator_of
from accounts.console.tenant import TenantAdmin
from accounts.models import Mandate, Operator
from accounts.views.operators import as_shown
from config.console.cells import Table
from config.console.ledger import LedgerAdmin
from config.console.panels import table_panel
from console.people import acts


def _roles(request: HttpRequest, operator: Any) -> Table:
    """In the apps of whoever looks."""
    rows = [[one.app.name, one.app.app_key, one.get_role_display()] for one in operator.shown_mandates]
    return Table([_("App"), _("App key"), _("Role")], rows, _("No role yet. Give one by the button above."))


@register(Operator)
class OperatorAdmin(TenantAdmin):
    """He belongs to no app: who may see and manage whom is asked of accounts.actions.people."""

    empty = _("Nobody looks after this app but the superusers. Add an operator.")
    adds = acts.ADD
    acts = [*acts.ROLES, *acts.SUPERUSERS]
    panels = [table_panel("roles", _("Roles"), _roles)]
    list_display = ["username", "called", "roles", "state", "two_factor", "last_login"]
    list_filter = ["is_active", "is_superuser", "must_use_two_factor"]
    search_fields = ["username__istartswith", "first_name__istartswith", "email__istartswith"]
    fields = readonly_fields = [
        *("who", "called", "email", "active", "superuser", "roles", "two_factor", "must_two_factor"),
        *("must_password", "language", "time_zone", "last_login", "date_joined"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Operator]:
        operator = operator_of(request)
        rows = LedgerAdmin.get_queryset(self, request).filter(pk__in=people.seen_by(operator).values("pk"))
        return as_shown(rows, operator)

    def narrowed(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        app = current_app(request)
        return rows.filter(pk__in=Mandate.objects.filter(app=app).values("operator")) if app else rows

    def app_of(self, row: Any) -> Any:
        return None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return people.administrates(operator_of(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def acts_for(self, request: HttpRequest, row: Any) -> list[Act]:
        may = self.acts if operator_of(request).is_superuser else acts.ROLES
        return [act for act in may if act.fits(row)]

    def act_view(self, request: HttpRequest, object_id: str, act: str) -> HttpResponse:
        self._require(request)
        theirs = operator_of(request).is_superuser or self._act(act) in acts.ROLES
        if not theirs and self.get_object(request, object_id) is not None:
            raise PermissionDenied
        return super().act_view(request, object_id, act)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        self._require(request)
        return super().change_view(request, object_id, form_url, extra_context)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        self._require(request)
        adds = acts.SUPER_ADD if operator_of(request).is_superuser else acts.ADD
        return doing.add_page(self, request, adds)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def _require(self, request: HttpRequest) -> None:
        if not self.has_module_permission(request):
            raise PermissionDenied

    @display(description=_("Full name"))
    def called(self, operator: Operator) -> str:
        return operator.first_name

    @display(description=_("Roles"))
    def roles(self, operator: Any) -> str:
        if operator.is_superuser:
            return str(_("superuser"))
        return ", ".join(f"{one.app.name}: {one.get_role_display()}" for one in operator.shown_mandates)

    @badge(  # type: ignore[untyped-decorator]  # unfold has no types
        description=_("Status"), label={"on": "success", "off": "danger"}
    )
    def state(self, operator: Operator) -> tuple[str, Any]:
        return ("on", _("can sign in")) if operator.is_active else ("off", _("switched off"))

    @display(description=_("Two-factor"))
    def two_factor(self, operator: Any) -> Any:
        return _("on") if operator.has_two_factor else _("off")

    @display(description=_("Username"))
    def who(self, operator: Operator) -> str:
        return operator.username

    @display(description=_("Can sign in"), boolean=True)
    def active(self, operator: Operator) -> bool:
        return operator.is_active

    @display(description=_("Superuser"), boolean=True)
    def superuser(self, operator: Operator) -> bool:
        return operator.is_superuser

    @display(description=_("Must use two-factor"), boolean=True)
    def must_two_factor(self, operator: Operator) -> bool:
        return operator.must_use_two_factor

    @display(description=_("Must change the password"), boolean=True)
    def must_password(self, operator: Operator) -> bool:
        return operator.must_change_password
