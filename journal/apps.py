"""The journal: what happened, told to whoever must hear it, and who did it."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "journal"
    verbose_name = "Journal"
