"""How the console speaks to an operator: in his language, and in the time of where he is."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from accounts.models import Operator

ZONES = frozenset(available_timezones())


class Manners:
    """A language chosen in the browser (its cookie) goes before the operator's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/admin/") or not isinstance(request.user, Operator):
            return self.get_response(request)
        operator = request.user
        if operator.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(operator.language)
            request.LANGUAGE_CODE = operator.language
        zone = operator.time_zone
        with timezone.override(ZoneInfo(zone) if zone in ZONES else timezone.get_default_timezone()):
            return self.get_response(request)
