"""What operators type to come in, and of themselves."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from unfold import widgets
from unfold.forms import AdminOwnPasswordChangeForm

from accounts.console.manners import ZONES

CODE = {"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "off", "spellcheck": "false"}


def _code(**attributes: Any) -> widgets.UnfoldAdminTextInputWidget:
    return widgets.UnfoldAdminTextInputWidget(attrs={**CODE, **attributes})


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        widget=widgets.UnfoldAdminTextInputWidget(
            attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "off"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=widgets.UnfoldAdminPasswordWidget(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("The six digits that your app shows now."),
        max_length=32,
        widget=_code(),
    )


class SecondStepForm(CodeForm):
    """A field of another name: the page is told by it which step it is."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("The six digits that your app shows, or one of your backup codes."),
        max_length=32,
        widget=_code(autofocus=True),
    )


class TurnOffForm(forms.Form):
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=widgets.UnfoldAdminPasswordWidget(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(label=_("Code"), max_length=32, widget=_code())


class MannersForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As the browser asks")), *settings.LANGUAGES],
        widget=widgets.UnfoldAdminSelectWidget(),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("All times of the console are shown in it."),
        required=False,
        choices=[("", "UTC"), *((zone, zone) for zone in sorted(ZONES - {"UTC"}))],
        widget=widgets.UnfoldAdminSelectWidget(),
    )


class OwnPasswordForm(AdminOwnPasswordChangeForm):  # type: ignore[misc]  # unfold has no types
    """Django's: the old one, and the new one twice."""
