"""Tools of moderation: try the words on a text as one types it, carry lists in and out."""

from typing import Any, ClassVar

import orjson
from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console.calling import call
from accounts.console.pages import ConsolePage
from accounts.models import OperatorRole
from config.api.errors import BadParameter, Refusal
from config.api.handler import refusal_for
from im.moderation.console.forms import DEFAULTS, SCOPES, OptionsForm
from im.moderation.models import FilterAction, KeywordFilter

WORDS = "/api/im/admin/keyword-filters"
LARGEST = 8 * 1024 * 1024


class TryWords(ConsolePage):
    path = "moderation/try/"
    name = "moderation_try"
    title = _("Try the words")
    icon = "science"
    template_name = "moderation/try.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(scopes=SCOPES, text=self.request.GET.get("text", ""), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """What the API's row answers, and of what kind each word is."""
        try:
            asked = orjson.loads(request.body)
            found = call(self.caller(), "POST", f"{WORDS}/test", body=asked)
        except orjson.JSONDecodeError:
            return JsonResponse({"message": str(_("The text cannot be read."))}, status=400)
        except Refusal as refusal:
            return JsonResponse({"message": refusal.message}, status=refusal.code)
        return JsonResponse({**found, "hits": self._described(found["hits"])})

    def _described(self, hits: list[dict[str, Any]]) -> list[dict[str, Any]]:
        ids = {hit["id"] for hit in hits}
        rows = KeywordFilter.objects.filter(app=self.app, pk__in=ids).values_list("pk", "category")
        categories = {str(pk): category for pk, category in rows}
        return [
            {
                **hit,
                "category": categories.get(hit["id"], ""),
                "does": gettext(str(FilterAction(hit["action"]).label)),
                "link": reverse("admin:im_keywordfilter_change", args=[hit["id"]]),
            }
            for hit in hits
        ]


class ImportForm(OptionsForm):
    """A file, or what is pasted."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=[
            ("txt", _("Plain text: a word on each line")),
            ("csv", _("CSV: the first line names the columns")),
        ],
        widget=widgets.UnfoldAdminSelectWidget(),
    )
    file = forms.FileField(label=_("File"), required=False, widget=widgets.UnfoldAdminFileFieldWidget())
    content = forms.CharField(
        label=_("Or paste it here"),
        required=False,
        strip=False,
        widget=widgets.UnfoldAdminTextareaWidget(attrs={"rows": 8, "dir": "auto"}),
    )

    field_order: ClassVar[list[str]] = ["format", "file", "content"]  # type: ignore[misc]  # as in ActForm

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.pop("file", None)
        if (file is None) == (not cleaned.get("content")):
            raise forms.ValidationError(_("Choose a file, or paste the words: one of the two."))
        if file is not None:
            if file.size > LARGEST:
                raise forms.ValidationError({"file": _("The file is too large.")})
            try:
                cleaned["content"] = file.read().decode("utf-8")
            except UnicodeDecodeError:
                raise forms.ValidationError({"file": _("The file is not in UTF-8.")}) from None
        return cleaned


class ImportWords(ConsolePage):
    """Each line that could not be taken is shown with why."""

    path = "moderation/import/"
    name = "moderation_import"
    title = _("Import words")
    icon = "upload"
    needs = OperatorRole.OPERATOR
    template_name = "moderation/import.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": ImportForm(initial=DEFAULTS), **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form, outcome = ImportForm(request.POST, request.FILES), None
        if form.is_valid():
            try:
                outcome = self._import(form)
            except Exception as problem:  # as the API's rows answer whatever happens
                form.refuse(refusal_for(problem))
        context = self.get_context_data(form=form, outcome=outcome)
        return self.render_to_response(context, status=400 if form.errors else 200)

    def _import(self, form: ImportForm) -> Any:
        if "\0" in form.cleaned_data["content"]:
            raise BadParameter("content", "holds a NUL character")
        caller = self.caller(form.cleaned_data["comment"])
        return call(caller, "POST", f"{WORDS}/import", body=form.given())


class ExportWords(ConsolePage):
    path = "moderation/export/"
    name = "moderation_export"
    title = _("Export words")
    icon = "download"
    template_name = "moderation/export.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """The API's own file."""
        kind = "txt" if request.POST.get("format") == "txt" else "csv"
        file: HttpResponse = call(self.caller(), "GET", f"{WORDS}/export", query={"format": kind})
        return file


PAGES: list[type[ConsolePage]] = [TryWords, ImportWords, ExportWords]
