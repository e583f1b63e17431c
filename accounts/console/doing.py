"""The pages on which an act is asked for, confirmed and done: to a new row, to one, to several."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.admin import site
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.authentication import address_of, caller_of_operator
from accounts.callers import Caller
from accounts.console.acts import Act, ActForm, Asked
from accounts.console.current import current_app, is_of_another, operator_of
from accounts.mandates import suffices
from accounts.models import App
from config.api.handler import refusal_for

if TYPE_CHECKING:  # tenant's pages are these
    from accounts.console.tenant import TenantAdmin

MOST = 100  # rows at once


def caller_of(request: HttpRequest, app: App | None, comment: str = "") -> Caller:
    """The operator as the API knows him."""
    caller = caller_of_operator(operator_of(request), app, comment=comment)
    agent = request.META.get("HTTP_USER_AGENT", "")[:300]
    return replace(caller, ip=address_of(request), user_agent=agent)


def add_page(admin: "TenantAdmin", request: HttpRequest, act: Act) -> HttpResponse:
    app = current_app(request)
    if act.needs_app and is_of_another(request, app):
        return moved_on(request)
    if app is None and act.needs_app:
        return choose_app(request)
    back = reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_changelist")
    return _page(admin, request, act, app, [], back)


def act_page(admin: "TenantAdmin", request: HttpRequest, act: Act, row: Any) -> HttpResponse:
    """And back to the row; to the list where it is no more."""
    name = f"admin:{admin.opts.app_label}_{admin.opts.model_name}"
    back = reverse(f"{name}_change", args=[row.pk])
    answer = _page(admin, request, act, admin.app_of(row), [row], back)
    is_back = isinstance(answer, HttpResponseRedirect) and answer.url == back
    if is_back and admin.get_object(request, str(row.pk)) is None:
        return HttpResponseRedirect(reverse(f"{name}_changelist"))
    return answer


def many_page(admin: "TenantAdmin", request: HttpRequest, act: Act) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    ids = ",".join(given.getlist("ids")).split(",")[:MOST]  # as one word, or of boxes that were ticked
    try:
        rows = list(admin.get_queryset(request).filter(pk__in=[key for key in ids if key]))
    except (ValueError, OverflowError):
        raise Http404 from None
    if len(rows) != len(set(ids)):
        raise Http404
    apps = {admin.app_of(row) for row in rows}
    if len(apps) != 1:
        raise Http404
    back = reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_changelist")
    return _page(admin, request, act, apps.pop(), rows, back, ids=",".join(ids))


def chosen(act: Act) -> Callable[["TenantAdmin", HttpRequest, QuerySet[Model]], HttpResponse]:
    """Django's action of a list: leads to the act's page with the rows that were ticked."""

    def lead(admin: "TenantAdmin", request: HttpRequest, rows: QuerySet[Model]) -> HttpResponse:
        ids = ",".join(str(key) for key in rows.values_list("pk", flat=True)[:MOST])
        name = f"admin:{admin.opts.app_label}_{admin.opts.model_name}_do_many"
        return HttpResponseRedirect(f"{reverse(name, args=[act.name])}?{urlencode({'ids': ids})}")

    return lead


def choose_app(request: HttpRequest) -> HttpResponse:
    """For what is done in one app while all of them are looked at."""
    return HttpResponseRedirect(
        f"{reverse('admin:choose_app')}?{urlencode({'next': request.get_full_path()})}"
    )


def moved_on(request: HttpRequest) -> HttpResponse:
    """Nothing is done: the operator looks at another app by now than the form is about."""
    messages.warning(request, _("Nothing was done: you have chosen another app meanwhile."))
    return HttpResponseRedirect(request.get_full_path())


def _page(
    admin: "TenantAdmin",
    request: HttpRequest,
    act: Act,
    app: App | None,
    asked: Sequence[Any],
    back: str,
    ids: str = "",
) -> HttpResponse:
    """`ids` are those that were chosen in a list. Whom of them the act does not fit is left out."""
    caller = caller_of(request, app)
    if act.needs_app and not suffices(caller.mandate, act.role):
        raise PermissionDenied
    rows = [row for row in asked if act.fits(row)]
    if asked and not rows:
        messages.warning(request, _("This cannot be done any more: it has changed meanwhile."))
        return HttpResponseRedirect(_next(request, back))
    target = rows[0] if len(rows) == 1 else None
    form = _form(act, request, target, caller)
    if request.method == "POST" and form.is_valid():
        answer = _do(request, act, form, app, rows, back)
        if answer is not None:
            return answer
    context = {
        **site.each_context(request),
        "opts": admin.opts,
        "title": act.label,
        "act": act,
        "form": form,
        "rows": rows,
        "ids": ids,
        "left_out": len(asked) - len(rows),
        "key": request.POST.get("key") or uuid4().hex,
        "back": _next(request, back),
        "app": app,
        "is_upload": form.is_multipart(),
    }
    return TemplateResponse(request, "console/act.html", context, status=400 if form.errors else 200)


def _form(act: Act, request: HttpRequest, target: Any, caller: Caller) -> ActForm:
    if request.method == "POST":
        return act.form(request.POST, request.FILES, target=target, caller=caller)
    return act.form(initial=act.initial(target), target=target, caller=caller)


def _do(
    request: HttpRequest, act: Act, form: ActForm, app: App | None, rows: Sequence[Any], back: str
) -> HttpResponse | None:
    """None where it was refused; the form says why. Of several rows each is done or refused by itself."""
    caller = caller_of(request, app, form.cleaned_data.get("comment", ""))
    key = request.POST.get("key", "")[:32]
    done, data = 0, None
    for number, row in enumerate(rows or [None]):
        asked = Asked(caller, row, form.given(), f"{key}{number}" if key else "")
        try:
            data = act.deed(asked)
            done += 1
        except Exception as problem:  # as the API's rows answer whatever happens
            refusal = refusal_for(problem)
            if len(rows) < 2:
                form.refuse(refusal)
                return None
            messages.error(request, f"{row}: {refusal.message}")
    if isinstance(data, HttpResponse):
        return data
    if act.answer:
        context = {"data": data, "act": act, "back": _next(request, back), "title": act.label, "app": app}
        return TemplateResponse(request, act.answer, {**site.each_context(request), **context})
    if len(rows) > 1:
        messages.info(request, ngettext("%(n)s done.", "%(n)s done.", done) % {"n": done})
    else:
        messages.success(request, str(act.done))
    return HttpResponseRedirect(_next(request, back))


def _next(request: HttpRequest, back: str) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else back
