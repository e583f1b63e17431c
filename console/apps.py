"""The console as Django's app, and the site that it is."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from console import naming


class ConsoleConfig(AppConfig):
    name = "console"

    def ready(self) -> None:
        naming.translate(["accounts", "journal", "webhooks", "push", "im", "console"])


class SiteConfig(AdminConfig):
    default_site = "console.site.ConsoleSite"
