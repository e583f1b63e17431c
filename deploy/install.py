"""Brings .venv to the state of a lock file, with nothing but Python; at once when it is there already."""

import os
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NO_VENV = "This Python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv"


def main(lock: Path) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  whoever calls it has not been asked before
        sys.exit(f"Hongyan needs Python 3.11 or newer, this is {sys.version.split()[0]}: make run PYTHON=…")
    stamp = VENV / f"{lock.name}.installed"
    wanted = sha256(lock.read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    environ = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONNOUSERSITE": "1"}
    if not os.access(Path.home(), os.W_OK):
        environ |= {"HOME": tempfile.gettempdir(), "PIP_NO_CACHE_DIR": "1"}
    if not usable():
        print(f"Making {VENV}", flush=True)
        if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)], env=environ):
            sys.exit(NO_VENV)
    print(f"Installing {lock.name} into {VENV}", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--no-input", "--no-deps", "--require-hashes"]
    subprocess.run([*pip, "-r", str(lock)], env=environ, check=True)
    stamp.write_text(wanted)


def usable() -> bool:
    """Made anew when its Python is gone, or when it was left half made."""
    marker = VENV / "pyvenv.cfg"
    return PYTHON.exists() and marker.exists() and _runs([str(PYTHON), "-m", "pip", "--version"])


def _runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    try:
        main(ROOT / sys.argv[1])
    except subprocess.CalledProcessError as problem:
        sys.exit(problem.returncode)
