"""What stands between signing in and the console: a given password to change, two-factor to set up."""

from collections.abc import Callable
from time import time
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from accounts.actions import operators
from accounts.models import Operator

SEEN = "seen"
NOTED_EVERY = 60  # seconds
OPEN = ("/admin/login/", "/admin/logout/", "/admin/jsi18n/")
LEADS_TO = {"PASSWORD": "admin:own_password", "TWO_FACTOR": "admin:two_factor"}


class Gate:
    """An operator who must do something first can open nothing else. A page that is opened keeps him in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith("/admin/") or path in OPEN or not isinstance(request.user, Operator):
            return self.get_response(request)
        _note(request)
        return _led(request, request.user) or self.get_response(request)


def _note(request: HttpRequest) -> None:
    """What a page asks for by itself, to be up to date, is no sign of life."""
    now = int(time())
    asked = request.headers.get("Sec-Fetch-Dest") != "empty"
    if asked and now - request.session.get(SEEN, 0) >= NOTED_EVERY:
        request.session[SEEN] = now


def _led(request: HttpRequest, operator: Operator) -> HttpResponseBase | None:
    held = operator.otp_device  # type: ignore[attr-defined]  # by django-otp's middleware
    if held is None and operators.authenticator_of(operator) is not None:  # a session from before
        logout(request)
        return HttpResponseRedirect(
            f"{reverse('admin:login')}?{urlencode({'next': request.get_full_path()})}"
        )
    first = operators.unfinished(operator, held)
    there = reverse(LEADS_TO[first]) if first else request.path_info
    return None if there == request.path_info else HttpResponseRedirect(there)
