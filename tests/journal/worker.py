"""A worker process for the tests: hands over what is due in the named database until it is killed."""

import sys
from time import sleep

import django
from django.conf import settings


def main(database: str, lease: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    settings.EVENT_SINKS_LATER = ["tests.journal.sinks.ledger"]
    django.setup()
    from journal import dispatch  # noqa: PLC0415  # the apps are loaded only now

    dispatch.LEASE = float(lease)
    while True:
        batch = dispatch.claim(10)
        print(dispatch.hand_over(batch) if batch else 0, flush=True)  # noqa: T201  # heard by the test
        sleep(0.02)


main(*sys.argv[1:])
