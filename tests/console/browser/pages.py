"""Every page of the console, by name: lists, what they add, a row's page with its tabs and acts, tools."""

from django.apps import apps
from django.contrib.admin import site
from django.db.models import Model, QuerySet
from django.urls import reverse

from accounts.console.tenant import TenantAdmin
from console.pages import PAGES

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


def path_of(name: str) -> str:
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
    row = _row(label, what if kind == "do" else "")
    return f"{base}{row.pk}/" + {"row": "change/", "tab": f"change/?tab={what}", "do": f"do/{what}/"}[kind]


def _row(label: str, act: str) -> Model:
    """The newest of acme, and one to which the act can be done."""
    model = apps.get_model(label)
    admin = site._registry[model]
    rows: QuerySet[Model] = model._default_manager.order_by("-pk")
    if not isinstance(admin, TenantAdmin):
        row = rows.first()
    else:
        fits = next((each.fits for each in admin.acts if each.name == act), lambda _row: True)
        row = next((row for row in rows if fits(row) and admin.app_of(row).app_key == "acme"), None)
    if row is None:
        raise LookupError(f"{label} has no row for {act or 'its page'}")
    return row
