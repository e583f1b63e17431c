"""The credentials: what each vendor wants and where it is found, entered, checked, switched on and off."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console import doing
from accounts.console.acts import Act, ActForm, Asked, Row
from accounts.console.current import current_app, operator_of
from accounts.mandates import suffices
from accounts.models import App, OperatorRole
from push.console.base import PushAdmin
from push.console.guide import GUIDES
from push.console.standing import result_shown, standing, unknown
from push.console.words import vendor_name
from push.models import Credential, Environment, Vendor
from push.rules import WITH_ENVIRONMENT
from push.vendors.contract import Field
from push.vendors.registry import vendor as vendor_named

LARGEST: Final = 65_536  # bytes of a key file
FILE: Final = "_file"
ROW: Final = "/api/push/admin/credentials/"


class CredentialForm(ActForm):
    """The fields of one vendor. A secret that is there already stays where nothing is entered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vendor = self._vendor()
        for entry in vendor_named(self.vendor).FIELDS if self.vendor else ():
            self.fields |= self._fields_of(entry)
        if self.vendor in WITH_ENVIRONMENT:
            self.fields["environment"] = _environment()
        self.fields["vendor"] = forms.CharField(
            widget=forms.HiddenInput(), initial=self.vendor, required=False
        )
        self.fields["comment"] = self.fields.pop("comment")

    def _vendor(self) -> str:
        if self.target is not None:
            return str(self.target.vendor)
        asked = str(self.data.get("vendor") or self.initial.get("vendor") or "")
        return asked if asked in GUIDES else ""

    def _fields_of(self, entry: Field) -> dict[str, forms.Field]:
        guide = GUIDES[self.vendor]
        label: Any
        found: Any
        label, found = guide.fields.get(entry.name, (entry.name, ""))
        kept = self.target is not None and (entry.secret or not entry.required)
        made: dict[str, forms.Field] = {
            entry.name: forms.CharField(
                label=label,
                help_text=KEPT if kept and entry.secret else found,
                required=entry.required and not kept and entry.name not in guide.files,
                initial="" if entry.secret or self.target is None else self.target.public.get(entry.name, ""),
                strip=entry.name not in guide.files,
                widget=_widget(entry, is_file=entry.name in guide.files),
            )
        }
        if entry.name in guide.files:
            made[entry.name + FILE] = forms.FileField(
                label=_("or its file"),
                required=False,
                widget=forms.FileInput(attrs={"accept": guide.files[entry.name], "class": "push-file"}),
            )
        return made

    def clean(self) -> dict[str, Any]:
        """What was uploaded goes before what was pasted."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name in [name for name in given if name.endswith(FILE)]:
            if (uploaded := given.pop(name)) is None:
                continue
            try:
                given[name.removesuffix(FILE)] = uploaded.read(LARGEST).decode()
            except UnicodeDecodeError:
                self.add_error(name, _("This is no text: choose the file as the vendor gave it."))
        return given

    def given(self) -> dict[str, Any]:
        """Null takes away what is not needed and was emptied."""
        given = super().given()
        for entry in vendor_named(self.vendor).FIELDS if self.target is not None else ():
            if not entry.required and not entry.secret and self.target.public.get(entry.name):
                given.setdefault(entry.name, None)
                if entry.name == "callbackUser" and given[entry.name] is None:
                    given["callbackSecret"] = None
        return given


KEPT: Final = _("Kept encrypted and never shown. Leave it empty to keep the one that is there.")


def _widget(entry: Field, *, is_file: bool) -> forms.Widget:
    made: forms.Widget = widgets.UnfoldAdminTextInputWidget(
        attrs={"spellcheck": "false", "autocomplete": "off"}
    )
    if is_file:
        made = widgets.UnfoldAdminTextareaWidget(
            attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}
        )
    elif entry.secret:
        made = widgets.UnfoldAdminPasswordToggleWidget(attrs={"autocomplete": "new-password"})
    return made


def _environment() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Environment"),
        help_text=_("SANDBOX for apps from Xcode, and for HarmonyOS's test messages; else PROD."),
        choices=[("", "—"), *((name, name) for name in Environment.values)],
        required=False,
        widget=widgets.UnfoldAdminSelectWidget(),
    )


def _put(asked: Asked) -> Any:
    given = {name: value for name, value in asked.given.items() if name != "vendor"}
    vendor = asked.target.vendor if asked.target is not None else asked.given.get("vendor", "-")
    return Row("PUT", f"{ROW}{vendor}", body=lambda _asked: given)(asked)


def _check(asked: Asked) -> Any:
    """Of a credential, or of a lane that waits for it."""
    vendor = Vendor(asked.target.vendor).credential.value
    shown = Row("POST", f"{ROW}{vendor}/check", body=None)(asked)
    return {"name": vendor_name(vendor), "result": result_shown(vendor, shown["check"])}


def _enable(enabled: bool) -> Callable[[Asked], Any]:
    return lambda _asked: {"enabled": enabled}


def _public(credential: Any) -> dict[str, Any]:
    return {"environment": credential.environment}


ENTER = Act(
    name="enter",
    label=_("Enter the credential"),
    said=_(
        "The app's pushes to this vendor go out with it at once, and phones that wait are rung. Secrets are "
        "kept encrypted; from then on only their fingerprint is shown."
    ),
    deed=_put,
    form=CredentialForm,
    needs=OperatorRole.ADMINISTRATOR,
    done=_("Entered. Check it now."),
    icon="key",
)
CHANGE = replace(
    ENTER,
    name="change",
    label=_("Change it"),
    said=_(
        "A change holds at once in all processes, and ends a pause "
        "for a refused credential. What you leave empty stays."
    ),
    done=_("Changed. Check it now."),
    initial=_public,
    icon="edit",
)
CHECK = Act(
    name="check",
    label=_("Check it"),
    said=_(
        "The vendor is asked whether it takes the credential. Nobody "
        "is rung. It can take ten seconds. If it is "
        "good, a pause for a refused credential ends."
    ),
    deed=_check,
    needs=OperatorRole.OPERATOR,
    answer="push/checked.html",
    icon="verified",
)
ENABLE = Act(
    name="enable",
    label=_("Enable"),
    said=_("Pushes go to this vendor again, from now on."),
    deed=Row("PUT", ROW + "{row.vendor}", body=_enable(True)),
    done=_("Enabled."),
    icon="toggle_on",
    fits=lambda credential: not credential.enabled,
)
DISABLE = Act(
    name="disable",
    label=_("Disable"),
    said=_("Nothing is sent to this vendor any more, until it is enabled again. Phones still register."),
    deed=Row("PUT", ROW + "{row.vendor}", body=_enable(False)),
    done=_("Disabled."),
    icon="toggle_off",
    danger=True,
    fits=lambda credential: credential.enabled,
)
DELETE = Act(
    name="delete",
    label=_("Delete"),
    said=_(
        "The secret is gone for good, and nothing is sent to this vendor any more. Phones still register."
    ),
    deed=Row("DELETE", ROW + "{row.vendor}", body=None),
    done=_("Deleted."),
    icon="delete",
    danger=True,
)


class CredentialAdmin(PushAdmin):
    """Of one app a page of all vendors, of all apps a list."""

    empty = _("No app has a credential yet. Choose an app to enter one.")
    list_display = ["via", "app", "enabled", "environment", "fingerprint", "version", "checked_at"]
    list_filter = ["vendor", "enabled"]
    list_select_related = ["app"]
    fields = [
        "app",
        "via",
        "enabled",
        "environment",
        "fingerprint",
        "version",
        "checked_at",
        "created_at",
        "updated_at",
    ]
    change_form_before_template = "push/credential.html"
    acts = [CHECK, CHANGE, ENABLE, DISABLE, DELETE]
    adds = ENTER

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        app = current_app(request)
        if app is None:
            answer: HttpResponse = super().changelist_view(request, extra_context)
            return answer
        return self._vendors(request, app)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Whose it is stands in the query, or comes with the form; without it one chooses."""
        vendor = request.POST.get("vendor") or request.GET.get("vendor") or ""
        app = current_app(request)
        if app is None or vendor not in GUIDES:
            if app is not None and self.has_add_permission(request):
                return self._vendors(request, app)
            return super().add_view(request, form_url, extra_context)
        known = Credential.objects.filter(app=app, vendor=vendor).first()
        if known is not None and request.method == "GET":
            return self.act_view(request, str(known.pk), CHANGE.name)
        act = replace(ENTER, initial=lambda _target: {"vendor": vendor})
        return self._guided(doing.add_page(self, request, act), vendor)

    def act_view(self, request: HttpRequest, object_id: str, act: str) -> HttpResponse:
        answer = super().act_view(request, object_id, act)
        credential = self.get_object(request, object_id)
        return self._guided(answer, credential.vendor) if act == CHANGE.name and credential else answer

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        credential = self.get_object(request, object_id)
        shown = standing(credential.app, [credential])[credential.vendor] if credential else None
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "card": shown})

    def _guided(self, answer: HttpResponse, vendor: str) -> HttpResponse:
        """The act's page, with what the vendor wants beside it."""
        if isinstance(answer, TemplateResponse) and answer.template_name == "console/act.html":
            answer.template_name = "push/enter.html"
            title = f"{vendor_name(vendor)}: {answer.context_data['title']}" if answer.context_data else ""
            answer.context_data = {**(answer.context_data or {}), "guide": GUIDES[vendor], "title": title}
        return answer

    def _vendors(self, request: HttpRequest, app: App) -> HttpResponse:
        known = standing(app, list(Credential.objects.filter(app=app)))
        context = {
            **site.each_context(request),
            "title": self.opts.verbose_name_plural,
            "opts": self.opts,
            "cards": [known.get(vendor) or unknown(vendor) for vendor in GUIDES],
            "may_enter": suffices(operator_of(request).mandate_for(app), ENTER.role),
            "open_to_all": app.setting("pushSendAuth") == "APP_KEY",
        }
        return TemplateResponse(request, "push/vendors.html", context)
