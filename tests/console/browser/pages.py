"""Every page of the console, by name: lists, what they add, a row's page with its tabs and acts, tools."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.admin import site
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse

from accounts.console.acts import Act, ActForm
from accounts.console.tenant import TenantAdmin
from accounts.models import Operator
from console.pages import PAGES
from tests.console.acting import Known
from tests.console.cases import CASES

ALIKE = ("enable", "disable", "delete")
OWN = {"index": "admin:index", "password": "admin:password_change"}


def names(language: str = "zh-hans") -> list[str]:
    """Forms of acts are all made alike: they are looked at in one language."""
    found = [*OWN, "login", *(page.name for page in PAGES)]
    for model, admin in site._registry.items():
        label = model._meta.label_lower
        found += [f"{label}/list", f"{label}/row"]
        if isinstance(admin, TenantAdmin):
            found += [f"{label}/add"] if admin.adds is not None else []
            found += [f"{label}/tab/{panel.name}" for panel in admin.panels]
            found += [f"{label}/do/{act.name}" for act in admin.acts if _is_looked_at(act, language)]
    return found


def _is_looked_at(act: Act, language: str) -> bool:
    """What asks for nothing but a comment looks like its kind in ALIKE: the same template, the same form."""
    return language != "en" and (act.form is not ActForm or act.name in ALIKE)


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


def asked() -> HttpRequest:
    """A request of the superuser's."""
    request = RequestFactory().get("/admin/")
    request.user = Operator.objects.get(username="chief")
    return request


def newest(label: str, fits: Callable[[Any], bool] = bool) -> Model:
    """Of acme's."""
    model = apps.get_model(label)
    admin = site._registry[model]
    row: Model
    for row in model._default_manager.order_by("-pk"):
        app = admin.app_of(row) if isinstance(admin, TenantAdmin) else None
        if (app is None or app.app_key == "acme") and fits(row):
            return row
    raise LookupError(f"{label} has no row")


def fitting(label: str, act: str, known: Known) -> Model:
    """The row that the act's case is about; things are put in order for it where it does not fit yet."""
    admin: Any = site._registry[apps.get_model(label)]
    may = next(each.fits for each in admin.acts if each.name == act)

    def fits(row: Any) -> bool:
        return bool(may(admin.get_queryset(asked()).get(pk=row.pk)))

    case = next((case for case in CASES if case.act == f"{label}/{act}"), None)
    if case is None:
        return newest(label, fits)
    assert case.at is not None
    try:
        row: Model = case.at(known)
    except ObjectDoesNotExist:
        row = None  # type: ignore[assignment]
    if case.before is not None and (row is None or not fits(row)):
        case.before(known)
        row = case.at(known)
    return row
