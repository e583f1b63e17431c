"""Which app one looks at: one of one's own, or, for superusers, all of them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.console.current import apps_of, choose, operator_of
from accounts.console.pages import ConsolePage


class ChooseApp(ConsolePage):
    path = "choose-app/"
    name = "choose_app"
    title = _("Choose an app")
    needs_app = False
    template_name = "console/choose_app.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            apps=apps_of(self.request),
            may_see_all=operator_of(self.request).is_superuser,
            next=self.request.GET.get("next", ""),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = request.POST.get("app", "")
        app = next((app for app in apps_of(request) if app.app_key == wanted), None)
        if app is None and (wanted or not operator_of(request).is_superuser):
            raise Http404
        choose(request, app)
        back = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return HttpResponseRedirect(back if safe else reverse("admin:index"))
