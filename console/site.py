"""The console's site: unfold's, with our own pages beside the lists."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from unfold.sites import UnfoldAdminSite

from console import palette
from console.dashboard.page import Dashboard
from console.pages import PAGES
from console.people import signing

CLOSED = ("autocomplete", "view_on_site", "password_change_done")


class ConsoleSite(UnfoldAdminSite):  # type: ignore[misc]  # unfold has no types
    enable_nav_sidebar = True

    def get_urls(self) -> list[URLPattern]:
        """Nothing here types by autocompletion or has a page on the site, so neither of Django's is open."""
        return [url for url in super().get_urls() if getattr(url, "name", "") not in CLOSED]

    def extra_urls(self) -> list[URLPattern]:
        return [path(page.path, self.admin_view(page.as_view()), name=page.name) for page in PAGES]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """None: the sidebar is our own, and there are no pages of Django's apps."""
        return []

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
        return Dashboard.as_view()(request)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return signing.login(self, request)

    @method_decorator(never_cache)
    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return signing.logout(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:own_password"))

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:index"))

    def search(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The command palette. unfold's own remembers what it found for five minutes, whatever changed."""
        words = request.GET.get("s", "").strip()
        context = {"results": palette.search(request, words), "words": words}
        return TemplateResponse(request, "console/palette.html", context)
