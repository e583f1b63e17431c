"""A worker for the tests: finds audiences in the named database, in small steps, until it is killed."""

import sys
from time import sleep

import django
from django.conf import settings


def main(database: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from push import audiences, expanding  # noqa: PLC0415  # the apps are loaded only now

    audiences.STEP, expanding.LEASE = 10, 0.5  # type: ignore[misc]  # final but for this process
    while True:
        expanding.expand_some()
        sleep(0.02)


main(*sys.argv[1:])
