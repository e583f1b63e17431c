"""A worker process for the tests: sends what is due in the named database until it is killed."""

import sys
from ipaddress import ip_network
from time import sleep

import django
from django.conf import settings


def main(database: str, hold: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    django.setup()
    from webhooks import sweeping  # noqa: PLC0415  # the apps are loaded only now
    from webhooks.sending import engine, running, store  # noqa: PLC0415

    store.HOLD, engine.RENEW = float(hold), float(hold) / 4
    while True:
        running.wake(sweeping.forgotten())
        sleep(0.05)


main(*sys.argv[1:])
