"""An app's templates: written under their code, and taken away."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.callers import Caller
from accounts.models import App
from config.api.errors import BadParameter, Missing
from config.api.status import TEMPLATE_MISSING
from journal.audit import changes, log
from push.models import Template
from push.templating import require_well_formed

MOST: Final = 1_000


@transaction.atomic
def put(*, app: App, code: str, given: Mapping[str, Any], by: Caller) -> Template:
    """It says from now on what is given, and nothing else."""
    content = {name: value for name, value in given.items() if value}
    if not content:
        raise BadParameter("body", "a template needs a title, a body or i18n")
    require_well_formed(content)
    _make_room(app, code)
    template = Template.objects.select_for_update().get(app=app, code=code)
    before, template.content = template.content, content
    template.updated_at = timezone.now()
    template.save(update_fields=["content", "updated_at"])
    detail = {"changed": sorted(changes(before, content) | changes(content, before))}
    log(by, "PUSH_TEMPLATE_UPDATE", app_id=app.pk, target_type="PUSH_TEMPLATE", target_id=code, detail=detail)
    return template


@transaction.atomic
def delete(*, app: App, code: str, by: Caller) -> None:
    if not Template.objects.filter(app=app, code=code).delete()[0]:
        raise Missing(TEMPLATE_MISSING, "no such template")
    detail = {"code": code}
    log(by, "PUSH_TEMPLATE_DELETE", app_id=app.pk, target_type="PUSH_TEMPLATE", target_id=code, detail=detail)


def _make_room(app: App, code: str) -> None:
    """There is a row of that code, unless there are too many of others."""
    others = Template.objects.filter(app=app).exclude(code=code)
    if others.count() >= MOST:
        raise BadParameter("code", f"an app has at most {MOST} templates")
    Template.objects.bulk_create([Template(app=app, code=code)], ignore_conflicts=True)
