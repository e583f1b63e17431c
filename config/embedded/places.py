"""Which folder holds what: data, sockets (whose paths must be short), PostgreSQL's part when we are root."""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

SOCKET_PATH_LIMIT = 100
POSTGRES_SOCKET = ".s.PGSQL.5432"
ELSEWHERE = "postgres.path"
PREFIX = "hongyan-"


@dataclass(frozen=True, slots=True)
class User:
    name: str
    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Asked of the kernel, as that user: modes alone miss access lists and mounts."""
        tried = subprocess.run(
            ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)], cwd="/", check=False, stderr=subprocess.DEVNULL,
            user=self.uid, group=self.gid, extra_groups=[],
        )  # fmt: skip
        return tried.returncode == 0


@dataclass(frozen=True, slots=True)
class Places:
    data: Path
    postgres: Path
    postgres_socket: Path
    valkey_socket: Path
    user: User | None
    temporary: Path | None


def mark(data: Path) -> str:
    """Stands in the title or environment of every process that works on this data, to know them again."""
    return f"hongyan-{sha256(os.fsencode(data)).hexdigest()[:12]}"


def make(data: Path) -> None:
    """The folders of the installation. Never changes one that we did not make."""
    modes = {data: _ours(), data / "run": _ours(), data / "log": 0o700, data / "valkey": 0o700}
    for folder, mode in modes.items():
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(mode)


def settle(data: Path) -> Places:
    """What goes where, for folders that make() has made."""
    root = os.geteuid() == 0
    home = _postgres_home(data, _unprivileged()) if root else data
    user = _owner(home / "postgres") or _unprivileged() if root else None
    sockets, temporary = home / "run" / "postgres", None
    valkey = data / "run" / "valkey.sock"
    if not (_fits(sockets / POSTGRES_SOCKET) and _fits(valkey)):
        temporary = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_short_folder()))
        temporary.chmod(_ours())
        sockets = sockets if _fits(sockets / POSTGRES_SOCKET) else temporary / "postgres"
        valkey = valkey if _fits(valkey) else temporary / "valkey.sock"
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    if user:
        os.chown(sockets, user.uid, user.gid)
    return Places(data, home / "postgres", sockets, valkey, user, temporary)


def wipe(data: Path) -> None:
    """Removes what we made in the data folder, and nothing else that may lie there."""
    elsewhere = _elsewhere(data)
    if elsewhere and elsewhere.name.startswith(PREFIX):
        shutil.rmtree(elsewhere, ignore_errors=True)
    for name in ("postgres", "postgres.new", "valkey", "run", "log"):
        shutil.rmtree(data / name, ignore_errors=True)
    for name in (ELSEWHERE, "secrets.json", "demo.json", "servers.json", "beat.db*"):
        for file in data.glob(name):
            file.unlink()


def _elsewhere(data: Path) -> Path | None:
    named = data / ELSEWHERE
    return Path(named.read_text().strip()) if named.exists() else None


def _postgres_home(data: Path, user: User) -> Path:
    """Under a folder that others can't enter (/root, say) PostgreSQL could not reach its own data."""
    if elsewhere := _elsewhere(data):
        return elsewhere
    if user.can_enter(data / "run") or (data / "postgres").exists():
        return data
    for base in (Path("/var/lib"), Path("/var/tmp")):  # noqa: S108  mkdtemp makes it private
        if os.access(base, os.W_OK) and user.can_enter(base):
            home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
            home.chmod(0o711)
            (home / "run").mkdir(mode=0o711)
            (data / ELSEWHERE).write_text(f"{home}\n")
            return home
    raise PermissionError(
        f"{user.name} can enter neither {data} nor /var/lib: set HONGYAN_DATA to a folder it can"
    )


def _ours() -> int:
    """PostgreSQL's user must be able to pass through where we are root."""
    return 0o711 if os.geteuid() == 0 else 0o700


def _unprivileged() -> User:
    for name in ("nobody", "daemon"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return User(name, entry.pw_uid, entry.pw_gid)
    raise PermissionError(
        "PostgreSQL refuses to run as root and there is no user nobody: run as another user"
    )


def _owner(folder: Path) -> User | None:
    """Data made by an ordinary user stay that user's, even if root starts the servers one day."""
    if not folder.exists() or folder.stat().st_uid == 0:
        return None
    status = folder.stat()
    return User(str(status.st_uid), status.st_uid, status.st_gid)


def _fits(path: Path) -> bool:
    """A comma would split the address: libpq takes it for two hosts."""
    return len(os.fsencode(path)) <= SOCKET_PATH_LIMIT and not set(str(path)) & set(",\"'\n")


def _short_folder() -> str:
    usual = tempfile.gettempdir()
    return usual if _fits(Path(usual) / "hongyan-12345678" / "postgres" / POSTGRES_SOCKET) else "/tmp"  # noqa: S108
