"""A send from the console: written in a form, tried first (who gets it, does it fit), then sent."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console.acts import Act, ActForm, Asked, Row
from accounts.console.current import current_app
from accounts.console.doing import caller_of
from accounts.models import OperatorRole
from config.api.errors import FieldError, Refusal
from config.api.handler import refusal_for
from config.clock import ms
from push.console.base import ObjectField
from push.console.reasons import REASONS, Why, why
from push.console.words import vendor_name
from push.models import Template
from push.serializers.sending import CATEGORIES, CLICKS

SEPARATORS: Final = re.compile(r"[\s,;，；]+")
DRY: Final = "dryRun"
AUDIENCES: Final = (
    ("userIds", _("Users")),
    ("tags", _("Phones with tags")),
    ("deviceIds", _("Devices")),
    ("all", _("All phones of the app")),
)
TEXT: Final = (
    "title",
    "body",
    "subtitle",
    "imageUrl",
    "sound",
    "category",
    "channelId",
    "collapseKey",
    "i18n",
)
OPTIONS: Final = ("ttl", "priority", "onlyOffline", "vendorOptions")


def _text(
    label: Any, help_text: Any = "", *, most: int = 1_000, rows: int = 0, **attrs: Any
) -> forms.CharField:
    widget = (
        widgets.UnfoldAdminTextareaWidget(attrs={"rows": rows, **attrs})
        if rows
        else widgets.UnfoldAdminTextInputWidget(attrs=attrs)
    )
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=most, widget=widget)


def _choice(label: Any, choices: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=choices,
        required=False,
        widget=widgets.UnfoldAdminSelectWidget(),
    )


def _flag(label: Any, help_text: Any = "") -> forms.BooleanField:
    return forms.BooleanField(
        label=label, help_text=help_text, required=False, widget=widgets.UnfoldBooleanWidget()
    )


def _object(label: Any, help_text: Any = "") -> ObjectField:
    return ObjectField(
        label=label,
        help_text=help_text,
        required=False,
        widget=widgets.UnfoldAdminTextareaWidget(attrs={"rows": 3, "spellcheck": "false"}),
    )


class SendForm(ActForm):
    """In three parts: to whom, what, how."""

    to = forms.ChoiceField(label=_("Audience"), choices=AUDIENCES, widget=widgets.UnfoldAdminSelectWidget())
    userIds = _text(
        _("userIds"), _("1 to 1,000, one a line, or with commas between them."), rows=3, most=70_000
    )
    deviceIds = _text(_("deviceIds"), _("1 to 1,000, one a line."), rows=3, most=130_000)
    any = _text(_("Any of these tags"), _("At least one of them, with commas between them."))
    all = _text(_("All of these tags"))
    none = _text(_("None of these tags"))
    template = _choice(_("Template"), [("", "—")], _("Its texts are taken instead of title and body."))
    params = _object(_("Parameters of the template"), _('Like {"name": "Bob"}.'))
    title = _text(_("Title"), most=100, dir="auto")
    body = _text(
        _("Text"), _("Without a title and a text it is a silent message: data alone."), rows=3, dir="auto"
    )
    i18n = _object(_("In other languages"), _('Like {"zh": {"title": "你好", "body": "…"}}.'))
    subtitle = _text(_("Subtitle"), most=100, dir="auto")
    imageUrl = _text(_("Picture"), _("An https URL."), most=2_048)
    click = _choice(_("A tap opens"), [("", "—"), *((name, name) for name in CLICKS)])
    clickValue = _text(_("What it opens"), _("The link, the URL or the activity."), most=1_024)
    badge = _text(_("Badge"), _("A number, +1 or UNREAD."), most=6)
    sound = _text(_("Sound"), most=128)
    category = _choice(_("Kind of message"), [("", "—"), *((name, name) for name in CATEGORIES)])
    channelId = _text(_("Channel ID"), most=64)
    collapseKey = _text(
        _("Collapse key"), _("A later push with the same one replaces it on the phone."), most=64
    )
    data = _object(  # type: ignore[assignment]  # the wire's name
        _("Data"), _("For the app itself: names with texts, numbers or true and false.")
    )
    scheduleAt = forms.DateTimeField(
        label=_("Send it at"),
        help_text=_("In your time zone, within 30 days; empty for now."),
        required=False,
        widget=widgets.UnfoldAdminTextInputWidget(attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"],
    )
    ttl = forms.IntegerField(
        label=_("Time to live, in seconds"),
        help_text=_("A day if empty; 0 is now or never."),
        required=False,
        min_value=0,
        max_value=2_419_200,
        widget=widgets.UnfoldAdminIntegerFieldWidget(),
    )
    priority = _choice(_("Priority"), [("", "—"), ("HIGH", "HIGH"), ("NORMAL", "NORMAL")])
    onlyOffline = _flag(_("Only where the app is not open"))
    ignoreDnd = _flag(_("Also in quiet hours"), _("Rings those who do not want to be disturbed now."))
    vendorOptions = _object(_("Vendor options"), _('Merged last, like {"HUAWEI": {"importance": "LOW"}}.'))

    PARTS: ClassVar[Any] = (
        (_("To whom"), ("to", "userIds", "deviceIds", "any", "all", "none"), True),
        (_("What it says"), ("title", "body", "template", "params"), True),
        (
            _("More of it"),
            (
                "i18n",
                "subtitle",
                "imageUrl",
                "click",
                "clickValue",
                "badge",
                "sound",
                "category",
                "channelId",
                "collapseKey",
                "data",
            ),
            False,
        ),
        (
            _("When and how"),
            ("scheduleAt", "ttl", "priority", "onlyOffline", "ignoreDnd", "vendorOptions"),
            False,
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.caller is not None and self.caller.app is not None:
            codes = (
                Template.objects.filter(app=self.caller.app).order_by("code").values_list("code", flat=True)
            )
            field: Any = self.fields["template"]
            field.choices = [("", "—"), *((code, code) for code in codes)]

    def parts(self) -> list[dict[str, Any]]:
        """Those with a mistake or something in them are open."""
        return [
            {
                "title": title,
                "fields": [self[name] for name in names],
                "open": usual or any(self[name].errors or self[name].value() for name in names),
            }
            for title, names, usual in self.PARTS
        ]

    def refuse(self, refusal: Refusal) -> None:
        """Names of the body, `options.ttl`, are found under their last part that is a field here."""
        errors: list[FieldError] = refusal.errors or [{"field": "", "message": refusal.message}]
        for error in errors:
            parts = re.split(r"[.\[\]]+", error["field"])
            name = next(
                (OTHERS.get(part, part) for part in reversed(parts) if OTHERS.get(part, part) in self.fields),
                None,
            )
            words = (
                error["message"] if name or not error["field"] else f"{error['field']}: {error['message']}"
            )
            self.add_error(name, words)


OTHERS: Final = {"value": "clickValue", "type": "click", "code": "template", "not": "none", "audience": "to"}


def body_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as the body of a send."""
    notification = {name: given[name] for name in TEXT if name in given}
    if "click" in given:
        notification["click"] = {"type": given["click"], **_named(given, value="clickValue")}
    if "badge" in given:
        badge = given["badge"].strip()
        notification["badge"] = int(badge) if badge.isascii() and badge.isdecimal() else badge
    options = {name: given[name] for name in (*OPTIONS, DRY) if given.get(name) not in (None, False)}
    if given.get("ignoreDnd"):
        options["respectDnd"] = False
    if "scheduleAt" in given:
        options["scheduleAt"] = ms(given["scheduleAt"])
    if "template" in given:
        options["template"] = {"code": given["template"], **_named(given, params="params")}
    parts = {"notification": notification, "data": given.get("data"), "options": options}
    return {"audience": _audience(given), **{name: part for name, part in parts.items() if part}}


def _named(given: Mapping[str, Any], **names: str) -> dict[str, Any]:
    return {name: given[ours] for name, ours in names.items() if ours in given}


def _audience(given: Mapping[str, Any]) -> dict[str, Any]:
    if given["to"] == "all":
        return {"all": True}
    if given["to"] == "tags":
        tags = {"any": "any", "all": "all", "not": "none"}
        return {"tags": {kind: _words(given.get(name, "")) for kind, name in tags.items() if given.get(name)}}
    return {given["to"]: _words(given.get(given["to"], ""))}


def _words(text: str) -> list[str]:
    return [word for word in SEPARATORS.split(text) if word]


ROW: Final = Row("POST", "/api/push/admin/send", body=lambda asked: body_of(asked.given))


def _send(asked: Asked) -> HttpResponse:
    """Leads to the task."""
    sent = ROW(asked)
    return HttpResponseRedirect(reverse("admin:push_notice_change", args=[sent["taskId"]]))


SEND: Final = Act(
    name="send",
    label=_("Send a push"),
    said=_(
        "First it is tried: you see how many phones get it and "
        "whether each vendor's payload takes it, before "
        "anything is sent."
    ),
    deed=_send,
    form=SendForm,
    needs=OperatorRole.OPERATOR,
    icon="send",
)


def tried(request: HttpRequest) -> dict[str, Any] | None:
    """What would come of it, by a dry run. None where the form or the API refuses it; the form says why."""
    caller = caller_of(request, current_app(request), request.POST.get("comment", "")[:500])
    form = SendForm(request.POST, target=None, caller=caller)
    if form.is_valid():
        try:
            answer = ROW(Asked(caller, None, {**form.given(), DRY: True}))
        except Exception as problem:  # as the API's rows answer whatever happens
            form.refuse(refusal_for(problem))
        else:
            return {"form": form, "review": _review(answer, form)}
    return {"form": form}


def _review(answer: Mapping[str, Any], form: SendForm) -> dict[str, Any]:
    skipped = [
        {
            "who": one.get("deviceId") or one["userId"],
            "words": REASONS.get(one["reason"], Why(one["reason"])).cause,
        }
        for one in answer["skipped"]
    ]
    vendors = [
        {**one, "name": vendor_name(one["vendor"]), "why": why(one["vendor"], "", one["problem"] or "")}
        for one in answer.get("vendors", [])
    ]
    return {
        "users": answer["targetUsers"],
        "devices": answer["targetDevices"],
        "skipped": skipped,
        "skipped_count": answer["skippedCount"],
        "vendors": vendors,
        "at": form.cleaned_data.get("scheduleAt"),
        "says": body_of(form.given()).get("notification", {}),
    }
