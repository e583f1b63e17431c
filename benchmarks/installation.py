"""The installation under test: own servers in a temporary folder, with the commands that `make run` uses."""

import os
import shutil
import socket
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
import psycopg
from django.core.management import call_command

from benchmarks.cpu import Meter, processes, tree
from config.embedded import Child, Running, places, servers
from config.supervisor import roles
from config.supervisor.addresses import Addresses

SERVER, POSTGRES, VALKEY = "server", "PostgreSQL", "Valkey"
WEB, GATEWAY = "web", "gateway"
STARTING = 60.0
FIRST_CALLS = 32


@dataclass(frozen=True, slots=True)
class Installation:
    """Only the roles asked for run; a worker and beat only while a case about webhooks has its own."""

    data: Path
    addresses: Addresses
    running: Running
    children: dict[str, Child]

    def meter(self) -> Meter:
        found = {SERVER: [pid_of(child) for child in self.children.values()]}
        for name, child in ((POSTGRES, self.running.postgres), (VALKEY, self.running.valkey)):
            found[name] = [pid_of(child)] if child else []
        return Meter(found)

    def processes_of(self, role: str) -> list[int]:
        return tree(processes(), pid_of(self.children[role]))

    def connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self.running.environ["DATABASE_URL"], autocommit=True)


@contextmanager
def installation(wanted: Iterable[str]) -> Iterator[Installation]:
    """Leaves Django set up on it: people and their tokens are made by the models, not over 20,000 logins."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    os.environ |= {"HONGYAN_LIMITS": "off", "DJANGO_SETTINGS_MODULE": "config.settings"}
    with ExitStack() as stack:
        data = stack.enter_context(_folder())
        running = stack.enter_context(servers(data, share=False, note="benchmarks"))
        addresses = Addresses("127.0.0.1", _free_port(), _free_port())
        environ = roles.environ(addresses, running, data)
        os.environ.update(running.environ | addresses.environ)
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        children = {name: roles.child(name, _command(name, addresses), data, environ) for name in wanted}
        for child in children.values():
            stack.callback(child.stop)
            child.start()
        for name, child in children.items():
            answers = _answers(name, addresses)
            child.wait_until(answers, within=STARTING)
            for _ in range(FIRST_CALLS):  # each of web's processes imports the rest with its first call
                answers()
        yield Installation(data, addresses, running, children)


def pid_of(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def _command(name: str, addresses: Addresses) -> list[str]:
    return roles.web(addresses) if name == WEB else roles.gateway()


def _answers(name: str, addresses: Addresses) -> Callable[[], bool]:
    port = addresses.port if name == WEB else addresses.gateway_port

    def ask() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.05)
            return False

    return ask


@contextmanager
def _folder() -> Iterator[Path]:
    """Open to be passed through: as root, PostgreSQL's own user has to reach its data in it."""
    folder = Path(tempfile.mkdtemp(prefix="hongyan-bench-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        places.wipe(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
