"""The operation log in the console: who did what to whom, what changed by it, and why."""

from collections.abc import Iterable, Mapping
from typing import Any, LiteralString

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.console.current import current_app, operator_of
from accounts.console.tenant import TenantAdmin
from accounts.models import App
from config import sql
from config.console.cells import Cell, Table, as_json
from journal.models import Operation

MOST = 40  # characters of a value in a list
ROLES = {
    "T": _("operator"),
    "S": _("server"),
    "A": _("administrator account"),
    "OWNER": _("group owner"),
    "ADMIN": _("group admin"),
}
# From one action to the next by the index: the log itself is long, and has few actions.
ACTIONS: LiteralString = """
WITH RECURSIVE found(action) AS (
  (SELECT action FROM journal_operation WHERE app_id = %(app)s ORDER BY action LIMIT 1)
  UNION ALL
  SELECT (SELECT o.action FROM journal_operation o WHERE o.app_id = %(app)s AND o.action > f.action
          ORDER BY o.action LIMIT 1) FROM found f WHERE f.action IS NOT NULL
) SELECT action FROM found WHERE action IS NOT NULL
"""


class ByAction(admin.SimpleListFilter):
    title = _("action")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        app = current_app(request)
        return [(name, name) for (name,) in sql.rows(ACTIONS, {"app": app.pk})] if app is not None else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(action=self.value()) if self.value() else queryset


class ByOperator(admin.SimpleListFilter):
    """Those who look after the app, and whoever the address names: a link from an entry."""

    title = _("operator")
    parameter_name = "operator"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        app = current_app(request)
        mandates = app.mandates.values_list("operator__username", flat=True) if app is not None else ()
        names = {"server", *mandates, operator_of(request).username, request.GET.get("operator", "server")}
        return [(name, name) for name in sorted(names)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(operator_id=self.value()) if self.value() else queryset


@admin.register(Operation)
class OperationAdmin(TenantAdmin):
    """In an app by time, by its indexes; of all apps, where there are none, by key and unfiltered."""

    app_path = "app_id"
    empty = _("Every change by an operator, a server or an administrator is written down here.")
    list_display = ["created_at", "app_id", "who", "action", "target", "comment", "changes"]
    list_filter = [ByAction, ByOperator]
    search_fields = ["target_id__exact"]
    search_help_text = _("What it was done to: the whole userId, groupId or other id.")
    fields = ["created_at", "who", "action", "target", "comment", "changed", "rest", "ip", "user_agent"]
    readonly_fields = ["who", "target", "comment", "changed", "rest"]

    def newest_by(self, request: HttpRequest) -> str:
        return "created_at" if current_app(request) is not None else ""

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return self.list_filter if current_app(request) is not None else []

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return self.search_fields if current_app(request) is not None else []

    def app_of(self, row: Any) -> App:
        """What belongs to no app, only superusers see: to them any app is as good."""
        return App.objects.filter(pk=row.app_id).first() or App()

    @admin.display(description=_("by"))
    def who(self, entry: Operation) -> str:
        return who(entry)

    @admin.display(description=_("target"))
    def target(self, entry: Operation) -> str:
        return f"{entry.target_type} {entry.target_id}".strip()

    @admin.display(description=_("comment"), empty_value="")
    def comment(self, entry: Operation) -> Any:
        return entry.detail.get("comment")

    @admin.display(description=_("changes"))
    def changes(self, entry: Operation) -> str:
        return changes_in_words(entry)

    @admin.display(description=_("changed"), empty_value="–")
    def changed(self, entry: Operation) -> SafeString | None:
        changed = entry.detail.get("changed")
        if not isinstance(changed, Mapping) or not changed:
            return None
        rows = [[name, *map(_cell, _from_to(change))] for name, change in changed.items()]
        table = Table([_("Field"), _("Value before"), _("Value after")], rows, "")
        return render_to_string("console/table.html", {"table": table})

    @admin.display(description=_("details"), empty_value="–")
    def rest(self, entry: Operation) -> SafeString | None:
        said = {name: value for name, value in entry.detail.items() if name not in ("changed", "comment")}
        rows = [[name, _cell(value)] for name, value in said.items() if value not in (None, "", [])]
        if not rows:
            return None
        return render_to_string("console/table.html", {"table": Table([_("Field"), _("Value")], rows, "")})


def changes_in_words(entry: Operation) -> str:
    """In one line, for a list."""
    changed = entry.detail.get("changed")
    if not isinstance(changed, Mapping):
        return ""
    pairs = [(name, *map(_short, _from_to(change))) for name, change in changed.items()]
    return "; ".join(f"{name}: {before} → {after}" for name, before, after in pairs)[: 2 * MOST]


def who(entry: Operation) -> str:
    role = ROLES.get(entry.operator_role, entry.operator_role)
    return str(role) if entry.operator_id == "server" else f"{entry.operator_id} ({role})"


def _from_to(change: Any) -> tuple[Any, Any]:
    both = isinstance(change, Mapping) and change.keys() == {"from", "to"}
    return (change["from"], change["to"]) if both else (None, change)


def _short(value: Any) -> str:
    return str(_cell(value).text)[:MOST]


def _cell(value: Any) -> Cell:
    if value is None or value == "":
        return Cell("–")
    if isinstance(value, bool):
        return Cell(gettext("Yes") if value else gettext("No"))
    return Cell(value) if isinstance(value, str | int) else Cell(as_json(value), mono=True)
