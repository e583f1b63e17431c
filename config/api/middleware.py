"""The API's short way through Django: no cookies, no console middleware, slash or no slash."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import get_resolver

from config.api.envelope import refusal_response
from config.api.errors import BadParameter
from config.api.handler import refusal_for

PROBES = ("/healthz", "/readyz", "/metrics")
SHORT = ("/api/", *PROBES)


class ApiShortcut:
    """Calls below `/api/` need none of the console's middleware (0.1 ms): they are dispatched from here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(SHORT):
            return self.get_response(request)
        try:
            if request.path_info not in PROBES:  # asked by address, by whoever watches this machine
                request.get_host()
        except DisallowedHost:
            return refusal_response(BadParameter("Host", "is not served here"))
        try:
            match = get_resolver().resolve(request.path_info.rstrip("/"))
            request.resolver_match = match
            response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
            if hasattr(response, "render"):
                response = response.render()
            if isinstance(response, HttpResponse):  # without it granian sends in chunks
                response.headers["Content-Length"] = str(len(response.content))
            return response
        except Exception as problem:  # whatever it is, the caller gets the envelope and we get the log
            return refusal_response(refusal_for(problem))
