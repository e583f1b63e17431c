"""PostgreSQL as a child process: on a unix socket only, durable, never as root."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from config.embedded.binaries import Programs, readable_by
from config.embedded.child import Child, ChildDied
from config.embedded.places import POSTGRES_SOCKET, Places, mark

DATABASE = ROLE = "hongyan"
RECOVERY = 600
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def prepare(places: Places, programs: Programs, *, fast: bool) -> Child:
    """The child that is to be started; its data are made now, if there are none."""
    if places.user:
        programs = readable_by(places.user, programs)
    if not places.postgres.exists():
        _init(places, programs)
    _forget_dead_server(places.postgres / "postmaster.pid")
    _forget_dead_server(places.postgres_socket / f"{POSTGRES_SOCKET}.lock")
    settings = SETTINGS | (FAST if fast else DURABLE)
    settings |= {"unix_socket_directories": f'"{places.postgres_socket}"', "cluster_name": mark(places.data)}
    command = [str(programs.path / "postgres"), "-D", str(places.postgres)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return Child(
        "postgres", command, places.data / "log" / "postgres.log", environ(), user=places.user,
        goodbye=signal.SIGINT, patience=30,
    )  # fmt: skip


def wait(child: Child, places: Places) -> None:
    """Ready means that it takes a connection; after a crash that may need minutes."""
    usual = url(places, "postgres")
    child.wait_until(lambda: ready(usual), within=RECOVERY)
    with psycopg.connect(usual, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")


def url(places: Places, database: str = DATABASE) -> str:
    return f"postgres://{ROLE}@/{database}?host={quote(str(places.postgres_socket), safe='')}"


def ready(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def environ() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _init(places: Places, programs: Programs) -> None:
    """Made beside and renamed, so that an interrupted start leaves no half database behind."""
    draft = places.postgres.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    command = [str(programs.path / "initdb"), "-D", str(draft), "-U", ROLE]
    command += ["--auth=trust", "--encoding=UTF8", "--no-locale"]
    if int(programs.version.split(".")[0]) >= 17:
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    user = places.user
    if user:
        os.chown(draft, user.uid, user.gid)
    done = subprocess.run(
        command, cwd="/", env=environ(), capture_output=True, text=True, check=False,
        user=user.uid if user else None, group=user.gid if user else None, extra_groups=[] if user else None,
    )  # fmt: skip
    if done.returncode:
        raise ChildDied(f"initdb failed:\n{done.stdout}{done.stderr}")
    draft.rename(places.postgres)


def _forget_dead_server(lock: Path) -> None:
    """A pid file outlives kill -9, and its number may by now be somebody else's: PostgreSQL would not start.

    Called when no process of this data is left: leftovers.clear has looked at the processes themselves. A
    file that names a dead process is PostgreSQL's to clear up, with the shared memory that it names.
    """
    words = lock.read_text().split() if lock.exists() else []
    if not (words and words[0].isdigit() and not psutil.pid_exists(int(words[0]))):
        lock.unlink(missing_ok=True)
