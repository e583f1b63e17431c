"""The page `System`: for superusers, since it is about the installation and not about an app."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from accounts.console.current import operator_of
from accounts.console.pages import ConsolePage
from console.system import servers, setup
from console.system.sections import Part, shown

PARTS: list[Part] = [
    (_("Processes"), "memory", servers.of_processes),
    (_("Queues"), "stacks", setup.of_queues),
    ("Redis", "bolt", servers.of_redis),
    ("PostgreSQL", "database", servers.of_postgresql),
    (_("Settings"), "rule_settings", setup.of_settings),
    (_("Retention"), "auto_delete", setup.of_retention),
    (_("Versions"), "package_2", setup.of_versions),
]


class System(ConsolePage):
    path = "system/"
    name = "system"
    title = _("Installation")
    icon = "dns"
    needs_app = False
    template_name = "console/system/page.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not operator_of(request).is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sections=list(shown(PARTS)), **kwargs)


PAGES: list[type[ConsolePage]] = [System]
