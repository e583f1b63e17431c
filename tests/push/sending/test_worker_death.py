"""Workers killed in the middle, a vendor that says GOAWAY, resets streams and calls tokens dead: nothing is
lost, nobody but the dead is given up, and what was under way when a worker died takes its own place.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import connection

from accounts.models import App
from push.models import Delivery, Device
from push.models.device import hash_of
from tests.fakes.apns import Apns, token
from tests.fakes.h2server import Manner
from tests.push.credentials import make_credential
from tests.push.phones import make_notice
from tests.push.sending.queued import statuses, to, wait_until
from tests.push.vendors.cases.case import our_ca

LEASE = "3"
PATIENCE = 60.0  # three processes start
PHONES = 500
KILLS = (100, 250)  # rings
DEAD = range(0, PHONES, 50)


@contextmanager
def worker(base: str) -> Iterator["subprocess.Popen[bytes]"]:
    database = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "tests.push.worker", database, LEASE, base, str(our_ca().ca_file)]
    process = subprocess.Popen(command, env=os.environ)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def has_rung(fake: Apns, times: int) -> bool:
    return len(fake.rings) >= times


def phones(app: App) -> list[Device]:
    tokens = [token(n, "dead" if n in DEAD else "") for n in range(PHONES)]
    return Device.objects.bulk_create(
        Device(
            app=app, device_id=f"phone-{n}", user_id=f"user-{n}", platform="IOS", vendor="APNS", token=one,
            token_hash=hash_of(one),
        )
        for n, one in enumerate(tokens)
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_and_hardly_anything_rings_twice(acme: App) -> None:
    fake = Apns()
    manner = Manner(most=100, goaway_every=150, reset_rate=0.01, latency=0.01)
    public = {name: value for name, value in fake.fields.items() if name != "privateKey"}
    make_credential(acme, "APNS", public=public, secret={"privateKey": fake.private_key})
    devices = phones(acme)
    fake.gone_at += 60_000
    with fake.server(our_ca().serving("h2"), manner) as server:
        to(devices, make_notice(acme))
        for kill in KILLS:
            with worker(server.url) as process:
                wait_until(partial(has_rung, fake, kill), PATIENCE)
                os.kill(process.pid, signal.SIGKILL)
            assert Delivery.objects.exclude(status="ACCEPTED").exists(), "all was done before it"
        with worker(server.url):
            done = {"ACCEPTED": PHONES - len(DEAD), "FAILED": len(DEAD)}
            wait_until(lambda: statuses() == done, PATIENCE)
    rung = Counter(ring.token for ring in fake.rings)
    assert rung.keys() == {one.token for n, one in enumerate(devices) if n not in DEAD}
    assert len({(ring.token, ring.id, ring.collapse) for ring in fake.rings}) == len(rung), "not in its place"
    dead = Device.objects.filter(status="INVALID").values_list("token", flat=True)
    assert set(dead) == {devices[n].token for n in DEAD}
    assert server.goaways
    assert server.resets
