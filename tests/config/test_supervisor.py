"""`make run`: everything comes up, what dies comes back, nothing stays behind."""

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from config.embedded import Child, leftovers, places
from config.supervisor import box
from config.supervisor.addresses import Addresses, Taken
from config.supervisor.supervise import Watched
from tests.ports import two_free_ports
from tests.servers import open_folder

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180
SERVERS = (
    "DATABASE_URL",
    "REDIS_URL",
    "HONGYAN_TEST_SERVERS",
    "PYTEST_XDIST_WORKER",
    "DJANGO_SETTINGS_MODULE",
)


@pytest.fixture
def data() -> Iterator[Path]:
    with open_folder("hongyan-test supervisor-") as folder:
        yield folder / "var"


@pytest.fixture
def port() -> int:
    return two_free_ports()


def supervisor(data: Path, port: int) -> subprocess.Popen[str]:
    environ = {name: value for name, value in os.environ.items() if name not in SERVERS}
    environ |= {"HONGYAN_DATA": str(data), "PORT": str(port), "WEB_WORKERS": "1", "WEB_THREADS": "2"}
    return subprocess.Popen(
        [sys.executable, "-m", "config.supervisor"], cwd=ROOT, env=environ, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def read_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"it ended without {words!r}:\n{said}")


def wait_for(found: Callable[[], object], within: float = PATIENCE) -> None:
    until = time.monotonic() + within
    while not found():
        assert time.monotonic() < until
        time.sleep(0.1)


def child_of(process: subprocess.Popen[str], title: str) -> psutil.Process | None:
    for child in psutil.Process(process.pid).children():
        try:
            if title in " ".join(child.cmdline()):
                return child
        except psutil.Error:
            continue
    return None


def came_back(process: subprocess.Popen[str], title: str, before: psutil.Process | None) -> bool:
    return child_of(process, title) not in (None, before)


def healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_everything_comes_up_comes_back_and_stops_in_order(data, port):
    process = supervisor(data, port)
    said = read_until(process, "Send a message")
    assert f"http://127.0.0.1:{port}" in said
    assert healthy(port)

    second = supervisor(data, port)
    assert f"already running: http://127.0.0.1:{port}" in read_until(second, "already")
    second.communicate()
    assert second.returncode == 1

    titles = [
        "hongyan: web",
        "hongyan: gateway",
        "hongyan: worker",
        "hongyan: beat",
        "bin/postgres",
        "valkey-server",
    ]
    for title in titles:
        wait_for(partial(child_of, process, title))
    before = {title: child_of(process, title) for title in titles}
    for child in before.values():
        assert child
        child.kill()
    for title in titles:
        wait_for(partial(came_back, process, title, before[title]))
    wait_for(lambda: healthy(port))

    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=PATIENCE)
    assert rest.endswith("Stopping.\nStopped.\n")
    assert process.returncode == 0
    assert not list(leftovers.find(places.mark(data)))


def test_kill_9_of_everything_blocks_no_later_start(data, port):
    for _ in range(2):
        process = supervisor(data, port)
        read_until(process, "Send a message")
        web = child_of(process, "hongyan: web")
        assert web
        web.kill()
        process.kill()
        process.communicate()
    assert json.loads((data / "demo.json").read_text())["baseUrl"] == f"http://127.0.0.1:{port}"
    leftovers.clear(places.mark(data))


def test_an_occupied_port_is_said_and_starts_nothing(data, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + 1))
        other.listen()
        process = supervisor(data, port)
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert f"127.0.0.1:{port + 1}" in said
    assert not list(leftovers.find(places.mark(data)))


@pytest.mark.parametrize("nonsense", ["http", "0", "65535", "-1", "8000.5"])
def test_a_port_must_have_a_neighbour_for_the_gateway(monkeypatch, nonsense):
    monkeypatch.setenv("PORT", nonsense)
    with pytest.raises(Taken, match="PORT must be"):
        Addresses.from_environment()


def test_the_children_learn_addresses_that_can_be_called(monkeypatch):
    for name in ("PORT", "GATEWAY_PORT", "HONGYAN_BASE_URL", "HONGYAN_WS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOST", "0.0.0.0")
    environ = Addresses.from_environment().environ
    assert environ["HOST"] == "0.0.0.0"
    assert environ["HONGYAN_BASE_URL"] == "http://127.0.0.1:8000"
    assert environ["HONGYAN_WS_URL"] == "ws://127.0.0.1:8001/ws/im"


def test_what_keeps_dying_is_given_more_and_more_time_up_to_ten_seconds(tmp_path):
    watched = Watched(Child("brief", [sys.executable, "-c", ""], tmp_path / "log", {}))
    now, waits = 1000.0, []
    for _ in range(8):
        watched.start()
        assert watched.child.process
        watched.child.process.wait()
        assert "brief ended" in (watched.look(now) or "")
        assert watched.due
        waits.append(watched.due - now)
        watched.due = None
    assert waits == [0.25, 0.5, 1, 2, 4, 8, 10, 10]


def test_the_command_in_the_box_survives_a_shell(tmp_path):
    demo = {
        "consoleUrl": "http://c/", "docsUrl": "http://d/", "inboxUrl": "http://i/",
        "phonesUrl": "http://p/",
        "chatUrl": "http://t/",
        "console": {"username": "admin", "password": "p"},
        "apps": [{"appKey": "demo", "appSecret": "it's $ecret"}],
    }  # fmt: skip
    (tmp_path / "demo.json").write_text(json.dumps(demo))
    shown = box.text(tmp_path, Addresses("127.0.0.1", 8000, 8001))
    words = shlex.split(shown[shown.index("curl") : shown.rindex(box.RULE)])
    assert "X-App-Secret: it's $ecret" in words
    assert "http://127.0.0.1:8000/api/im/messages/send" in words
    assert json.loads(words[words.index("-d") + 1])["toId"] == "bob"
