"""Migrates and seeds in one process: a second start of Django would cost a second."""

import django
from django.conf import settings
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # empty: the demo serves files where they lie
    call_command("migrate", interactive=False, verbosity=1)
    call_command("seed_demo")
