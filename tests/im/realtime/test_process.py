"""The gateway as the process that runs in production, and its ends: in order, and by kill -9."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import orjson
import psutil
import pytest
from django.conf import settings as configured
from django.db import connection

from accounts.models import Account
from config.clock import now_ms
from im.presence import store
from tests.im.realtime.conftest import log_in
from tests.im.realtime.phone import PATIENCE, Phone, eventually
from tests.ports import two_free_ports


@pytest.fixture
def start(transactional_db: None) -> Iterator[Callable[[], Any]]:
    """Starts a gateway process on the database of this test."""
    processes: list[subprocess.Popen[bytes]] = []

    def run() -> SimpleNamespace:
        port = two_free_ports()
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        environ = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": urlunsplit(database),
            "GATEWAY_PORT": str(port),
            "SPT_NOENV": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "im.realtime"], env=environ, cwd=configured.BASE_DIR
        )
        processes.append(process)
        address = f"127.0.0.1:{port}"
        eventually(lambda: _accepts(process, port), seconds=120)
        return SimpleNamespace(process=process, url=f"ws://{address}/ws/im", http=f"http://{address}")

    yield run
    for process in processes:
        process.kill()
        process.wait()


def _accepts(process: "subprocess.Popen[bytes]", port: int) -> bool:
    assert process.poll() is None, "the gateway ended"
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_process_serves_and_ends_in_order(start: Callable[[], Any], alice: Account, bob: Account) -> None:
    gateway = start()
    assert "gateway" in psutil.Process(gateway.process.pid).cmdline()[0]
    phones = [Phone(gateway.url, log_in(who).token) for who in (alice, bob)]
    for phone in phones:
        phone.hear("hello")
    assert store.online(alice.app_id, ["alice", "bob"]) == {"alice", "bob"}
    with urlopen(f"{gateway.http}/healthz") as answer:
        assert answer.status == 200
    with urlopen(f"{gateway.http}/metrics") as answer:
        assert b"hongyan_gateway_sockets" in answer.read()
    gateway.process.send_signal(signal.SIGTERM)
    for phone in phones:
        code, reason = phone.end()
        assert code == 1012
        assert orjson.loads(reason)["retryAfterMs"] > 0
    assert gateway.process.wait(PATIENCE) == 0
    assert store.online(alice.app_id, ["alice", "bob"]) == set()


def test_after_kill_9_presence_ends_by_itself(
    start: Callable[[], Any], alice: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = start()
    phone = Phone(gateway.url, log_in(alice).token)
    phone.hear("hello")
    gateway.process.kill()
    assert phone.end()[0] == 1006
    assert store.online(alice.app_id, ["alice"]) == {"alice"}
    later = now_ms() + 76_000
    monkeypatch.setattr(store, "now_ms", lambda: later)
    assert store.online(alice.app_id, ["alice"]) == set()
