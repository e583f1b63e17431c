"""A worker for a while: the product's own, or one with a module of ours in it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.bench import Bench
from config.celery import app
from config.supervisor import roles

STARTING = 60.0
READY = " ready."


@contextmanager
def worker(bench: Bench, *options: str) -> Iterator[None]:
    """As `make run` starts it, and beat beside it. Its CPU counts as the server's."""
    folder = bench.installation.data / "run" / "metrics"
    folder.mkdir(parents=True, exist_ok=True)
    given = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    app.control.purge()  # rings of before
    children = {
        role: roles.child(role, words, bench.installation.data, given)
        for role, words in (("worker", [*roles.worker(), *options]), ("beat", roles.beat()))
    }
    log = children["worker"].log
    log.unlink(missing_ok=True)
    bench.installation.children.update(children)
    try:
        for child in children.values():
            child.start()
        children["worker"].wait_until(lambda: READY in log.read_text(errors="replace"), within=STARTING)
        time.sleep(1.0)  # what beat asks first
        yield
    finally:
        for role, child in children.items():
            child.stop()
            del bench.installation.children[role]
