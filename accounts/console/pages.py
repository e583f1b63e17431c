"""A page of the console that is no list: a tool, a dashboard, a report."""

from typing import Any, ClassVar

from django.contrib.admin import site
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import TemplateView

from accounts.callers import Caller
from accounts.console.current import current_app, is_of_another, operator_of
from accounts.console.doing import caller_of, choose_app, moved_on
from accounts.mandates import suffices
from accounts.models import App, OperatorRole
from config.console.cells import Text


class ConsolePage(TemplateView):
    """`path` below `/admin/`, `name` for `admin:name`. `needs` a role in the chosen app, which `self.app` is.

    With `needs_app = False` it is open to every operator, and `self.app` may be None: all apps.
    """

    path: ClassVar[str]
    name: ClassVar[str]
    title: ClassVar[Text]
    icon: ClassVar[str] = "build"
    needs: ClassVar[OperatorRole] = OperatorRole.VIEWER
    needs_app: ClassVar[bool] = True
    app: App

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        app = current_app(request)
        if self.needs_app and is_of_another(request, app):
            return moved_on(request)
        if app is None and self.needs_app:
            return choose_app(request)
        if app is not None and not suffices(operator_of(request).mandate_for(app), self.needs):
            raise PermissionDenied
        self.app = app  # type: ignore[assignment]  # None only where a page says that it needs none
        return super().dispatch(request, *args, **kwargs)

    def caller(self, comment: str = "") -> Caller:
        return caller_of(self.request, self.app, comment)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{**site.each_context(self.request), "title": self.title, "app": self.app, **kwargs}
        )
