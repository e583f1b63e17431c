"""A worker process for the tests: sends what is due in the named database until it is killed."""

import sys
from time import sleep

import django
from django.conf import settings


def main(database: str, lease: str, base: str, ca_file: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    settings.PUSH_VENDOR_BASE_URLS = {"APNS": base}
    settings.PUSH_CA_FILE = ca_file
    django.setup()
    from push import sweeping  # noqa: PLC0415  # the apps are loaded only now
    from push.sending import running, sender, store  # noqa: PLC0415

    store.LEASE, sender.MARGIN = float(lease), float(lease) / 4
    while True:
        if lanes := sweeping.forgotten():
            running.wake(lanes)
        sleep(0.05)


main(*sys.argv[1:])
