"""The four roles of our own, each as the command that also runs it in production."""

import os
import shutil
import sys
from pathlib import Path

from config.embedded import Child, Running
from config.embedded.leftovers import MARK
from config.supervisor.addresses import Addresses

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable


def environ(addresses: Addresses, running: Running, data: Path) -> dict[str, str]:
    """SPT_NOENV keeps the mark readable from outside when a process changes its title."""
    fixed = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PROMETHEUS_MULTIPROC_DIR": str(counters(data)),
        "PYTHONUNBUFFERED": "1",
        "SPT_NOENV": "1",
    }
    return {**os.environ, **running.environ, **addresses.environ, **fixed, MARK: running.mark}


def counters(data: Path) -> Path:
    """Where the processes add up what `/metrics` shows; counts start anew with the supervisor."""
    folder = data / "run" / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def web(addresses: Addresses) -> list[str]:
    """Backpressure counts connections, not requests: idle keep-alive ones must not lock the others out."""
    return [
        PYTHON, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws",
        "--respawn-failed-workers", "--respawn-interval", "0.5",
        "--host", addresses.host, "--port", str(addresses.port), "--process-name", "hongyan: web",
        "--workers", os.environ.get("WEB_WORKERS") or "2",
        "--blocking-threads", os.environ.get("WEB_THREADS") or "16",
        "--backlog", "2048", "--backpressure", "8192", "--workers-kill-timeout", "5",
        "config.wsgi:application",
    ]  # fmt: skip


def gateway() -> list[str]:
    return [PYTHON, "-m", "im.realtime"]


def worker() -> list[str]:
    """Threads: its tasks wait for other people's servers, and one process is quick to start again."""
    return [
        PYTHON, "-m", "celery", "-A", "config", "worker", "--pool", "threads",
        "--concurrency", os.environ.get("WORKER_THREADS") or "4", "--loglevel", "INFO",
        "--without-gossip", "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip


def beat() -> list[str]:
    """The schedule is in the settings; what was last sent need not be known after a restart."""
    plain = ["--scheduler", "celery.beat:Scheduler"]
    return [PYTHON, "-m", "celery", "-A", "config", "beat", "--loglevel", "INFO", *plain]


def vendors(folder: Path) -> list[str]:
    """What stands in for the push vendors, so that the demo's phones ring; it comes with the tests."""
    return [PYTHON, "-m", "tests.fakes", "--folder", str(folder)]


def prepare() -> list[str]:
    return [PYTHON, "-m", "config.supervisor.prepare"]


def child(name: str, command: list[str], data: Path, environ: dict[str, str]) -> Child:
    return Child(name, command, data / "log" / f"{name}.log", environ, cwd=ROOT)
