"""A worker killed in the middle of its work loses nothing and doubles nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

import pytest
from django.db import connection

from journal.models import Event
from tests.journal.facts import fact, recorded
from tests.journal.sinks import ledger

LEASE = "0.5"


@contextmanager
def worker() -> Iterator["subprocess.Popen[str]"]:
    database = connection.settings_dict["NAME"]
    command = [sys.executable, "-m", "tests.journal.worker", str(database), LEASE]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until_it_has_handed_over(process: "subprocess.Popen[str]") -> None:
    assert process.stdout
    while True:
        line = process.stdout.readline()
        assert line, "the worker ended by itself"
        if int(line) > 0:
            return


@pytest.mark.usefixtures("journal")
def test_no_event_is_lost_or_doubled_when_workers_are_killed():
    ids = recorded(*[fact(seconds=0.01) for _ in range(120)])
    for _ in range(3):
        with worker() as process:
            wait_until_it_has_handed_over(process)
            sleep(0.05)
            os.kill(process.pid, signal.SIGKILL)
    assert 0 < Event.objects.waiting().count() < 120
    end = monotonic() + 60
    with worker():
        while Event.objects.waiting().exists():
            assert monotonic() < end, "what the dead workers held was never handed over"
            sleep(0.1)
    assert ledger.delivered() == sorted(ids)
    assert Event.objects.filter(attempts__gt=1).exists()
