"""Every page of the console, by name: lists, what they add, a row's page with its tabs and acts, tools."""

from django.apps import apps
from django.contrib.admin import site
from django.db.models import Model
from django.urls import reverse

from accounts.console.tenant import TenantAdmin
from console.pages import PAGES
from tests.console.acting import Known
from tests.console.cases import CASES

OWN = {"index": "admin:index", "password": "admin:password_change"}


def names() -> list[str]:
    found = [*OWN, "login", *(page.name for page in PAGES)]
    for model, admin in site._registry.items():
        label = model._meta.label_lower
        found += [f"{label}/list", f"{label}/row"]
        if isinstance(admin, TenantAdmin):
            found += [f"{label}/add"] if admin.adds is not None else []
            found += [f"{label}/tab/{panel.name}" for panel in admin.panels]
            found += [f"{label}/do/{act.name}" for act in admin.acts]
    return found


def path_of(name: str, known: Known) -> str:
    """Where a page is. Raises LookupError where there is no row that it could be of."""
    if name == "login":
        return "/admin/login/"
    if "/" not in name:
        return reverse(OWN.get(name, f"admin:{name}"))
    label, _, rest = name.partition("/")
    base = f"/admin/{label.replace('.', '/')}/"
    if rest in ("list", "add"):
        return base if rest == "list" else f"{base}add/"
    kind, _, what = rest.partition("/")
    row = fitting(label, what, known) if kind == "do" else newest(label)
    return f"{base}{row.pk}/" + {"row": "change/", "tab": f"change/?tab={what}", "do": f"do/{what}/"}[kind]


def newest(label: str) -> Model:
    """Of acme's."""
    model = apps.get_model(label)
    admin = site._registry[model]
    row: Model
    for row in model._default_manager.order_by("-pk"):
        app = admin.app_of(row) if isinstance(admin, TenantAdmin) else None
        if app is None or app.app_key == "acme":
            return row
    raise LookupError(f"{label} has no row")


def fitting(label: str, act: str, known: Known) -> Model:
    """The row that the act's case is about, when things have been put in order for it."""
    case = next(case for case in CASES if case.act == f"{label}/{act}")
    if case.before is not None:
        case.before(known)
    assert case.at is not None
    row: Model = case.at(known)
    return row
