"""My account: how one is spoken to, the own password, two-factor."""

from typing import Any, ClassVar

import django_otp
import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions import operators, own
from accounts.console.current import operator_of
from accounts.console.pages import ConsolePage
from accounts.models import Operator
from config.api.errors import Refusal, TooMany
from config.console.cells import Table
from console.people.forms import CodeForm, MannersForm, OwnPasswordForm, TurnOffForm
from console.people.tables import sign_ins

SHOWN = 10
QUIET_ZONE = 4  # of a QR code, in its dots


class OwnPage(ConsolePage):
    needs_app = False
    icon = "account_circle"

    @property
    def operator(self) -> Operator:
        return operator_of(self.request)

    def stay_signed_in(self) -> None:
        """With the new stamp; whoever came in by the old one is out."""
        update_session_auth_hash(self.request, self.operator)


class MyAccount(OwnPage):
    path = "my-account/"
    name = "my_account"
    title = _("My account")
    template_name = "people/my_account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        operator = self.operator
        mandates = operator.mandates.select_related("app").order_by("app__name")
        roles = Table(
            [_("App"), _("Role")],
            [[mandate.app.name, mandate.get_role_display()] for mandate in mandates],
            _("You look after all apps.") if operator.is_superuser else _("You have no role in an app yet."),
        )
        held = operators.authenticator_of(operator)
        own_form = MannersForm(initial={"language": operator.language, "time_zone": operator.time_zone})
        return super().get_context_data(
            **{
                "form": own_form,
                "operator": operator,
                "roles": roles,
                "has_two_factor": held is not None,
                "sign_ins": sign_ins({"operatorId": operator.username}, SHOWN)[0],
                **kwargs,
            }
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = MannersForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        own.change_manners(given=form.cleaned_data, by=self.caller())
        messages.success(request, _("Saved."))
        response = HttpResponseRedirect(reverse("admin:my_account"))
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:  # it would go before what was just chosen
            response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response


class OwnPassword(OwnPage):
    path = "my-account/password/"
    name = "own_password"
    title = _("Change my password")
    template_name = "people/own_password.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = OwnPasswordForm(self.operator)
        return super().get_context_data(**{"form": form, "operator": self.operator, **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OwnPasswordForm(self.operator, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        own.change_password(password=form.cleaned_data["new_password1"], by=self.caller())
        self.stay_signed_in()
        messages.success(request, _("Your password is changed. Everybody else who used it is signed out."))
        return HttpResponseRedirect(reverse("admin:my_account"))


class TwoFactor(OwnPage):
    path = "my-account/two-factor/"
    name = "two_factor"
    title = _("Two-factor sign-in")
    template_name = "people/two_factor.html"
    forms: ClassVar[dict[str, type[BaseForm]]] = {"confirm": CodeForm, "renew": CodeForm, "off": TurnOffForm}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        operator = self.operator
        held = operators.authenticator_of(operator)
        context: dict[str, Any] = {name: form(auto_id=f"id_{name}_%s") for name, form in self.forms.items()}
        context |= {"must": operators.must_have_two_factor(operator), "held": held}
        if held is None:
            prepared = own.in_preparation(operator)
            context |= {"key": _in_fours(prepared.secret), "picture": Picture(prepared.address)}
        else:
            context |= {"left": len(held.backup_codes)}
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = request.POST.get("do", "")
        if wanted not in self.forms:
            return HttpResponseRedirect(reverse("admin:two_factor"))
        form = self.forms[wanted](request.POST, auto_id=f"id_{wanted}_%s")
        if form.is_valid():
            try:
                return getattr(self, wanted)(**form.cleaned_data)  # type: ignore[no-any-return]
            except TooMany as refusal:
                form.add_error("code", _wait(refusal))
            except Refusal as refusal:
                for error in refusal.errors or []:
                    form.add_error(error["field"], error["message"])
        return self.render_to_response(self.get_context_data(**{wanted: form}), status=400)

    def confirm(self, code: str) -> HttpResponse:
        held, codes = own.confirm_two_factor(code=code, by=self.caller())
        self.stay_signed_in()
        django_otp.login(self.request, held)
        return self._shown(codes)

    def renew(self, code: str) -> HttpResponse:
        return self._shown(own.renew_backup_codes(code=code, by=self.caller()))

    def off(self, password: str, code: str) -> HttpResponse:
        if operators.must_have_two_factor(self.operator):
            messages.error(self.request, _("You must have two-factor. A superuser can reset it."))
            return HttpResponseRedirect(reverse("admin:two_factor"))
        own.turn_two_factor_off(password=password, code=code, by=self.caller())
        self.stay_signed_in()
        messages.success(self.request, _("Two-factor is off."))
        return HttpResponseRedirect(reverse("admin:my_account"))

    def _shown(self, codes: list[str]) -> HttpResponse:
        context = {"codes": [f"{code[:4]} {code[4:]}" for code in codes], "title": _("Backup codes")}
        self.template_name = "people/backup_codes.html"
        return self.render_to_response(ConsolePage.get_context_data(self, **context))


class Picture:
    """A QR code as one path of an SVG: no picture is fetched from anywhere."""

    def __init__(self, text: str) -> None:
        code = segno.make(text, error="m", micro=False)
        self.size = code.symbol_size(border=QUIET_ZONE)[0]
        dots = enumerate(code.matrix_iter(border=QUIET_ZONE))
        self.path = "".join(
            f"M{x} {y}h1v1h-1z" for y, line in dots for x, is_dark in enumerate(line) if is_dark
        )


def _in_fours(key: str) -> str:
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def _wait(refusal: TooMany) -> str:
    return str(_("Too many wrong codes. Wait %(seconds)s seconds.")) % {"seconds": refusal.retry_after}
