"""What the pages below `/demo/` share: only demo installations have them, and they run no foreign code."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from config.api.envelope import refusal_response
from config.api.handler import refusal_for

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
View = Callable[[HttpRequest], HttpResponseBase]


def only_in_the_demo(view: View) -> View:
    """Elsewhere there is no such path. What goes wrong is answered as the API does."""

    @wraps(view)
    def look(request: HttpRequest) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        try:
            return view(request)
        except Exception as problem:
            return refusal_response(refusal_for(problem))

    return look


def page_of(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    return response
