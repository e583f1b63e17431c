"""A worker killed in the middle of a batch-send loses no receiver and sends to none twice."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

import pytest
from django.db import connection

from accounts.models import Account, App
from im.messages.models import BatchSend, Message
from tests.client import Client
from tests.conftest import make_account
from tests.im.messages.test_batch_send import ROW, asked, task


@contextmanager
def worker(part: int) -> Iterator["subprocess.Popen[str]"]:
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "tests.im.messages.batch_worker", name, str(part)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for_a_part(process: "subprocess.Popen[str]") -> None:
    assert process.stdout
    line = process.stdout.readline()
    assert line, "the worker ended by itself"


@pytest.mark.django_db(transaction=True)
def test_each_receiver_gets_it_once_whoever_dies(acme: App, as_server: Client, alice: Account) -> None:
    crowd = [make_account(acme, f"u{n}").user_id for n in range(200)]
    body = asked(*crowd, fromId="alice", **{"async": True})
    task_id = as_server.post(ROW, body).data["taskId"]
    for _ in range(3):
        with worker(part=3) as process:
            wait_for_a_part(process)
            sleep(0.05)
    assert 0 < task(as_server, task_id)["success"] < 200
    end = monotonic() + 60
    with worker(part=50), worker(part=50):
        while BatchSend.objects.filter(finished_at=None).exists():
            assert monotonic() < end, "the rest was never sent"
            sleep(0.1)
    state = task(as_server, task_id)
    assert (state["success"], state["failed"]) == (200, 0)
    stored = dict(Message.objects.values_list("to_id", "pk"))
    assert Message.objects.count() == 200
    assert state["messageIds"] == {name: str(stored[name]) for name in crowd}
