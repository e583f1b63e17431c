"""A process for the tests that asks its rules without end: when each question began, and what it was told."""

import sys
from time import monotonic, sleep

import django
from django.conf import settings


def main(database: str, app_id: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    settings.RULES_CACHE_SECONDS, settings.RULES_KEPT_FRESH = 0.9, True
    settings.REDIS_URL = "unix:///nonexistent/valkey.sock"  # no hint comes through
    django.setup()
    from im.moderation.serving import rules  # noqa: PLC0415  # the apps are loaded only now

    while True:
        began = monotonic()
        screen = rules.of(int(app_id))
        found = screen.screen("to the casino", "SINGLE") if screen is not None else None
        print(began, found.action if found is not None else "-", flush=True)  # noqa: T201  # heard by the test
        sleep(0.02)


main(*sys.argv[1:])
