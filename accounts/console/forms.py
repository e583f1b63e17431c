"""The fields of which the forms of acts are made, and the form that starts from what is."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console.acts import ActForm

Text = Any  # a text, or one that gettext will give: Django's forms and ours name its type differently
BETWEEN = re.compile(r"[\s,;，；、]+")
ONE_A_LINE = _("One a line, or with commas between them.")
LASTING = (
    (600, _("10 minutes")),
    (3_600, _("1 hour")),
    (86_400, _("1 day")),
    (604_800, _("7 days")),
    (2_592_000, _("30 days")),
)


class Ids(forms.CharField):
    """Many ids, as they are pasted. Repeats count once."""

    def __init__(self, **options: Any) -> None:
        area = widgets.UnfoldAdminTextareaWidget(attrs={"rows": 4, "spellcheck": "false"})
        super().__init__(**{"widget": area, "help_text": ONE_A_LINE, **options})

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(word for word in BETWEEN.split(super().clean(value) or "") if word))


def text(label: Text, *, rows: int = 0, required: bool = False, help_text: Text = "") -> forms.CharField:
    """One line, or so many. How long it may be, the API says."""
    area = widgets.UnfoldAdminTextareaWidget(attrs={"rows": rows})
    widget = area if rows else widgets.UnfoldAdminTextInputWidget()
    return forms.CharField(label=label, required=required, help_text=help_text, widget=widget)


def choice(
    label: Text,
    words: Iterable[tuple[Any, Text]],
    *,
    help_text: Text = "",
    empty: Text = "",
    of: Callable[[str], Any] = str,
    initial: Any = None,
) -> forms.TypedChoiceField:
    """What it starts with is the form's; sent without it, the API's own default holds.

    `empty` is what it is called to choose nothing, `of` makes the API's kind of what was chosen.
    """
    return forms.TypedChoiceField(
        label=label,
        choices=[("", empty), *words] if empty else list(words),
        required=False,
        coerce=of,
        empty_value=None,
        initial=initial,
        help_text=help_text,
        widget=widgets.UnfoldAdminSelectWidget(),
    )


def named(words: type[TextChoices]) -> list[tuple[str, Text]]:
    """The choices of a model's field, as they are called in the operator's language."""
    return [(value, gettext_lazy(label)) for value, label in words.choices]


def flag(label: Text, *, help_text: Text = "", initial: Any = False) -> forms.BooleanField:
    return forms.BooleanField(
        label=label,
        required=False,
        help_text=help_text,
        initial=initial,
        widget=widgets.UnfoldBooleanWidget(),
    )


def number(label: Text, *, help_text: Text = "") -> forms.IntegerField:
    widget = widgets.UnfoldAdminIntegerFieldWidget()
    return forms.IntegerField(label=label, required=False, help_text=help_text, widget=widget)


class Json(forms.JSONField):
    """Empty where there is nothing, not `null`."""

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else super().prepare_value(value)


def json(label: Text, *, help_text: Text = "", rows: int = 4) -> Json:
    widget = widgets.UnfoldAdminTextareaWidget(attrs={"rows": rows, "spellcheck": "false"})
    return Json(label=label, required=False, help_text=help_text, widget=widget)


class EditForm(ActForm):
    """Starts from what is. Only what the operator changed is asked for, also where he emptied it.

    What it started from comes back with it, so that a page that was open for long undoes nothing.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "comment"

    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "comment"}


def reason() -> forms.CharField:
    return text(_("Reason"), help_text=_("Told to the user's devices."))


class ReasonForm(ActForm):
    reason = reason()
