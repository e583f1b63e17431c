"""The loop: everything that should live is looked at a few times a second and started again with patience."""

import signal
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from config.embedded import Child, ChildDied, Running
from config.supervisor import box, roles, vendors
from config.supervisor.addresses import Addresses

TURN = 0.2
FIRST_DELAY, LONGEST_DELAY = 0.25, 10.0
SETTLED = 30.0
STARTING = 60.0


@dataclass(slots=True)
class Watched:
    child: Child
    deaths: int = 0
    since: float = field(default_factory=time.monotonic)
    due: float | None = None

    def start(self) -> None:
        self.child.rotate_log()
        self.since = time.monotonic()
        self.child.start()

    def look(self, now: float) -> str | None:
        """Starts the child again when its time has come; answers what there is to tell."""
        if self.child.alive:
            if now - self.since > SETTLED:
                self.deaths = 0
            return None
        if self.due is None:
            self.child.bury()
            delay = min(LONGEST_DELAY, FIRST_DELAY * 2**self.deaths)
            self.deaths, self.due = self.deaths + 1, now + delay
            return f"{self.child.name} ended; starting it again in {delay:g} s (see {self.child.log})"
        if now >= self.due:
            self.due, self.since = None, now
            self.child.start()
        return None


class Supervisor:
    def __init__(self, data: Path, addresses: Addresses, running: Running) -> None:
        environ = self.environ = roles.environ(addresses, running, data)
        self.data, self.addresses = data, addresses
        self.stopping = threading.Event()
        self.servers = [Watched(server) for server in (running.postgres, running.valkey) if server]
        self.vendors = [
            Watched(roles.child("vendors", roles.vendors(vendors.folder(data)), data, environ))
            for _ in range(vendors.wanted())
        ]
        self.preparing = roles.child("prepare", roles.prepare(), data, environ)
        self.roles = [  # in the order of stopping
            Watched(roles.child("beat", roles.beat(), data, environ)),
            Watched(roles.child("worker", roles.worker(), data, environ)),
            Watched(roles.child("gateway", roles.gateway(), data, environ)),
            Watched(roles.child("web", roles.web(addresses), data, environ)),
        ]

    def run(self) -> None:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self.stop)
        try:
            self.prepare()
            if not self.stopping.is_set():
                self.watch()
        finally:
            print("Stopping.", flush=True)
            for watched in [*self.roles, *self.vendors]:
                watched.child.stop()

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()

    def prepare(self) -> None:
        for watched in self.vendors:
            (vendors.folder(self.data) / "vendors.json").unlink(missing_ok=True)
            watched.start()
            self.environ |= vendors.environ(self.data, watched.child)
        self.preparing.rotate_log()
        self.preparing.start()
        while self.preparing.alive and not self.stopping.wait(0.02):
            self.look([*self.servers, *self.vendors])
        if self.stopping.is_set():
            self.preparing.stop()
        elif self.preparing.process and self.preparing.process.returncode:
            log, words = self.preparing.log, self.preparing.last_words()
            raise ChildDied(f"Migrating or seeding failed; the end of {log}:\n{words}")

    def watch(self) -> None:
        for watched in reversed(self.roles):
            watched.start()
        started, told = time.monotonic(), False
        while not self.stopping.wait(TURN if told else TURN / 4):
            self.look([*self.servers, *self.vendors, *self.roles])
            if told:
                continue
            if told := self.answers():
                print(box.text(self.data, self.addresses), flush=True)
            elif time.monotonic() - started > STARTING:
                print(f"Web or gateway do not answer yet; see {self.data / 'log'}", flush=True)
                started = time.monotonic()

    def look(self, watched: list[Watched]) -> None:
        now = time.monotonic()
        for one in watched:
            if news := one.look(now):
                print(news, flush=True)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.addresses.base}/healthz", timeout=1) as answer:  # noqa: S310  our own
                return answer.status == 200 and self.addresses.gateway_accepts()
        except OSError:
            return False
