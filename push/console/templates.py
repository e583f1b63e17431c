"""Templates: texts with gaps, made and changed here, and seen with their gaps filled."""

from typing import Any, ClassVar, Final
from urllib.parse import quote

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console.acts import Act, ActForm, Asked, Row
from accounts.models import OperatorRole
from config.console.cells import as_json
from config.console.panels import Panel
from push import templating
from push.console.base import ObjectField, PushAdmin, shows
from push.models import Template

ROW: Final = "/api/push/admin/templates/"


class TemplateForm(ActForm):
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=100,
        widget=widgets.UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
    )
    body = forms.CharField(
        label=_("Body"),
        help_text=_("{name} is a gap for the parameter of that name; {{ and }} are braces."),
        required=False,
        max_length=1_000,
        widget=widgets.UnfoldAdminTextareaWidget(attrs={"rows": 3, "dir": "auto"}),
    )
    i18n = ObjectField(
        label=_("In other languages"),
        help_text=_('Like {"zh": {"title": "你好", "body": "…"}}.'),
        required=False,
        widget=widgets.UnfoldAdminTextareaWidget(attrs={"rows": 5, "spellcheck": "false"}),
    )


class NewTemplateForm(TemplateForm):
    code = forms.CharField(
        label=_("Template code"),
        help_text=_("By which a send names it: letters, digits and _ . -"),
        max_length=64,
        widget=widgets.UnfoldAdminTextInputWidget(attrs={"spellcheck": "false"}),
    )
    field_order: ClassVar[list[str]] = ["code"]  # type: ignore[misc]  # as in ActForm


def _make(asked: Asked) -> Any:
    given = {**asked.given}
    return Row("PUT", ROW + quote(given.pop("code"), safe=""), body=lambda _asked: given)(asked)


def _said(template: Template) -> dict[str, Any]:
    return {name: template.content[name] for name in ("title", "body", "i18n") if name in template.content}


ADD = Act(
    name="add",
    label=_("Add a template"),
    said=_(
        "A send can name it by its code at once. One with the same "
        "code says from now on this, and nothing else."
    ),
    deed=_make,
    form=NewTemplateForm,
    needs=OperatorRole.OPERATOR,
    done=_("Added."),
    icon="add",
)
CHANGE = Act(
    name="change",
    label=_("Change it"),
    said=_("Pushes that are sent from now on say this. Those on their way keep what they say."),
    deed=Row("PUT", ROW + "{row.code}"),
    form=TemplateForm,
    done=_("Changed."),
    icon="edit",
    initial=_said,
)
DELETE = Act(
    name="delete",
    label=_("Delete"),
    said=_("Sends that name it are refused from now on."),
    deed=Row("DELETE", ROW + "{row.code}", body=None),
    done=_("Deleted."),
    icon="delete",
    danger=True,
)


def _preview(request: HttpRequest, template: Template) -> dict[str, Any]:
    """With what is given for its gaps; the others stand there as they are."""
    gaps = sorted(templating.gaps(template.content))
    given = {name: request.GET.get(f"p_{name}", "")[:200] for name in gaps}
    filled = templating.expand(template.content, {name: given[name] or f"{{{name}}}" for name in gaps})
    texts = [("", filled), *filled.get("i18n", {}).items()]
    return {"gaps": given.items(), "texts": [(locale, said) for locale, said in texts if said]}


class TemplateAdmin(PushAdmin):
    empty = _("No template yet. Add one, and a send can name it by its code.")
    list_display = ["code", "app", "title", "gaps", "languages", "updated_at"]
    list_select_related = ["app"]
    finds: ClassVar[Any] = {"code": ()}
    fields = ["code", "app", "title", "gaps", "texts", "created_at", "updated_at"]
    acts = [CHANGE, DELETE]
    adds = ADD
    panels = [Panel("preview", _("Preview"), _preview, "push/preview.html")]

    @shows(_("Title"))
    def title(self, template: Template) -> str:
        return str(template.content.get("title") or template.content.get("body") or "")[:80]

    @shows(_("Parameters"))
    def gaps(self, template: Template) -> str:
        return ", ".join(sorted(templating.gaps(template.content)))

    @shows(_("Languages"))
    def languages(self, template: Template) -> str:
        return ", ".join(template.content.get("i18n", {}))

    @shows(_("Content"))
    def texts(self, template: Template) -> str:
        return as_json(template.content)
