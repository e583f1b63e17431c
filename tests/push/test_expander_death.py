"""Workers killed while they look for an audience lose nobody of it, and tell nobody twice."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

import pytest
from django.db import connection
from django.db.models import Count

from accounts.models import App
from push.models import Delivery, DeviceLog, NoticeStatus
from tests.push.credentials import make_credential
from tests.push.phones import make_devices, make_notice

PHONES = 2_500
KILLED_AT = 200  # deliveries
PATIENCE = 60.0


@contextmanager
def worker() -> Iterator[None]:
    command = [sys.executable, "-m", "tests.push.expander", str(connection.settings_dict["NAME"])]
    process = subprocess.Popen(command, env=os.environ)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def wait_for(deliveries: int) -> None:
    end = monotonic() + PATIENCE
    while Delivery.objects.count() < deliveries:
        assert monotonic() < end, "nobody makes deliveries"
        sleep(0.01)


@pytest.mark.django_db(transaction=True)
def test_each_phone_has_its_delivery_once_whoever_dies(acme: App) -> None:
    make_credential(acme)
    make_devices(acme, [f"u{number}" for number in range(PHONES)])
    make_notice(acme, status=NoticeStatus.EXPANDING, audience={"all": True, "walk": True})
    with worker():
        wait_for(KILLED_AT)
    assert Delivery.objects.count() < PHONES, "it was too quick to be killed"
    with worker():
        wait_for(PHONES)
    assert Delivery.objects.count() == PHONES
    assert not Delivery.objects.values("device").annotate(times=Count("pk")).filter(times__gt=1).exists()
    assert DeviceLog.objects.filter(event="QUEUED").count() == PHONES
