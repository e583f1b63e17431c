"""Brings .venv to the state of a lock file, with nothing but Python; at once when it is there already."""

import os
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
NO_PIP = "This Python has neither venv nor pip. On Debian and Ubuntu: apt install python3-venv"


def main(lock: Path) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  whoever calls it has not been asked before
        sys.exit(f"Hongyan needs Python 3.11 or newer, this is {sys.version.split()[0]}: make run PYTHON=…")
    stamp = VENV / f"{lock.name}.installed"
    wanted = sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and runs(PYTHON, "-c", ""):
        return
    if not os.access(os.path.expanduser("~"), os.W_OK):
        os.environ |= {"HOME": tempfile.gettempdir(), "PIP_NO_CACHE_DIR": "1"}
    os.environ |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONNOUSERSITE": "1"}
    pip = pip_of_venv()
    print(f"Installing {lock.name} into {VENV}", flush=True)
    install = ["install", "-qq", "--no-input", "--no-deps", "--require-hashes", "-r", str(lock)]
    if subprocess.call([*pip, *install]):
        sys.exit(f"{lock.name} could not be installed")
    stamp.write_text(wanted)


def pip_of_venv() -> list[str]:
    """Debian cuts the pip out of venv: there the system's pip, if there is one, works on the folder."""
    own, foreign = [PYTHON, "-m", "pip"], [sys.executable, "-m", "pip", "--python", PYTHON]
    if runs(*own, "--version"):
        return own
    print(f"Making {VENV}", flush=True)
    make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if runs(*make):
        return own
    if runs(*make, "--without-pip") and runs(*foreign, "--version"):
        return foreign
    sys.exit(NO_PIP)


def runs(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    main(ROOT / sys.argv[1])
