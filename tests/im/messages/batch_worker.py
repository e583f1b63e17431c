"""A worker process for the tests: works off batch-sends in the named database until it is killed."""

import sys
from time import sleep

import django
from django.conf import settings


def main(database: str, part: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from im.messages.actions import batch_sending  # noqa: PLC0415  # the apps are loaded only now

    batch_sending.PART = int(part)  # type: ignore[misc]  # small ones, to be killed between them
    while True:
        print(int(batch_sending.next_part()), flush=True)  # noqa: T201  # heard by the test
        sleep(0.01)


main(*sys.argv[1:])
