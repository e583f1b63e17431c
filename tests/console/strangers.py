"""The console's own URLs, of every list and page, with a row of every list in two apps to try them on."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import site
from django.db.models import Model

from accounts.callers import Caller
from accounts.console.tenant import TenantAdmin
from accounts.models import Account, App, Operator
from console.models import Export
from im.moderation.models import AccountMute, AppMute
from im.relations.models import Block
from journal.audit import log
from tests.console.browser.world import flag, ring

FOR_SUPERUSERS = {"journal.event"}  # of no app's people: the outbox
OPERATOR = "accounts.operator"


def furnish(app: App, ids: dict[str, str]) -> None:
    """What tests/ids.py has no need of. `ids` are those of the app."""
    one, another = Account.objects.filter(app=app).order_by("pk")[:2]
    flag(app, ids["message"])
    ring(app, one)
    Block.objects.create(app=app, owner=one, blocked=another)
    AppMute.objects.create(app=app, enabled=True, reason="maintenance")
    AccountMute.objects.create(account=one, app=app, single_until=-1, reason="spam")
    log(Caller("S", app), "SETTINGS_UPDATE", app_id=app.pk, target_type="APP", target_id=app.app_key)
    Export.objects.create(app_id=app.pk, kind="accounts", by=ids["operator"])


def lists() -> dict[str, Any]:
    """The admin of each list, by its model's label."""
    return {model._meta.label_lower: admin for model, admin in site._registry.items()}


def row_of(label: str, app: App) -> Model | None:
    """The newest one of the app's."""
    admin = lists()[label]
    rows = admin.model._default_manager.order_by("-pk")
    if label == OPERATOR:
        found = rows.filter(username=f"otto-of-{app.app_key}")
    elif isinstance(admin, TenantAdmin):
        found = rows.filter(**{admin.app_path: app.pk})
    else:
        found = rows.filter(app_id=app.pk)
    row: Model | None = found.first()
    return row


def base(label: str) -> str:
    return f"/admin/{label.replace('.', '/')}/"


def paths(label: str, row: Model) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every path of the row's, by method, with what is sent there."""
    there = f"{base(label)}{row.pk}/"
    admin = lists()[label]
    yield from (("GET", f"{there}change/", {}), ("POST", f"{there}change/", {}))
    yield from (
        ("POST", f"{there}delete/", {}),
        ("GET", f"{there}history/", {}),
        ("GET", f"{there}password/", {}),
    )
    yield from (("GET", f"{there}change/?tab={panel.name}", {}) for panel in admin.panels)
    for act in admin.acts:
        yield "POST", f"{there}do/{act.name}/", {}
        if act.many:
            yield "POST", f"{base(label)}do/{act.name}/", {"ids": row.pk}


def operator_with(app: App, role: str, name: str) -> Operator:
    operator = Operator.objects.create_user(name, is_staff=True)
    operator.mandates.create(app=app, role=role)
    return operator
