"""The pair of servers for one data folder: one owner starts and stops it, other commands share it."""

import atexit
import fcntl
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.embedded import binaries, generated, leftovers, places, postgres, valkey
from config.embedded.child import Child

SHARED = "servers.json"
SHARING_PATIENCE = 600


class InUse(Exception):
    """Somebody else owns the servers of this data folder; the note is the owner's own."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


@dataclass(frozen=True, slots=True)
class Running:
    environ: dict[str, str]
    summary: str
    mark: str
    postgres: Child | None = None
    valkey: Child | None = None

    @property
    def owned(self) -> bool:
        return self.postgres is not None


def data_folder() -> Path:
    """HONGYAN_DATA, or var beside manage.py, wherever the command was called from."""
    named = os.environ.get("HONGYAN_DATA")
    return Path(named).expanduser().resolve() if named else Path(__file__).resolve().parents[2] / "var"


@contextmanager
def servers(data: Path, *, fast: bool = False, share: bool = True, note: str = "") -> Iterator[Running]:
    """The running pair. Its owner stops it on leaving; others share it only as long as the owner lives."""
    data = data.expanduser().resolve()
    places.make(data)
    with ExitStack() as stack:
        lock = stack.enter_context((data / "lock").open("a+"))
        running = _share_or_take(lock, data, share=share)
        if running is None:
            _sign(lock, note)
            running = _start(data, stack, fast=fast)
            stack.callback((data / SHARED).unlink, missing_ok=True)
            generated.write_private(data / SHARED, {"environ": running.environ, "summary": running.summary})
        yield running


def attach() -> Running | None:
    """For any command: where neither address is set, the embedded pair serves it for the command's life."""
    if os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL"):
        return None
    context = servers(data_folder(), note=" ".join(sys.argv))
    running = context.__enter__()
    atexit.register(_leave, context, os.getpid())
    os.environ.update(running.environ)
    if running.owned:
        sys.stderr.write(f"{running.summary}\n")
    return running


def wipe(data: Path) -> None:
    """Starts over: everything the default installation made in this folder is gone."""
    data = data.expanduser().resolve()
    if not data.exists():
        return
    with (data / "lock").open("a+") as lock:
        _share_or_take(lock, data, share=False)
        leftovers.clear(places.mark(data))
        places.wipe(data)


def _share_or_take(lock: IO[str], data: Path, *, share: bool) -> Running | None:
    """None says that the lock is ours now; the kernel frees it with its holder, however that one died."""
    until = time.monotonic() + SHARING_PATIENCE
    while time.monotonic() < until:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not share:
                lock.seek(0)
                raise InUse(lock.read().strip()) from None
        else:
            (data / SHARED).unlink(missing_ok=True)
            return None
        if running := _running(data):
            return running
        time.sleep(0.05)
    raise InUse(f"the servers of {data} did not become ready")


def _running(data: Path) -> Running | None:
    try:
        found = json.loads((data / SHARED).read_text())
    except FileNotFoundError:
        return None
    environ = found["environ"]
    if postgres.ready(environ["DATABASE_URL"]) and valkey.ready(environ["REDIS_URL"]):
        return Running(environ, found["summary"], places.mark(data))
    return None


def _sign(lock: IO[str], note: str) -> None:
    lock.truncate(0)
    lock.write(note or f"pid {os.getpid()}")
    lock.flush()


def _start(data: Path, stack: ExitStack, *, fast: bool) -> Running:
    mark = places.mark(data)
    leftovers.clear(mark)
    settled = places.settle(data)
    if settled.temporary:
        stack.callback(shutil.rmtree, settled.temporary, ignore_errors=True)
    programs, store = binaries.postgres(), binaries.valkey()
    database = postgres.prepare(settled, programs, fast=fast)
    cache = valkey.prepare(settled, store, fast=fast)
    for child in (database, cache):
        child.rotate_log()
        stack.callback(child.stop)
        child.start()
    valkey.wait(cache, settled)
    postgres.wait(database, settled)
    made = generated.load_or_make(data)
    environ = made | {name: os.environ[name] for name in made if os.environ.get(name)} | {
        "DATABASE_URL": postgres.url(settled), "REDIS_URL": valkey.url(settled),
        "HONGYAN_DEMO": "1", "HONGYAN_DATA": str(data),
    }  # fmt: skip
    summary = (
        f"PostgreSQL {programs.version} and Valkey {store.version} "
        f"({programs.origin}, {store.origin}); data in {data}"
    )
    if settled.postgres.parent != data:
        summary += f", PostgreSQL's in {settled.postgres.parent}"
    return Running(environ, summary, mark, database, cache)


def _leave(context: AbstractContextManager[Running], owner: int) -> None:
    """A forked child inherits our exit handlers, but not our servers."""
    if os.getpid() == owner:
        context.__exit__(None, None, None)
