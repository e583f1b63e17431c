"""Tools for accounts: what is wrong with a UserSig, and many accounts at once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold import widgets

from accounts.console.acts import ActForm
from accounts.console.current import apps_of
from accounts.console.forms import text
from accounts.console.pages import ConsolePage
from accounts.models import OperatorRole
from accounts.signatures import MAX_SIG
from config.console.cells import Cell, Table
from console.accounts import importing, verifying


class SigForm(forms.Form):
    userSig = forms.CharField(
        label="UserSig",
        max_length=2 * MAX_SIG,
        widget=widgets.UnfoldAdminTextareaWidget(attrs={"rows": 5, "spellcheck": "false"}),
    )
    userId = text(_("user id"), help_text=_("Who wants to sign in with it. Empty: whom it names."))


class VerifyUserSig(ConsolePage):
    path = "usersig/verify/"
    name = "verify_usersig"
    title = _("Verify a UserSig")
    icon = "verified_user"
    needs = OperatorRole.SUPPORT
    template_name = "console/accounts/verify.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=SigForm()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SigForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        user_sig = "".join(form.cleaned_data["userSig"].split())
        finding, decoded = verifying.find(self.app, user_sig, form.cleaned_data["userId"])
        its_app = verifying.named(apps_of(request), decoded)
        found = self.get_context_data(form=form, finding=finding, decoded=decoded, its_app=its_app)
        return self.render_to_response(found)


class LinesForm(ActForm):
    lines = forms.CharField(
        label=_("Accounts"),
        help_text=_("One a line: userId, or userId,nickname. At most 2000."),
        strip=False,
        widget=widgets.UnfoldAdminTextareaWidget(attrs={"rows": 12, "spellcheck": "false"}),
    )

    def clean_lines(self) -> list[importing.Line]:
        lines = importing.lines_of(self.cleaned_data["lines"])
        if not lines:
            raise forms.ValidationError(_("There is no account in it."))
        if len(lines) > importing.MOST:
            raise forms.ValidationError(_("These are more than 2000 lines: take several turns."))
        return lines


class ImportAccounts(ConsolePage):
    path = "accounts/import/"
    name = "import_accounts"
    title = _("Import accounts")
    icon = "group_add"
    needs = OperatorRole.ADMINISTRATOR
    template_name = "console/accounts/import.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=LinesForm()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LinesForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        caller = self.caller(form.cleaned_data["comment"])
        outcomes = list(importing.bring(form.cleaned_data["lines"], caller))
        good = sum(one.is_good for one in outcomes)
        said = ngettext("%(n)s account is there.", "%(n)s accounts are there.", good) % {"n": good}
        messages.success(request, said)
        return self.render_to_response(self.get_context_data(form=form, table=_outcomes(outcomes)))


def _outcomes(outcomes: list[importing.Outcome]) -> Table:
    """What failed comes first."""
    rows = [
        [
            one.line.number,
            one.line.entry["userId"],
            one.line.entry.get("nickname"),
            _state(one),
            one.message,
        ]
        for one in sorted(outcomes, key=lambda one: one.is_good)
    ]
    return Table([_("Line"), _("user id"), _("nickname"), _("State"), _("Why")], rows, "")


def _state(one: importing.Outcome) -> Cell:
    if not one.is_good:
        return Cell(_("failed"), kind="danger")
    return Cell(_("new"), kind="success") if one.is_new else Cell(_("was there"))


PAGES: list[type[ConsolePage]] = [VerifyUserSig, ImportAccounts]
