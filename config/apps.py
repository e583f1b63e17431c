"""Loads what must be there before anything runs: the Celery app for the doorbell, and the system checks."""

from django.apps import AppConfig

from config import celery, checks


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Configuration"

    def ready(self) -> None:
        celery.app.set_default()  # for every thread, not only the one that imported it
        checks.register_all()
