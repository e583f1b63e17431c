"""How templates look."""

from typing import Any

from accounts.models import App
from config.api.paging import paged
from config.clock import ms
from push.models import Template
from push.templating import gaps


def template_page(app: App, *, page: int, size: int) -> dict[str, Any]:
    return paged(Template.objects.filter(app=app).order_by("code"), template_shown, page=page, size=size)


def template_shown(template: Template) -> dict[str, Any]:
    return {
        "code": template.code,
        "title": template.content.get("title"),
        "body": template.content.get("body"),
        "i18n": template.content.get("i18n", {}),
        "params": sorted(gaps(template.content)),
        "createdAt": ms(template.created_at),
        "updatedAt": ms(template.updated_at),
    }
