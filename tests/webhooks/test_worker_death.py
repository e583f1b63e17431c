"""A worker killed in the middle of its sending loses nothing, and doubles at most what was under way."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from accounts.models import App
from tests.webhooks.deliveries import make_deliveries
from tests.webhooks.endpoints import make_endpoint
from tests.webhooks.receiver import Answer, Receiver, wait_until
from webhooks.models import Attempt, Delivery

HOLD = "0.8"
ENDPOINTS = 3
KILLS = 1
GATHERED = 20  # results that were not written yet, for want of a moment


@contextmanager
def worker() -> Iterator["subprocess.Popen[bytes]"]:
    database = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "tests.webhooks.worker", database, HOLD]
    process = subprocess.Popen(command, env=os.environ)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_when_workers_are_killed(receiver: Receiver, acme: App) -> None:
    App.objects.update(changed_settings={"allowHttpWebhooks": True})
    endpoints = [make_endpoint(acme, receiver.url(f"/{n}")) for n in range(ENDPOINTS)]
    events = [event for endpoint in endpoints for event in make_deliveries(endpoint, 100)]
    receiver.answers = lambda _: Answer(after=0.02)
    for kill in range(KILLS):
        with worker() as process:
            receiver.wait_for(len(receiver.arrivals) + 60)
            os.kill(process.pid, signal.SIGKILL)
        assert Delivery.objects.exclude(status="SUCCESS").exists(), f"all was done before kill {kill + 1}"
    with worker():
        wait_until(lambda: not Delivery.objects.exclude(status="SUCCESS").exists())
    assert set(receiver.ids()) == set(events)
    assert len(receiver.ids()) - len(events) <= KILLS * ENDPOINTS * (8 + GATHERED)
    assert Attempt.objects.count() == len(events)
