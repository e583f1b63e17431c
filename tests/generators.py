"""The npm generator of UserSigs, installed once per user and version and run for real."""

import json
import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

SOURCE = Path(__file__).parent / "node"
FILES = ("package.json", "package-lock.json", "sign.js")


class NpmGenerator:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *calls: dict[str, Any]) -> list[Any]:
        done = subprocess.run(
            ["node", "sign.js"],
            cwd=self.folder,
            input=json.dumps(calls),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answers: list[Any] = json.loads(done.stdout)
        return answers

    def sig(self, *, app: int, key: str, user: str, expire: int) -> str:
        return str(self.run({"do": "sig", "app": app, "key": key, "user": user, "expire": expire})[0])


def install(shelf: Path) -> NpmGenerator:
    """Into a folder named by what is wanted; several test processes may come at once, one of them wins."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.fail("these tests run the npm package tls-sig-api-v2: install Node.js with npm (18 or newer)")
    digest = sha256(b"".join((SOURCE / name).read_bytes() for name in FILES)).hexdigest()[:16]
    folder = shelf / f"node-{digest}"
    if not folder.exists():
        fresh = Path(mkdtemp(prefix="npm-", dir=shelf))
        for name in FILES:
            shutil.copy(SOURCE / name, fresh)
        _npm_ci(fresh)
        try:
            os.rename(fresh, folder)
        except OSError:  # another process was faster
            shutil.rmtree(fresh)
    return NpmGenerator(folder)


def _npm_ci(folder: Path) -> None:
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=180, check=False)
    if done.returncode != 0:
        shutil.rmtree(folder)
        pytest.fail(f"npm could not install tls-sig-api-v2:\n{done.stderr[-2000:]}")


def shelf_of(factory: pytest.TempPathFactory) -> Path:
    """The private folder of this user that pytest keeps over runs, else the one of this run."""
    here = factory.getbasetemp()
    return next((above for above in here.parents if above.name.startswith("pytest-of-")), here)


@pytest.fixture(scope="session")
def npm_generator(tmp_path_factory: pytest.TempPathFactory) -> NpmGenerator:
    return install(shelf_of(tmp_path_factory))
