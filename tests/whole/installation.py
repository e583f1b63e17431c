"""A whole installation of its own: what `make run` starts, in a folder and on ports that nobody else uses."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import orjson
import psutil

from config.embedded import Child, leftovers, places
from config.supervisor.box import RULE
from tests.ports import two_free_ports
from tests.servers import open_folder

ROOT = Path(__file__).resolve().parents[2]
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
STARTING = 180
PATIENCE = 60
ROLES = {
    "web": "hongyan: web",
    "gateway": "hongyan: gateway",
    "worker": "hongyan: worker",
    "beat": "hongyan: beat",
    "postgres": "bin/postgres",
    "valkey": "valkey-server",
}
WEB_WORKER = "hongyan: web worker"


def eventually(true: Callable[[], Any], what: str = "", within: float = PATIENCE) -> Any:
    """What `true` answers as soon as it is something. The deadline is for what hangs, not what is slow."""
    until = monotonic() + within
    while not (answer := true()):
        assert monotonic() < until, what or "it did not come true"
        sleep(0.05)
    return answer


@dataclass(frozen=True, slots=True)
class Answer:
    code: int
    status: str
    data: Any
    message: str


class Installation:
    """Starts with nothing of the test run's environment but `PATH` and the like."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.data = (folder / "var").resolve()
        self.port = two_free_ports()
        given = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environ = given | {"HONGYAN_DATA": str(self.data), "PORT": str(self.port)} | environ
        command = [sys.executable, "-m", "config.supervisor"]
        self._child = Child(
            "supervisor", command, folder / "supervisor.log", self.environ,
            cwd=ROOT, goodbye=signal.SIGINT, patience=PATIENCE,
        )  # fmt: skip

    # Its life

    def start(self) -> None:
        self._child.log.unlink(missing_ok=True)
        self._child.start()
        self._child.wait_until(lambda: self.said.count(RULE) == 2, within=STARTING, every=0.1)

    def stop(self) -> None:
        self._child.stop()
        leftovers.clear(places.mark(self.data))

    @property
    def said(self) -> str:
        return self._child.log.read_text(encoding="utf-8")

    @property
    def demo(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads((self.data / "demo.json").read_text(encoding="utf-8"))
        return document

    @property
    def app(self) -> dict[str, Any]:
        first: dict[str, Any] = self.demo["apps"][0]
        return first

    @property
    def server(self) -> dict[str, str]:
        """The headers of the app's own back end."""
        return {"X-App-Key": self.app["appKey"], "X-App-Secret": self.app["appSecret"]}

    @property
    def redis_url(self) -> str:
        return self._shared("REDIS_URL")

    @property
    def database_url(self) -> str:
        return self._shared("DATABASE_URL")

    def _shared(self, name: str) -> str:
        shared = json.loads((self.data / "servers.json").read_text(encoding="utf-8"))
        return str(shared["environ"][name])

    def manage(self, *words: str) -> None:
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, cwd=ROOT, env=self.environ, check=True, timeout=STARTING, capture_output=True)

    def call(
        self, method: str, path: str, body: Any = None, *, headers: dict[str, str], patience: float = 30
    ) -> Answer:
        """On a connection of its own. Raises OSError or HTTPException when nobody is there to answer."""
        sent = None if body is None else orjson.dumps(body)
        kind = {"Content-Type": "application/json"} if sent else {}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)) as connection:
            connection.request(method, path, sent, {**headers, **kind})
            answer = connection.getresponse()
            envelope = orjson.loads(answer.read())
        assert envelope.keys() == {"code", "status", "data", "message"}
        assert envelope["code"] == answer.status
        return Answer(**envelope)

    def ready(self) -> bool:
        """PostgreSQL, Redis, the migrations and the worker, by the server's own word."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=10) as answer:
                return bool(answer.status == 200)
        except HTTPError as refused:
            refused.close()
            return False
        except (OSError, http.client.HTTPException):
            return False

    # Its processes

    def find(self, role: str) -> psutil.Process | None:
        """The one that serves now; None while it is being started again."""
        return next(self._named(self.supervisor.children(), ROLES[role]), None)

    def find_web_workers(self) -> list[psutil.Process]:
        web = self.find("web")
        try:
            return list(self._named(web.children(), WEB_WORKER)) if web else []
        except psutil.NoSuchProcess:
            return []

    @property
    def supervisor(self) -> psutil.Process:
        assert self._child.process
        return psutil.Process(self._child.process.pid)

    def kill(self, role: str) -> psutil.Process:
        """kill -9, once there is something to be killed."""
        process: psutil.Process = eventually(lambda: self.find(role), f"there is no {role}")
        process.kill()
        return process

    def kill_everything(self) -> None:
        """All at once, as when the machine loses power: no process of it can say goodbye."""
        everything = [self.supervisor, *self.supervisor.children(recursive=True)]
        for deed in (psutil.Process.suspend, psutil.Process.kill):
            for process in everything:
                with suppress(psutil.NoSuchProcess):
                    deed(process)
        self._child.bury()
        eventually(lambda: not list(leftovers.find(places.mark(self.data))), "something survived")

    @staticmethod
    def _named(processes: list[psutil.Process], title: str) -> Iterator[psutil.Process]:
        for process in processes:
            try:
                if process.status() != psutil.STATUS_ZOMBIE and title in " ".join(process.cmdline()):
                    yield process
            except psutil.Error:
                continue


@contextmanager
def installation(*, inbox: bool = False, **environ: str) -> Iterator[Installation]:
    """Without the demo's inbox: it would be told of everything, which is what is measured. And without its
    phones' vendors, which take their time to start.
    """
    if not inbox:
        environ.setdefault("WEBHOOK_ALLOWED_NETWORKS", "")
        environ.setdefault("PUSH_VENDOR_BASE_URLS", '{"APNS": "https://127.0.0.1:9"}')
    with open_folder("hongyan-whole-") as folder:
        whole = Installation(folder, **environ)
        try:
            whole.start()
            yield whole
        finally:
            whole.stop()
