"""Signing in to the console, by the password and then a code, and signing out. Both stand in the log."""

from typing import TYPE_CHECKING, Any, Final

import django_otp
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.actions import operators
from accounts.models import Authenticator, Operator
from config.api.errors import TooMany, Unauthenticated
from config.clock import now_ms
from console.people.forms import SecondStepForm, SignInForm

if TYPE_CHECKING:  # the site's pages are these
    from console.site import ConsoleSite

BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
PENDING: Final = "signing_in"
CODE_WITHIN: Final = 300_000  # ms between the password and the code


def login(site: "ConsoleSite", request: HttpRequest) -> HttpResponse:
    if site.has_permission(request):
        return HttpResponseRedirect(_next(request))
    if request.method != "POST":
        request.session.pop(PENDING, None)
        return _page(site, request, SignInForm())
    try:
        return _second(site, request) if "code" in request.POST else _first(site, request)
    except TooMany as refusal:
        return wait(site, request, refusal)


def logout(request: HttpRequest) -> HttpResponse:
    """By a button only: a link on another page must not."""
    if request.method == "POST":
        if isinstance(request.user, Operator):
            operators.went_out(request.user, request)
        auth.logout(request)
    return HttpResponseRedirect(reverse("admin:login"))


def wait(site: "ConsoleSite", request: HttpRequest, refusal: TooMany) -> HttpResponse:
    seconds = refusal.retry_after or 1
    context = {
        **site.each_context(request),
        "title": _("Wait a little"),
        "minutes": seconds // 60,
        "seconds": seconds % 60,
        "again": request.get_full_path(),
    }
    response = TemplateResponse(request, "people/wait.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None
) -> HttpResponse:
    """django-axes would answer by a bare text; ours says already how long to wait."""
    return response


def _first(site: "ConsoleSite", request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(site, request, form)
    try:
        operator = operators.by_password(**form.cleaned_data, request=request, door="CONSOLE")
    except Unauthenticated:
        form.add_error(None, _("The username or the password is wrong."))
        return _page(site, request, form)
    if not operator.is_staff:
        form.add_error(None, _("This operator has no access to the console."))
        return _page(site, request, form)
    if operators.authenticator_of(operator) is None:
        return _in(request, operator, None)
    request.session.cycle_key()
    request.session[PENDING] = [operator.pk, operator.stamp, now_ms()]
    return _page(site, request, SecondStepForm())


def _second(site: "ConsoleSite", request: HttpRequest) -> HttpResponse:
    operator = _pending(request)
    if operator is None:
        form = SignInForm(data={})
        form.errors.clear()
        form.add_error(None, _("That took too long. Please begin anew."))
        return _page(site, request, form)
    second = SecondStepForm(request.POST)
    if not second.is_valid():
        return _page(site, request, second)
    try:
        held = operators.by_code(
            operator=operator, code=second.cleaned_data["code"], request=request, door="CONSOLE"
        )
    except Unauthenticated:
        second.add_error("code", _("The code is wrong, or was used before."))
        return _page(site, request, second)
    return _in(request, operator, held)


def _pending(request: HttpRequest) -> Operator | None:
    """Whose password was right a moment ago."""
    key, stamp, at = request.session.get(PENDING) or (0, "", 0)
    if now_ms() - at > CODE_WITHIN:
        return None
    operator = Operator.objects.filter(pk=key, is_active=True).first()
    return operator if operator is not None and operator.stamp == stamp else None


def _in(request: HttpRequest, operator: Operator, held: Authenticator | None) -> HttpResponse:
    where = _next(request)
    auth.login(request, operator, backend=BACKEND)
    request.session.pop(PENDING, None)
    if held is not None:
        django_otp.login(request, held)
    operators.came_in(operator, request, "CONSOLE")
    return HttpResponseRedirect(where)


def _page(site: "ConsoleSite", request: HttpRequest, form: SignInForm | SecondStepForm) -> HttpResponse:
    context = {**site.each_context(request), "title": _("Sign in"), "form": form}
    context["is_second"] = isinstance(form, SecondStepForm)
    return TemplateResponse(request, "people/sign_in.html", context, status=400 if form.errors else 200)


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe else reverse("admin:index")
