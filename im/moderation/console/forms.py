"""What an operator fills in about words and mutes; fields are named as in the API's bodies."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console import forms as ask
from accounts.console.acts import ActForm
from im.moderation.entries import LONGEST, MASK
from im.moderation.models import FilterAction, KeywordFilter, MatchType
from im.moderation.rules import FOR_EVER

MATCHES = [
    (MatchType.CONTAINS, _("Contains: wherever it occurs")),
    (MatchType.WORD, _("Word: as a whole word only")),
    (MatchType.ALLOW, _("Allow: never a hit, nor what lies inside it")),
]
ACTIONS = [
    (FilterAction.BLOCK, _("Block: the message is refused")),
    (FilterAction.REPLACE, _("Replace: it is sent with the word masked")),
    (FilterAction.FLAG, _("Flag: it is sent, and put up for review")),
]
SCOPES = [
    ("SINGLE", _("Single chats")),
    ("GROUP", _("Groups")),
    ("PROFILE", _("Profiles")),
]
CHATS = SCOPES[:2]
DURATIONS = [*ask.LASTING, (FOR_EVER, _("For ever"))]
NOT_AT_ALL = (0, _("Not muted"))
AS_IT_IS = ("", _("Leave it as it is"))


def text(label: Any, longest: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        strip=False,
        help_text=help_text,
        widget=widgets.UnfoldAdminTextInputWidget(),
    )


def choice(label: Any, choices: Any, *, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, help_text=help_text, widget=widgets.UnfoldAdminSelectWidget()
    )


def seconds(
    label: Any, choices: Any, *, required: bool = True, help_text: Any = ""
) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=int,
        empty_value=None,
        required=required,
        widget=widgets.UnfoldAdminSelectWidget(),
    )


def several(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=widgets.UnfoldAdminCheckboxSelectMultipleWidget()
    )


class OptionsForm(ActForm):
    """What can be set beside the word."""

    matchType = choice(_("Match"), MATCHES)
    action = choice(_("Action"), ACTIONS)
    replacement = text(_("Replacement"), 64, help_text=_("What stands in the place of the word."))
    category = text(_("Category"), 64, help_text=_("For your own order; the list can be filtered by it."))
    scopes = several(_("Where"), SCOPES)
    enabled = forms.BooleanField(
        label=_("Enabled"), required=False, widget=widgets.UnfoldBooleanSwitchWidget()
    )


DEFAULTS: dict[str, Any] = {
    "matchType": MatchType.CONTAINS,
    "action": FilterAction.BLOCK,
    "replacement": MASK,
    "scopes": [name for name, _label in SCOPES],
    "enabled": True,
}


class WordForm(OptionsForm):
    word = text(_("Word"), LONGEST, required=True)

    field_order: ClassVar[list[str]] = ["word"]  # type: ignore[misc]  # as in ActForm


class WordsForm(OptionsForm):
    words = forms.CharField(
        label=_("Words"),
        help_text=_("One on each line, at most 500; longer lists are imported."),
        strip=False,
        widget=widgets.UnfoldAdminTextareaWidget(attrs={"rows": 6, "dir": "auto"}),
    )

    field_order: ClassVar[list[str]] = ["words"]  # type: ignore[misc]  # as in ActForm


class MuteAppForm(ActForm):
    scopes = several(_("Where"), CHATS)
    duration = seconds(_("How long"), DURATIONS)
    reason = text(_("Reason"), 200, help_text=_("Everybody in the app is told."))
    whitelist = ask.Ids(
        label=_("Except"), required=False, help_text=_("userIds that may go on writing, at most 100.")
    )


class MuteForm(ActForm):
    singleDuration = seconds(_("In single chats"), [AS_IT_IS, NOT_AT_ALL, *DURATIONS], required=False)
    groupDuration = seconds(_("In groups"), [AS_IT_IS, NOT_AT_ALL, *DURATIONS], required=False)
    reason = text(_("Reason"), 200, help_text=_("The muted are told."))


class MuteAccountsForm(MuteForm):
    userIds = ask.Ids(
        label=_("Accounts"), help_text=_("userIds, at most 100, with blanks or line breaks between.")
    )

    field_order: ClassVar[list[str]] = ["userIds"]  # type: ignore[misc]  # as in ActForm


def options_of(row: KeywordFilter) -> dict[str, Any]:
    return {
        "word": row.word,
        "matchType": row.match_type,
        "action": row.action,
        "replacement": row.replacement,
        "category": row.category,
        "scopes": row.scopes,
        "enabled": row.enabled,
    }


def where(scopes: Sequence[str]) -> str:
    """As a list shows it."""
    if len(scopes) == len(SCOPES):
        return gettext("Everywhere")
    return ", ".join(str(label) for name, label in SCOPES if name in scopes)
