"""Makes the client's models and rows out of the server's OpenAPI document: `make client`."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generator import models, names, rows

HERE = Path(__file__).resolve().parent
PACKAGE = HERE / "hongyan"
STYLE = ["--config", "line-length=110", "--config", 'lint.isort.known-first-party=["hongyan"]']


def generated(document: dict[str, Any]) -> dict[str, str]:
    """Path below the package → what the file says."""
    calls = rows.read(document, names.read((HERE / "names.tsv").read_text(encoding="utf-8")))
    with TemporaryDirectory() as folder:
        write({"models.py": models.written(document), **rows.written(calls)}, Path(folder))
        for words in (["check", "--fix-only", "--select", "I,F401"], ["format"]):
            command = [
                sys.executable,
                "-m",
                "ruff",
                *words,
                "--quiet",
                "--no-cache",
                "--isolated",
                *STYLE,
                folder,
            ]
            subprocess.run(command, check=True)
        return read(Path(folder))


def read(package: Path) -> dict[str, str]:
    """What is generated of a package."""
    paths = [package / "models.py", *sorted((package / "rows").glob("*.py"))]
    return {str(path.relative_to(package)): path.read_text(encoding="utf-8") for path in paths}


def write(files: dict[str, str], package: Path) -> None:
    (package / "rows").mkdir(exist_ok=True)
    for path, text in files.items():
        (package / path).write_text(text, encoding="utf-8")


def main(source: Path) -> None:
    files = generated(json.loads(source.read_text(encoding="utf-8")))
    for path in read(PACKAGE).keys() - files.keys():
        (PACKAGE / path).unlink()
    write(files, PACKAGE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
