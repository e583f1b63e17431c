"""The servers of a test run: one PostgreSQL for all processes of pytest-xdist, a Valkey for each."""

import atexit
import os
import runpy
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from config.embedded import binaries, places, servers, valkey

STARTED = "HONGYAN_TEST_SERVERS"


def start() -> None:
    """Puts the addresses and secrets into the environment; must come before the settings are imported.

    The first process starts both servers; pytest-xdist's workers inherit the addresses, share the PostgreSQL
    (pytest-django gives each its own database) and take a Valkey of their own: channels know no databases
    and FLUSHALL asks nobody.
    """
    me = os.environ.get("PYTEST_XDIST_WORKER", "first")
    started_by = os.environ.get(STARTED)
    if started_by == me:
        return
    stack = ExitStack()
    atexit.register(_leave, stack, os.getpid())
    data = stack.enter_context(open_folder("hongyan-test-"))
    if started_by:
        os.environ["REDIS_URL"] = _own_valkey(data, stack)
    else:
        os.environ.update(stack.enter_context(servers(data, fast=True)).environ)
    os.environ |= {STARTED: me, "HONGYAN_DATA": str(data)}


@contextmanager
def open_folder(prefix: str) -> Iterator[Path]:
    """Private, but open to be passed through: as root, PostgreSQL's user has to reach its data in it."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        for lock in folder.rglob("lock"):
            places.wipe(lock.parent)
        shutil.rmtree(folder, ignore_errors=True)


def _own_valkey(data: Path, stack: ExitStack) -> str:
    places.make(data)
    settled = places.settle(data)
    child = valkey.prepare(settled, binaries.valkey(), fast=True)
    stack.callback(child.stop)
    child.start()
    valkey.wait(child, settled)
    return valkey.url(settled)


def _leave(stack: ExitStack, owner: int) -> None:
    if os.getpid() == owner:
        stack.close()


if __name__ == "__main__":  # python -m tests.servers manage.py check: on servers that leave no trace
    start()
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")
